import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.authorization.openapi_authorization import OPENAPI_OPERATION_AUTHORIZATION
from gateway_policies.resource_types import API, REST_API, REST_API_COMPONENT, REST_API_POLICY, REST_API_PUT
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Case, Cases, a, each_case, findings

LAMBDA = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authorizer": {"type": "token"},
}
IAM = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}
SCHEMES = {"lambda": LAMBDA, "iam": IAM, "key": KEY, "odd": {**KEY, "x-amazon-apigateway-authorizer": "lambda"}}
BY_LAMBDA: dict[str, Any] = {"security": [{"lambda": []}]}
NO_SECURITY = "it has no security"
ONLY_OF_DOCUMENT = f"{NO_SECURITY} of its own, and that of the document is not applied"
OPEN: dict[str, Any] = {}
IN_GET = "body.paths./orders.get"
IN_SCHEMES = "body.components.securitySchemes"


def document(operation: Any = OPEN, method: str = "get", path: str = "/orders", **root: Any) -> str:
    paths = {path: {method: operation}}
    return json.dumps({"openapi": "3.0.1", "paths": paths, "components": {"securitySchemes": SCHEMES}, **root})


def http(text: Any) -> list[Resource]:
    return [a(API, {"protocolType": "HTTP", "body": text})]


def rest(text: Any, **props: Any) -> list[Resource]:
    return [a(REST_API, {"body": text, **props})]


def is_open(why: str, path: str = IN_GET, title: str = "GET /orders") -> list[str]:
    return [f"it violation: {path} lets anyone call {title}: {why}"]


SWAGGER = """
swagger: "2.0"
paths:
  /orders:
    x-amazon-apigateway-any-method:
      security:
        - mine: []
securityDefinitions:
  mine:
    type: apiKey
    x-amazon-apigateway-authtype: AWSSIGV4
"""
INVOKE = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
EVERYONE = json.dumps({"Statement": [{"Effect": "Allow", **INVOKE}]})
OFFICE = json.dumps(
    {"Statement": [{"Effect": "Allow", **INVOKE, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}]}
)
PLAIN_REST = a(REST_API, {}, "rest", id_="r1")

