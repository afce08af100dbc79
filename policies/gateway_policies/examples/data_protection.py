"""Examples of the rules on caches, secrets and keys."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_KEY,
    REST_DOMAIN_NAME,
    REST_INTEGRATION,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
    STAGE,
)

_CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_REST = Declared(REST_API, "payments")
_PLACE = {"restApi": "${payments.id}", "resourceId": "${own.id}", "httpMethod": "GET"}
_OWN = Declared(
    REST_RESOURCE,
    "own",
    {"restApi": "${payments.id}", "parentId": "${payments.rootResourceId}", "pathPart": "payments"},
)
_HEADER = "method.request.header.Authorization"


def _stage(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "deployment": "a1b2c3", "stageName": "live"}
    return Declared(REST_STAGE, "live", {**place, **properties})


def _settings(**settings: object) -> Declared:
    place = {"restApi": "${payments.id}", "stageName": "${live.stageName}", "methodPath": "*/*"}
    return Declared(REST_METHOD_SETTINGS, "all", {**place, "settings": settings})


def _method(**properties: object) -> Declared:
    return Declared(REST_METHOD, "read", {**_PLACE, "authorization": "AWS_IAM", **properties})


def _integration(**properties: object) -> Declared:
    call = {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "https://backend.example.com/payments"}
    return Declared(REST_INTEGRATION, "backend", {**_PLACE, **call, **properties})


def _variables(**variables: str) -> Declared:
    return Declared(STAGE, "live", {"apiId": "${orders.id}", "autoDeploy": True, "stageVariables": variables})


def _domain(**certificate: str) -> Declared:
    names = {"domainName": "pay.example.com", "endpointConfiguration": {"types": "REGIONAL"}}
    return Declared(REST_DOMAIN_NAME, "pay", {**names, "securityPolicy": "TLS_1_2", **certificate})


_CACHE = _stage(cacheClusterEnabled=True, cacheClusterSize="0.5")
_CACHED = _settings(cachingEnabled=True, cacheDataEncrypted=True)

EXAMPLES = {
    "cache-enabled": Example(bad=[_REST, _stage()], good=[_REST, _CACHE, _CACHED]),
    "cache-invalidation-authorized": Example(
        bad=[
            _REST,
            _CACHE,
            _settings(cachingEnabled=True, cacheDataEncrypted=True, requireAuthorizationForCacheControl=False),
        ],
        good=[
            _REST,
            _CACHE,
            _settings(
                cachingEnabled=True,
                cacheDataEncrypted=True,
                requireAuthorizationForCacheControl=True,
                unauthorizedCacheControlHeaderStrategy="FAIL_WITH_403",
            ),
        ],
    ),
    "cache-encrypted": Example(
        bad=[_REST, _CACHE, _settings(cachingEnabled=True)],
        good=[_REST, _CACHE, _CACHED],
    ),
    "cache-key-identity": Example(
        bad=[_REST, _OWN, _CACHE, _CACHED, _method(), _integration()],
        good=[
            _REST,
            _OWN,
            _CACHE,
            _CACHED,
            _method(requestParameters={_HEADER: True}),
            _integration(
                requestParameters={"integration.request.header.Authorization": _HEADER},
                cacheKeyParameters=[_HEADER],
            ),
        ],
    ),
    "stage-variables-no-secrets": Example(
        bad=[_HTTP, _variables(databasePassword="correct horse battery staple")],
        good=[_HTTP, _variables(databaseSecretName="orders/database")],
    ),
    "api-key-not-literal": Example(
        bad=[Declared(REST_API_KEY, "partner", {"value": "partner-key-of-twenty-letters"})],
        good=[Declared(REST_API_KEY, "partner", {"description": "for the partner who sends payments"})],
    ),
    "domain-no-inline-key": Example(
        bad=[
            _domain(
                regionalCertificateName="pay",
                certificateBody="${certificate}",  # values of the configuration
                certificatePrivateKey="${privateKey}",
            )
        ],
        good=[_domain(regionalCertificateArn=_CERTIFICATE)],
    ),
}
