import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, AUTHORIZER, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TTL = "authorizerResultTtlInSeconds"
HEADER = "$request.header.Authorization"
HTTP = a(API, {"protocolType": "HTTP"}, "http", id_="h1")
OTHER = a(API, {"protocolType": "HTTP"}, "other", id_="h2")


def authorizer(**props: Any) -> Resource:
    given = {"authorizerType": "REQUEST", "enableSimpleResponses": True, "identitySources": [HEADER], **props}
    return a(AUTHORIZER, given, links={"apiId": HTTP}, id_="a1")


def routes(by: Resource, count: int = 2) -> list[Resource]:
    return [
        HTTP,
        by,
        *(a(ROUTE, {}, f"route{index}", {"apiId": HTTP, "authorizerId": by}) for index in range(count)),
    ]


def shared(seconds: int = 300, count: int = 2, path: str = "identitySources") -> list[str]:
    kept = f"answers are kept for {seconds} seconds and {count} routes share them"
    return [f"it violation: {path} lacks '$context.routeKey': enableSimpleResponses is true, {kept}"]


def body(operations: Any = None, **authorizer: Any) -> list[Resource]:
    shared = {"type": "request", "enableSimpleResponses": True, "identitySource": HEADER, **authorizer}
    operation: dict[str, Any] = {"security": [{"mine": []}]}
    document: dict[str, Any] = {
        "paths": {"/orders": operations or {"get": operation, "put": operation}},
        "components": {"securitySchemes": {"mine": {"x-amazon-apigateway-authorizer": shared}}},
    }
    return [a(API, {"protocolType": "HTTP", "body": json.dumps(document)})]


IN_BODY = "body.components.securitySchemes.mine.x-amazon-apigateway-authorizer"


def unread(name: str, api: Resource) -> Resource:
    return a(ROUTE, {"authorizerId": UNKNOWN}, name, {"apiId": api})


CASES: Cases = {
    "authorizer-cache-per-route": {
        "kept for each route": (routes(authorizer(identitySources=[HEADER, "$context.routeKey"])), []),
        "one route": (routes(authorizer(), 1), []),
        "not kept": (routes(authorizer(**{TTL: 0})), []),
        "a policy says for what it is": (routes(authorizer(enableSimpleResponses=False)), []),
        "a policy by default": (routes(authorizer(enableSimpleResponses=None)), []),
        "JWT": (routes(authorizer(authorizerType="JWT")), []),
        "kept by default": (routes(authorizer()), shared()),
        "kept, as said": (routes(authorizer(**{TTL: 60}), 3), shared(60, 3)),
        "without any source": (routes(authorizer(identitySources=None)), shared()),
        "routes by ids": (
            [
                a(AUTHORIZER, {**authorizer().props, "apiId": "h9"}, id_="a1"),
                *(a(ROUTE, {"apiId": "h9", "authorizerId": "a1"}, name) for name in ("one", "two")),
            ],
            shared(),
        ),
        "an unknown time": (
            [HTTP, by := a(AUTHORIZER, authorizer().props, links={"apiId": HTTP, TTL: OTHER}), *routes(by)[2:]],
            [f"it undecided: {TTL} {NOT_KNOWN}"],
        ),
        "a time the provider fills in is the default": (routes(authorizer(**{TTL: UNKNOWN})), shared()),
        "unknown form of the answers": (
            routes(authorizer(enableSimpleResponses=UNKNOWN)),
            [f"it undecided: enableSimpleResponses {NOT_KNOWN}"],
        ),
        "unknown sources": (
            routes(authorizer(identitySources=UNKNOWN)),
            [f"it undecided: identitySources {NOT_KNOWN}"],
        ),
        "an unknown type": (
            routes(authorizer(authorizerType=UNKNOWN)),
            [f"it undecided: authorizerType {NOT_KNOWN}"],
        ),
        "unknown, but of one route": (routes(authorizer(enableSimpleResponses=UNKNOWN), 1), []),
        "a second route that may be its": (
            [*routes(authorizer(), 1), unread("perhaps", HTTP)],
            ["it undecided: authorizerId of 'perhaps' is not known"],
        ),
        "a route of another API": ([*routes(authorizer(), 1), OTHER, unread("theirs", OTHER)], []),
        "body: kept for each route": (body(identitySource=f"{HEADER}, $context.routeKey"), []),
        "body: one operation": (body({"get": {"security": [{"mine": []}]}, "put": {}}), []),
        "body: a policy says for what it is": (body(enableSimpleResponses=False), []),
        "body: shared": (body(), shared(path=f"{IN_BODY}.identitySource")),
        "body: no boolean": (
            body(enableSimpleResponses=1),
            [f"it undecided: {IN_BODY}.enableSimpleResponses is a number where a boolean is expected"],
        ),
        "body: unknown": ([a(API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a flag that is none": (
            routes(authorizer(enableSimpleResponses="yes")),
            ["it undecided: enableSimpleResponses is text where a boolean is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