DOCUMENTS: dict[str, Case] = {
    "HTTP: by an authorizer": (http(document(BY_LAMBDA)), []),
    "HTTP: by IAM": (http(document({"security": [{"iam": []}]})), []),
    "HTTP: by the extension for IAM": (http(document({"x-amazon-apigateway-auth": {"type": "aws_iam"}})), []),
    "HTTP: the security of the document": (http(document(security=[{"lambda": []}])), []),
    "HTTP: no body": ([a(API, {"protocolType": "HTTP"})], []),
    "HTTP: an empty body": (http(" "), []),
    "HTTP: open": (http(document()), is_open(NO_SECURITY)),
    "HTTP: security switched off for an operation": (
        http(document({"security": []}, security=[{"lambda": []}])),
        is_open("its security is empty"),
    ),
    "HTTP: an API key is no authorization": (
        http(document({"security": [{"key": []}]})),
        is_open("its security names only 'key', no authorizer of the document"),
    ),
    "HTTP: a key beside an authorizer": (http(document({"security": [{"key": []}, {"lambda": []}]})), []),
    "HTTP: a scheme that is not there": (
        http(document({"security": [{"lamda": []}]})),
        is_open("its security names only 'lamda', no authorizer of the document"),
    ),
    "HTTP: NONE said in words": (
        http(document({"x-amazon-apigateway-auth": {"type": "none"}, **BY_LAMBDA})),
        is_open("x-amazon-apigateway-auth.type is none"),
    ),
    "HTTP: a word AWS does not know leaves it to security": (
        http(document({"x-amazon-apigateway-auth": {"type": "CUSTOM"}})),
        is_open(NO_SECURITY),
    ),
    "HTTP: the preflight": (http(document(method="options")), []),
    "HTTP: any method": (
        http(document(method="x-amazon-apigateway-any-method", path="/{proxy+}")),
        is_open(NO_SECURITY, "body.paths./{proxy+}.x-amazon-apigateway-any-method", "ANY /{proxy+}"),
    ),
    "HTTP: what is no method": (http(document(method="parameters")), []),
    "HTTP: each operation by itself": (
        http(json.dumps({"paths": {"/a": {"get": OPEN, "put": OPEN}}})),
        [
            *is_open(NO_SECURITY, "body.paths./a.get", "GET /a"),
            *is_open(NO_SECURITY, "body.paths./a.put", "PUT /a"),
        ],
    ),
    "HTTP: unknown": (http(UNKNOWN), [f"it undecided: body {NOT_KNOWN}"]),
    "HTTP: an unknown part makes all of it unknown": (http(document() + UNKNOWN), [f"it undecided: body {NOT_KNOWN}"]),
    "HTTP: not text": (http({"paths": {}}), ["it undecided: body is a map where text is expected"]),
    "HTTP: no document": (http("open"), ["it undecided: body is no OpenAPI document"]),
    "HTTP: neither JSON nor YAML": (http("{"), ["it undecided: body is neither JSON nor YAML"]),
    "HTTP: odd operations": (
        http(document("open")),
        [f"it undecided: {IN_GET} is text where a map is expected"],
    ),
    "HTTP: an odd path": (
        http(json.dumps({"paths": {"/orders": []}})),
        ["it undecided: body.paths./orders is a list where a map is expected"],
    ),
    "HTTP: odd security": (
        http(document({"security": {"lambda": []}})),
        [f"it undecided: {IN_GET}.security is a map where a list is expected"],
    ),
    "HTTP: an odd requirement": (
        http(document({"security": ["lambda"]})),
        [f"it undecided: {IN_GET}.security[0] is text where a map is expected"],
    ),
    "HTTP: an empty requirement": (
        http(document({"security": [{}, {"lambda": []}]})),
        [f"it undecided: {IN_GET}.security[0] is empty, and AWS does not say whether others then still count"],
    ),
    "HTTP: an odd authorizer": (
        http(document({"security": [{"odd": []}]})),
        [f"it undecided: {IN_SCHEMES}.odd.x-amazon-apigateway-authorizer is text where a map is expected"],
    ),
    "HTTP: an odd kind of authorization": (
        http(document({"x-amazon-apigateway-auth": {"type": 1}, **BY_LAMBDA})),
        [f"it undecided: {IN_GET}.x-amazon-apigateway-auth.type is a number where text is expected"],
    ),
    "REST: by an authorizer": (rest(document(BY_LAMBDA)), []),
    "REST: YAML of version 2": (rest(SWAGGER), []),
    "REST: open": (rest(document()), is_open(NO_SECURITY)),
    "REST: the security of the document": (rest(document(security=[{"lambda": []}])), is_open(ONLY_OF_DOCUMENT)),
    "REST: unknown": (rest(UNKNOWN), [f"it undecided: body {NOT_KNOWN}"]),
    "REST: unknown, for it holds the ARN of a new function": (
        [a(REST_API, {}, links={"body": PLAIN_REST})],
        [f"it undecided: body of 'it' {NOT_KNOWN}"],
    ),
    "REST: not text": (rest(1), ["it undecided: body of 'it' is a number where text is expected"]),
    "REST: a policy that limits who calls": (rest(document(), policy=OFFICE), []),
    "REST: a policy that limits whoever calls what is not known": (rest(UNKNOWN, policy=OFFICE), []),
    "REST: a policy that lets everyone in": (rest(document(), policy=EVERYONE), is_open(NO_SECURITY)),
    "REST: an unknown policy": (
        [a(REST_API, {"body": document()}, links={"policy": PLAIN_REST})],
        [f"it undecided: policy of 'it' {NOT_KNOWN}"],
    ),
    "REST: an unknown policy, yet all is authorized": (
        [a(REST_API, {"body": document(BY_LAMBDA)}, links={"policy": PLAIN_REST})],
        [],
    ),
    "REST: a policy of its own": (
        [api := a(REST_API, {"body": document()}), a(REST_API_POLICY, {"policy": OFFICE}, "p", {"restApiId": api})],
        [],
    ),
    "REST: put into the API": (
        [PLAIN_REST, a(REST_API_PUT, {"body": document()}, links={"restApiId": PLAIN_REST})],
        is_open(NO_SECURITY),
    ),
    "REST: put into an API whose policy limits who calls": (
        [
            limited := a(REST_API, {"policy": OFFICE}, "rest"),
            a(REST_API_PUT, {"body": document()}, links={"restApiId": limited}),
        ],
        [],
    ),
    "REST: put into an API of another stack": (
        [a(REST_API_PUT, {"body": document(), "restApiId": "r9"})],
        ["it undecided: restApiId names no API of this stack, whose resource policy could limit who calls"],
    ),
    "REST: authorized in an API of another stack": (
        [a(REST_API_PUT, {"body": document(BY_LAMBDA), "restApiId": "r9"})],
        [],
    ),
}

