"""Examples of the rules on validation, deployments and other good order."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_DEPLOYMENT,
    REST_GATEWAY_RESPONSE,
    REST_INTEGRATION,
    REST_METHOD,
    REST_REQUEST_VALIDATOR,
)

_REST = Declared(REST_API, "payments")
_PLACE = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}", "httpMethod": "POST"}


def _method(**properties: object) -> Declared:
    return Declared(REST_METHOD, "pay", {**_PLACE, "authorization": "AWS_IAM", **properties})


def _validator(**checks: bool) -> Declared:
    return Declared(REST_REQUEST_VALIDATOR, "checks", {"restApi": "${payments.id}", **checks})


def _integration(**properties: object) -> Declared:
    call = {"type": "HTTP", "integrationHttpMethod": "POST", "uri": "https://backend.example.com/pay"}
    templates = {"application/json": '{"amount": $input.json("$.amount")}'}
    return Declared(REST_INTEGRATION, "backend", {**_PLACE, **call, "requestTemplates": templates, **properties})


def _deployment(**properties: object) -> Declared:
    return Declared(REST_DEPLOYMENT, "deployed", {"restApi": "${payments.id}", **properties})


def _response(template: str) -> Declared:
    failed = {"restApiId": "${payments.id}", "responseType": "DEFAULT_5XX", "statusCode": "500"}
    return Declared(REST_GATEWAY_RESPONSE, "failed", {**failed, "responseTemplates": {"application/json": template}})


_MODELS = {"application/json": "Payment"}
_TRIGGERS = {"methods": "1b4f0e9851971998e732078544c96b36"}

EXAMPLES = {
    "request-validation": Example(
        bad=[_REST, _method()],
        good=[
            _REST,
            _validator(validateRequestBody=True, validateRequestParameters=True),
            _method(requestModels=_MODELS, requestValidatorId="${checks.id}"),
        ],
    ),
    "request-validator-effective": Example(
        bad=[
            _REST,
            _validator(validateRequestBody=False, validateRequestParameters=False),
            _method(requestModels=_MODELS, requestValidatorId="${checks.id}"),
        ],
        good=[
            _REST,
            _validator(validateRequestBody=True, validateRequestParameters=True),
            _method(requestModels=_MODELS, requestValidatorId="${checks.id}"),
        ],
    ),
    "passthrough-never": Example(
        bad=[_REST, _method(), _integration()],
        good=[_REST, _method(), _integration(passthroughBehavior="NEVER")],
    ),
    "deployment-triggers": Example(
        bad=[_REST, _deployment()],
        good=[_REST, _deployment(triggers=_TRIGGERS)],
    ),
    "no-delete-before-replace": Example(
        bad=[Declared(REST_API, "payments", options={"deleteBeforeReplace": True})],
        good=[_REST],
    ),
    "response-compression": Example(
        bad=[_REST],
        good=[Declared(REST_API, "payments", {"minimumCompressionSize": "1024"})],
    ),
    "required-tags": Example(
        bad=[Declared(API, "orders", {"protocolType": "HTTP", "tags": {"owner": "shop"}})],
        good=[Declared(API, "orders", {"protocolType": "HTTP", "tags": {"owner": "shop", "cost-center": "4711"}})],
        settings={"keys": ("owner", "cost-center")},
    ),
    "gateway-responses-generic": Example(
        bad=[_REST, _response('{"message": "$context.error.message"}')],
        good=[_REST, _response('{"message": "failed", "requestId": "$context.requestId"}')],
    ),
}
