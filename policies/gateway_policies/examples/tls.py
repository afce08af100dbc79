"""Examples of the rules on TLS at domain names, and towards backends."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DOMAIN_NAME,
    INTEGRATION,
    REST_API,
    REST_DOMAIN_NAME,
    REST_INTEGRATION,
    REST_STAGE,
    STAGE,
)

_CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_HTTP_BY_DOMAIN_ONLY = Declared(API, "orders", {"protocolType": "HTTP", "disableExecuteApiEndpoint": True})
_REST = Declared(REST_API, "payments")
_STAGE = Declared(STAGE, "live", {"apiId": "${orders.id}", "autoDeploy": True})
_TRUSTSTORE = {"truststoreUri": "s3://example-truststore/clients.pem", "truststoreVersion": "L4kqtJlcpXroDTDmpUMLUo"}
_MODERN = {"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09", "endpointAccessMode": "STRICT"}
_MAPPING = Declared(
    API_MAPPING,
    "orders-at-shop",
    {"apiId": "${orders.id}", "domainName": "${shop.domainName}", "stage": "${live.name}"},
)


def _domain(policy: str = "TLS_1_2", **properties: object) -> Declared:
    configuration = {"certificateArn": _CERTIFICATE, "endpointType": "REGIONAL", "securityPolicy": policy}
    names = {"domainName": "api.example.com", "domainNameConfiguration": configuration}
    return Declared(DOMAIN_NAME, "shop", {**names, **properties})


def _rest_domain(**properties: object) -> Declared:
    names = {"domainName": "pay.example.com", "regionalCertificateArn": _CERTIFICATE}
    return Declared(REST_DOMAIN_NAME, "pay", {**names, "endpointConfiguration": {"types": "REGIONAL"}, **properties})


def _backend(uri: str) -> Declared:
    call = {"integrationType": "HTTP_PROXY", "integrationMethod": "ANY", "integrationUri": uri}
    return Declared(INTEGRATION, "backend", {"apiId": "${orders.id}", **call})


def _rest_backend(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}", "httpMethod": "POST"}
    call = {"type": "HTTP_PROXY", "integrationHttpMethod": "POST", "uri": "https://backend.example.com/pay"}
    return Declared(REST_INTEGRATION, "backend", {**place, **call, **properties})


def _rest_stage(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "deployment": "a1b2c3", "stageName": "live"}
    return Declared(REST_STAGE, "live", {**place, **properties})


EXAMPLES = {
    "domain-min-tls": Example(bad=[_domain("TLS_1_0")], good=[_domain("TLS_1_2")]),
    "domain-recommended-tls": Example(
        bad=[_rest_domain(securityPolicy="TLS_1_2")],
        good=[_rest_domain(**_MODERN)],
    ),
    "domain-pqc-tls": Example(
        bad=[_rest_domain(securityPolicy="TLS_1_2")],
        good=[_rest_domain(securityPolicy="SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", endpointAccessMode="STRICT")],
    ),
    "tls-policy-consistent": Example(
        bad=[_rest_domain(securityPolicy="SecurityPolicy_TLS13_2025_EDGE", endpointAccessMode="STRICT")],
        good=[_rest_domain(**_MODERN)],
    ),
    "default-endpoint-tls": Example(
        bad=[Declared(REST_API, "payments", {"endpointConfiguration": {"types": "REGIONAL"}})],
        good=[Declared(REST_API, "payments", {"endpointConfiguration": {"types": "REGIONAL"}, **_MODERN})],
    ),
    "mtls-not-bypassable": Example(
        bad=[_HTTP, _STAGE, _domain(mutualTlsAuthentication=_TRUSTSTORE), _MAPPING],
        good=[_HTTP_BY_DOMAIN_ONLY, _STAGE, _domain(mutualTlsAuthentication=_TRUSTSTORE), _MAPPING],
    ),
    "mtls-truststore-versioned": Example(
        bad=[_domain(mutualTlsAuthentication={"truststoreUri": _TRUSTSTORE["truststoreUri"]})],
        good=[_domain(mutualTlsAuthentication=_TRUSTSTORE)],
    ),
    "require-mutual-tls": Example(bad=[_domain()], good=[_domain(mutualTlsAuthentication=_TRUSTSTORE)]),
    "default-endpoint-disabled": Example(
        bad=[_HTTP, _STAGE, _domain(), _MAPPING],
        good=[_HTTP_BY_DOMAIN_ONLY, _STAGE, _domain(), _MAPPING],
    ),
    "backend-client-certificate": Example(
        bad=[_REST, _rest_backend(), _rest_stage()],
        good=[_REST, _rest_backend(), _rest_stage(clientCertificateId="a1b2c3")],
    ),
    "integration-https": Example(
        bad=[_HTTP, _backend("http://backend.example.com")],
        good=[_HTTP, _backend("https://backend.example.com")],
    ),
    "integration-tls-verified": Example(
        bad=[_REST, _rest_backend(tlsConfig={"insecureSkipVerification": True})],
        good=[_REST, _rest_backend()],
    ),
}