FUNCTION = {"eventHandler": "urn:pulumi:test::shop::aws:lambda/function:Function::handler", "method": "GET"}
AUTHORIZER = {"authorizerName": "jwt", "parameterName": "Authorization", "authType": "custom", "handler": "function"}
POOLS = {"parameterName": "Authorization", "providerARNs": ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p"]}
NOBODY = "it has no authorizers, and iamAuthEnabled is not true"


def component(*routes: Any) -> list[Resource]:
    return [a(REST_API_COMPONENT, {"routes": list(routes)})]


def route(**props: Any) -> list[Resource]:
    return component({"path": "/orders", **FUNCTION, **props})


def opens(why: str = NOBODY, title: str = "GET /orders") -> list[str]:
    return is_open(why, "routes[0]", title)


COMPONENTS: dict[str, Case] = {
    "RestAPI: by a Lambda authorizer": (route(authorizers=[AUTHORIZER]), []),
    "RestAPI: by a user pool": (route(authorizers=[POOLS]), []),
    "RestAPI: by IAM": (route(iamAuthEnabled=True), []),
    "RestAPI: one that tells nothing of itself": ([a(REST_API_COMPONENT, {})], []),
    "RestAPI: the preflight": (route(method="OPTIONS"), []),
    "RestAPI: open": (route(), opens()),
    "RestAPI: no authorizer": (route(authorizers=[], iamAuthEnabled=False), opens()),
    "RestAPI: an API key is no authorization": (route(apiKeyRequired=True), opens()),
    "RestAPI: an authorizer without authType": (
        route(authorizers=[{**AUTHORIZER, "authType": None}]),
        opens("routes[0].authorizers[0].authType is not set, without which it is not applied"),
    ),
    "RestAPI: an authorizer that asks nobody": (
        route(authorizers=[{"parameterName": "Authorization"}]),
        opens("routes[0].authorizers[0] has neither handler nor providerARNs"),
    ),
    "RestAPI: a second authorizer": (route(authorizers=[{**AUTHORIZER, "authType": None}, POOLS]), []),
    "RestAPI: an open page": (component({"path": "/", "localPath": "www"}), opens(title="ANY /")),
    "RestAPI: an open target": (
        component({"path": "/", "target": {"uri": "https://x"}, "method": "OPTIONS"}),
        opens(title="ANY /"),
    ),
    "RestAPI: raw data with authorizers of its own": (
        component({"path": "/a", "method": "GET", "data": {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}}}),
        [],
    ),
    "RestAPI: raw data by an authorizer of another route": (
        component(
            {"path": "/a", "method": "GET", "data": {"security": [{"jwt": []}]}},
            {"path": "/b", **FUNCTION, "authorizers": [AUTHORIZER]},
        ),
        [],
    ),
    "RestAPI: raw data, for which the route's own authorizers are passed over": (
        component({"path": "/a", "method": "GET", "data": {}, "iamAuthEnabled": True}),
        opens(NO_SECURITY, "GET /a"),
    ),
    "RestAPI: a route without a path": (component(FUNCTION), opens(title="routes[0]")),
    "RestAPI: unknown routes": ([a(REST_API_COMPONENT, {"routes": UNKNOWN})], [f"it undecided: routes {NOT_KNOWN}"]),
    "RestAPI: an unknown route": (component(UNKNOWN), [f"it undecided: routes[0] {NOT_KNOWN}"]),
    "RestAPI: unknown authorizers": (
        route(authorizers=UNKNOWN),
        [f"it undecided: routes[0].authorizers {NOT_KNOWN}"],
    ),
    "RestAPI: an unknown authorizer": (
        route(authorizers=[UNKNOWN]),
        [f"it undecided: routes[0].authorizers[0] {NOT_KNOWN}"],
    ),
    "RestAPI: an unknown authType": (
        route(authorizers=[{**AUTHORIZER, "authType": UNKNOWN}]),
        [f"it undecided: routes[0].authorizers[0].authType {NOT_KNOWN}"],
    ),
    "RestAPI: an authorizer whose function is not known": (route(authorizers=[{**AUTHORIZER, "handler": UNKNOWN}]), []),
    "RestAPI: unknown IAM": (route(iamAuthEnabled=UNKNOWN), [f"it undecided: routes[0].iamAuthEnabled {NOT_KNOWN}"]),
    "RestAPI: an unknown method": (route(method=UNKNOWN), [f"it undecided: routes[0].method {NOT_KNOWN}"]),
    "RestAPI: unknown data": (
        component({"path": "/a", "method": "GET", "data": UNKNOWN}),
        [f"it undecided: routes[0].data {NOT_KNOWN}"],
    ),
    "RestAPI: a map for the list": (
        [a(REST_API_COMPONENT, {"routes": {"/": FUNCTION}})],
        ["it undecided: routes is a map where a list is expected"],
    ),
    "RestAPI: a document": ([a(REST_API_COMPONENT, {"swaggerString": document(BY_LAMBDA)})], []),
    "RestAPI: an open document": (
        [a(REST_API_COMPONENT, {"swaggerString": document(), "routes": []})],
        is_open(NO_SECURITY, "swaggerString.paths./orders.get"),
    ),
    "RestAPI: an odd document": (
        [a(REST_API_COMPONENT, {"swaggerString": json.dumps({"paths": []})})],
        ["it undecided: swaggerString.paths is a list where a map is expected"],
    ),
    "RestAPI: an unknown document": (
        [a(REST_API_COMPONENT, {"swaggerString": UNKNOWN})],
        [f"it undecided: swaggerString {NOT_KNOWN}"],
    ),
}

CASES: Cases = {"openapi-operation-authorization": DOCUMENTS | COMPONENTS}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize("counts", [True, False])
def test_the_security_of_a_document_may_count_for_its_operations(counts: bool) -> None:
    check = OPENAPI_OPERATION_AUTHORIZATION.check_stack
    assert check
    stack = Stack(rest(document(security=[{"lambda": []}])))
    assert (list(check(stack, {"documentSecurityCounts": counts})) == []) is counts
