import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_GATEWAY_RESPONSE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TEMPLATE = "responseTemplates.application/json"
EXTENSION = "body.x-amazon-apigateway-gateway-responses"


def response(template: Any, parameters: Any = None) -> list[Resource]:
    templates = {"application/json": template}
    return [a(REST_GATEWAY_RESPONSE, {"responseTemplates": templates, "responseParameters": parameters})]


def body(responses: Any, kind: str = REST_API) -> list[Resource]:
    return [a(kind, {"body": json.dumps({"x-amazon-apigateway-gateway-responses": responses})})]


def tells(path: str, found: str) -> str:
    return f"it violation: {path} holds ${found}, allowed: a text of your own, $context.requestId"


CASES: Cases = {
    "gateway-responses-generic": {
        "a text of its own": (response('{"message": "Bad request", "id": "$context.requestId"}'), []),
        "the kind of error": (response('{"type": "$context.error.responseType"}'), []),
        "nothing": ([a(REST_GATEWAY_RESPONSE, {"responseType": "DEFAULT_4XX"})], []),
        "the message of the error": (
            response('{"message": $context.error.messageString}'),
            [tells(TEMPLATE, "context.error.messageString")],
        ),
        "the message, without quotes": (
            response('{"message": "$context.error.message"}'),
            [tells(TEMPLATE, "context.error.message")],
        ),
        "what the validator found": (
            response('{"why": "$context.error.validationErrorString"}'),
            [tells(TEMPLATE, "context.error.validationErrorString")],
        ),
        "what the backend said": (
            response('{"why": "$context.integrationErrorMessage"}'),
            [tells(TEMPLATE, "context.integrationErrorMessage")],
        ),
        "in a header": (
            response("{}", {"gatewayresponse.header.x-why": "context.error.message"}),
            [tells("responseParameters.gatewayresponse.header.x-why", "context.error.message")],
        ),
        "an unknown template": (response(UNKNOWN), [f"it undecided: {TEMPLATE} {NOT_KNOWN}"]),
        "unknown parameters": (response("{}", UNKNOWN), [f"it undecided: responseParameters {NOT_KNOWN}"]),
        "a template of a wrong type": (response({}), [f"it undecided: {TEMPLATE} is a map where text is expected"]),
        "body: a text of its own": (body({"DEFAULT_4XX": {"responseTemplates": {"application/json": "{}"}}}), []),
        "body: the message": (
            body({"DEFAULT_4XX": {"responseTemplates": {"text/plain": "$context.error.message"}}}, REST_API_PUT),
            [tells(f"{EXTENSION}.DEFAULT_4XX.responseTemplates.text/plain", "context.error.message")],
        ),
        "body: text in place of the map": (body("x"), [f"it undecided: {EXTENSION} is text where a map is expected"]),
        "unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
