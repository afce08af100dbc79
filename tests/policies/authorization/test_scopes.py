import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, REST_API, REST_API_PUT, REST_METHOD, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings


def route(scopes: Any = None, kind: Any = "JWT") -> list[Resource]:
    return [a(ROUTE, {"authorizationType": kind, "authorizationScopes": scopes})]


def method(scopes: Any = None, kind: Any = "COGNITO_USER_POOLS") -> list[Resource]:
    return [a(REST_METHOD, {"authorization": kind, "authorizationScopes": scopes})]


def none(kind: str) -> list[str]:
    return [f"it violation: {kind} and authorizationScopes is empty, it must name at least one scope"]


def body(own: Any, authorizer: Any = "jwt", kind: str = API, **root: Any) -> list[Resource]:
    schemes = {"mine": {"x-amazon-apigateway-authorizer": {"type": authorizer}}}
    operation: dict[str, Any] = {} if own is None else {"security": own}
    document: dict[str, Any] = {
        "paths": {"/orders": {"get": operation}},
        "components": {"securitySchemes": schemes},
        **root,
    }
    return [a(kind, {"body": json.dumps(document)})]


IN_BODY = "body.paths./orders.get.security[0].mine"
IN_ROOT = "body.security[0].mine"
NO_SCOPE = "is empty for GET /orders, it must name at least one scope"

CASES: Cases = {
    "jwt-route-scopes": {
        "a scope": (route(["orders/read"]), []),
        "a scope beside an unknown one": (route([UNKNOWN, "orders/read"]), []),
        "IAM knows no scopes": (route(kind="AWS_IAM"), []),
        "a Lambda authorizer judges by itself": (route(kind="CUSTOM"), []),
        "an open route is another rule's matter": (route(kind=None), []),
        "none": (route(), none("authorizationType is JWT")),
        "an empty list": (route([]), none("authorizationType is JWT")),
        "an empty scope": (route([" ", None]), none("authorizationType is JWT")),
        "unknown": (route(UNKNOWN), [f"it undecided: authorizationScopes {NOT_KNOWN}"]),
        "an unknown scope": (route([UNKNOWN]), [f"it undecided: authorizationScopes[0] {NOT_KNOWN}"]),
        "unknown authorization": (route(kind=UNKNOWN), [f"it undecided: authorizationType {NOT_KNOWN}"]),
        "unknown authorization with a scope": (route(["a"], UNKNOWN), []),
        "text in place of the list": (
            route("orders/read"),
            ["it undecided: authorizationScopes is text where a list is expected"],
        ),
        "REST: a scope": (method(["orders/read"]), []),
        "REST: none": (method(), none("authorization is COGNITO_USER_POOLS")),
        "REST: a Lambda authorizer": (method(kind="CUSTOM"), []),
        "body: a scope": (body([{"mine": ["orders/read"]}]), []),
        "body: a Lambda authorizer": (body([{"mine": []}], "request"), []),
        "body: no authorizer": ([a(API, {"body": "{}"})], []),
        "body: none": (body([{"mine": []}]), [f"it violation: {IN_BODY} {NO_SCOPE}"]),
        "body: none for the whole document": (
            body(None, security=[{"mine": []}]),
            [f"it violation: {IN_ROOT} {NO_SCOPE}"],
        ),
        "body: none, REST": (
            body([{"mine": []}], "cognito_user_pools", REST_API),
            [f"it violation: {IN_BODY} {NO_SCOPE}"],
        ),
        "body: none, put": (
            body([{"mine": []}], "cognito_user_pools", REST_API_PUT),
            [f"it violation: {IN_BODY} {NO_SCOPE}"],
        ),
        "body: unknown": ([a(API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "body: odd scopes": (
            body([{"mine": "orders/read"}]),
            [f"it undecided: {IN_BODY} is text where a list is expected"],
        ),
        "body: odd operations": (
            body(None, paths={"/orders": {"get": 1}}),
            ["it undecided: body.paths./orders.get is a number where a map is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
