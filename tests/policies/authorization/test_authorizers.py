from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, AUTHORIZER, REST_API, REST_AUTHORIZER, REST_METHOD, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

HTTP = a(API, {"protocolType": "HTTP"}, "http")
OTHER = a(API, {"protocolType": "HTTP"}, "other")
REST = a(REST_API, {}, "rest")


def authorizer(kind: Any, api: Resource = HTTP) -> Resource:
    return a(AUTHORIZER, {"authorizerType": kind}, "auth", {"apiId": api})


def rest_authorizer(**props: Any) -> Resource:
    return a(REST_AUTHORIZER, props, "auth", {"restApi": REST})


def route(kind: Any, by: Resource) -> list[Resource]:
    return [HTTP, OTHER, by, a(ROUTE, {"authorizationType": kind}, links={"apiId": HTTP, "authorizerId": by})]


def method(kind: Any, by: Resource) -> list[Resource]:
    return [REST, by, a(REST_METHOD, {"authorization": kind}, links={"restApi": REST, "authorizerId": by})]


def mismatch(key: str, kind: str, found: str, allowed: str) -> str:
    type_key = "authorizerType" if key == "authorizationType" else "type"
    says = f"{key} is {kind} but {type_key} of authorizer 'auth' is {found}, allowed is {allowed}"
    return f"it violation: {says}"


CASES: Cases = {
    "authorizer-attached": {
        "JWT by JWT": (route("JWT", authorizer("JWT")), []),
        "CUSTOM by REQUEST": (route("CUSTOM", authorizer("REQUEST")), []),
        "JWT by REQUEST": (
            route("JWT", authorizer("REQUEST")),
            [mismatch("authorizationType", "JWT", "REQUEST", "JWT")],
        ),
        "CUSTOM by JWT": (
            route("CUSTOM", authorizer("JWT")),
            [mismatch("authorizationType", "CUSTOM", "JWT", "REQUEST")],
        ),
        "an authorizer of another API": (
            route("JWT", authorizer("JWT", OTHER)),
            ["it violation: authorizer 'auth' belongs to another API"],
        ),
        "another API, both given by id": (
            [
                a(AUTHORIZER, {"authorizerType": "JWT", "apiId": "b"}, "auth", id_="a1"),
                a(ROUTE, {"authorizationType": "JWT", "apiId": "c", "authorizerId": "a1"}),
            ],
            ["it violation: authorizer 'auth' belongs to another API"],
        ),
        "all given by id": (
            [
                a(AUTHORIZER, {"authorizerType": "JWT", "apiId": "b"}, "auth", id_="a1"),
                a(ROUTE, {"authorizationType": "JWT", "apiId": "b", "authorizerId": "a1"}),
            ],
            [],
        ),
        "AWS_IAM needs none": ([a(ROUTE, {"authorizationType": "AWS_IAM"})], []),
        "an open route is another rule's matter": ([a(ROUTE, {})], []),
        "JWT without": (
            [a(ROUTE, {"authorizationType": "JWT"})],
            ["it violation: authorizationType is JWT but authorizerId is not set"],
        ),
        "CUSTOM with an empty id": (
            [a(ROUTE, {"authorizationType": "CUSTOM", "authorizerId": ""})],
            ["it violation: authorizationType is CUSTOM but authorizerId is not set"],
        ),
        "unknown authorization without": (
            [a(ROUTE, {"authorizationType": UNKNOWN})],
            [f"it undecided: authorizationType {NOT_KNOWN}"],
        ),
        "unknown authorization with one": (
            route(UNKNOWN, authorizer("JWT")),
            [f"it undecided: authorizationType {NOT_KNOWN}"],
        ),
        "an authorizer of unknown type": (
            route("JWT", authorizer(UNKNOWN)),
            [f"it undecided: authorizerType of authorizer 'auth' {NOT_KNOWN}"],
        ),
        "an authorizer of no stack resource": (
            [a(ROUTE, {"authorizationType": "JWT", "authorizerId": "zz"})],
            ["it undecided: authorizerId names no authorizer of this stack"],
        ),
        "an authorizer id of a wrong type": (
            [a(ROUTE, {"authorizationType": "JWT", "authorizerId": 7})],
            ["it undecided: authorizerId names no authorizer of this stack"],
        ),
        "an API that cannot be compared": (
            [
                HTTP,
                authorizer("JWT"),
                a(ROUTE, {"authorizationType": "JWT", "apiId": UNKNOWN}, links={"authorizerId": authorizer("JWT")}),
            ],
            ["it undecided: apiId cannot be compared with that of authorizer 'auth'"],
        ),
        "REST: CUSTOM by TOKEN, the default": (method("CUSTOM", rest_authorizer()), []),
        "REST: CUSTOM by REQUEST": (method("CUSTOM", rest_authorizer(type="REQUEST")), []),
        "REST: COGNITO_USER_POOLS by its like": (
            method("COGNITO_USER_POOLS", rest_authorizer(type="COGNITO_USER_POOLS")),
            [],
        ),
        "REST: COGNITO_USER_POOLS by TOKEN": (
            method("COGNITO_USER_POOLS", rest_authorizer()),
            [mismatch("authorization", "COGNITO_USER_POOLS", "TOKEN", "COGNITO_USER_POOLS")],
        ),
        "REST: CUSTOM by a user pool": (
            method("CUSTOM", rest_authorizer(type="COGNITO_USER_POOLS")),
            [mismatch("authorization", "CUSTOM", "COGNITO_USER_POOLS", "REQUEST or TOKEN")],
        ),
        "REST: CUSTOM without": (
            [a(REST_METHOD, {"authorization": "CUSTOM"})],
            ["it violation: authorization is CUSTOM but authorizerId is not set"],
        ),
        "REST: NONE": ([a(REST_METHOD, {"authorization": "NONE"})], []),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
