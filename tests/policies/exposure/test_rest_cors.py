import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_GATEWAY_RESPONSE, REST_INTEGRATION_RESPONSE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

OWN = "'https://shop.example.com'"


def integration_response(parameters: Any) -> list[Resource]:
    return [a(REST_INTEGRATION_RESPONSE, {"statusCode": "200", "responseParameters": parameters})]


def headers(origin: Any, credentials: Any = "'true'", prefix: str = "method.response.header.") -> dict[str, Any]:
    return {f"{prefix}Access-Control-Allow-Origin": origin, f"{prefix}Access-Control-Allow-Credentials": credentials}


def gateway_response(origin: str, credentials: Any = "'true'") -> list[Resource]:
    parameters = headers(origin, credentials, "gatewayresponse.header.")
    return [a(REST_GATEWAY_RESPONSE, {"responseType": "DEFAULT_4XX", "responseParameters": parameters})]


def body(kind: str, integration: Any, responses: Any = None) -> list[Resource]:
    operation = {"x-amazon-apigateway-integration": integration}
    document = {"paths": {"/x": {"get": operation}}, "x-amazon-apigateway-gateway-responses": responses}
    return [a(kind, {"body": json.dumps(document)})]


def wide(path: str, found: str, flaw: str = "which is every website") -> str:
    return f"it violation: {path} is {found}, {flaw}, and Access-Control-Allow-Credentials is 'true'"


ORIGIN = "responseParameters.method.response.header.Access-Control-Allow-Origin"
CREDENTIALS = "responseParameters.method.response.header.Access-Control-Allow-Credentials"
GATEWAY_ORIGIN = "responseParameters.gatewayresponse.header.Access-Control-Allow-Origin"
IN_BODY = "body.paths./x.get.x-amazon-apigateway-integration"

CASES: Cases = {
    "rest-cors": {
        "one origin": (integration_response(headers(OWN)), []),
        "every origin without credentials": (integration_response({"method.response.header.X": "'*'"}), []),
        "credentials refused": (integration_response(headers("'*'", "'false'")), []),
        "no parameters": (integration_response(None), []),
        "credentials alone": (
            integration_response({"method.response.header.Access-Control-Allow-Credentials": "'true'"}),
            [],
        ),
        "every origin with credentials": (integration_response(headers("'*'")), [wide(ORIGIN, "'*'")]),
        "names of headers in small letters": (
            integration_response({key.lower(): value for key, value in headers("'*'").items()}),
            [wide(ORIGIN.replace("Access-Control-Allow-Origin", "access-control-allow-origin"), "'*'")],
        ),
        "the origin of sandboxed pages": (
            integration_response(headers("'null'")),
            [wide(ORIGIN, "'null'", "which any website can send as its origin")],
        ),
        "a gateway response": (gateway_response("'*'"), [wide(GATEWAY_ORIGIN, "'*'")]),
        "a gateway response that answers whom it is asked by": (
            gateway_response("method.request.header.Origin"),
            [wide(GATEWAY_ORIGIN, "method.request.header.Origin", "which is whatever website asks")],
        ),
        "an unknown origin with credentials": (
            integration_response(headers(UNKNOWN)),
            [f"it undecided: {ORIGIN} {NOT_KNOWN}"],
        ),
        "an unknown origin without credentials": (integration_response(headers(UNKNOWN, "'false'")), []),
        "unknown credentials": (
            integration_response(headers("'*'", UNKNOWN)),
            [f"it undecided: {CREDENTIALS} {NOT_KNOWN}"],
        ),
        "unknown credentials for one origin": (integration_response(headers(OWN, UNKNOWN)), []),
        "unknown parameters": (integration_response(UNKNOWN), [f"it undecided: responseParameters {NOT_KNOWN}"]),
        "a list in place of the map": (
            integration_response([]),
            ["it undecided: responseParameters is a list where a map is expected"],
        ),
        "an origin of a wrong type": (
            integration_response(headers(5)),
            [f"it undecided: {ORIGIN} is a number where text is expected"],
        ),
        "body: one origin": (body(REST_API, {"responses": {"default": {"responseParameters": headers(OWN)}}}), []),
        "body: no responses": (body(REST_API_PUT, {"type": "aws_proxy"}), []),
        "no body": ([a(REST_API, {})], []),
        "body: every origin": (
            body(REST_API, {"responses": {"default": {"responseParameters": headers("'*'")}}}),
            [wide(f"{IN_BODY}.responses.default.{ORIGIN}", "'*'")],
        ),
        "body: a gateway response": (
            body(
                REST_API_PUT,
                None,
                {"DEFAULT_4XX": {"responseParameters": headers("'*'", prefix="gatewayresponse.header.")}},
            ),
            [wide(f"body.x-amazon-apigateway-gateway-responses.DEFAULT_4XX.{GATEWAY_ORIGIN}", "'*'")],
        ),
        "unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a body that is none": ([a(REST_API, {"body": "]"})], ["it undecided: body is neither JSON nor YAML"]),
        "body: text in place of responses": (
            body(REST_API, {"responses": "ok"}, []),
            [
                f"it undecided: {IN_BODY}.responses is text where a map is expected",
                "it undecided: body.x-amazon-apigateway-gateway-responses is a list where a map is expected",
            ],
        ),
        "body: text in place of an operation, and of an integration": (
            [
                a(
                    REST_API,
                    {"body": '{"paths": {"/x": {"get": "x", "put": {"x-amazon-apigateway-integration": "x"}}}}'},
                )
            ],
            [
                "it undecided: body.paths./x.get is text where a map is expected",
                f"it undecided: {IN_BODY.replace('get', 'put')} is text where a map is expected",
            ],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
