from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

HTTP = a(API, {"protocolType": "HTTP"}, "http", id_="h1")
WEBSOCKET = a(API, {"protocolType": "WEBSOCKET"}, "ws", id_="w1")


def route(key: Any, **props: Any) -> Resource:
    return a(ROUTE, {"routeKey": key, **props}, links={"apiId": HTTP})


def default_of(api: Resource, **props: Any) -> list[Resource]:
    return [api, a(ROUTE, {"routeKey": "$default", **props}, links={"apiId": api})]


def open_route(key: str, found: str = "not set", more: str = "") -> str:
    return f"it violation: authorizationType of route {key!r} is {found}, allowed are AWS_IAM, CUSTOM, JWT{more}"


CATCH_ALL = ", and the route takes every request no other route matches"
NO_API = "it undecided: apiId names no API whose protocolType is known"

CASES: Cases = {
    "route-authorization": {
        "JWT": ([route("GET /x", authorizationType="JWT")], []),
        "CUSTOM": ([route("GET /x", authorizationType="CUSTOM")], []),
        "AWS_IAM": ([route("GET /x", authorizationType="AWS_IAM")], []),
        "absent is NONE": ([route("GET /x")], [open_route("GET /x")]),
        "NONE": ([route("POST /x/{id}", authorizationType="NONE")], [open_route("POST /x/{id}", "NONE")]),
        "null": ([route("GET /x", authorizationType=None)], [open_route("GET /x")]),
        "a word AWS does not know": ([route("GET /x", authorizationType="jwt")], [open_route("GET /x", "jwt")]),
        "an API key is no authorization": (
            [route("GET /x", authorizationType="NONE", apiKeyRequired=True)],
            [open_route("GET /x", "NONE")],
        ),
        "every request of every path": ([route("ANY /{proxy+}")], [open_route("ANY /{proxy+}", more=CATCH_ALL)]),
        "the preflight is never authorized": ([route("OPTIONS /{proxy+}", authorizationType="NONE")], []),
        "ANY is no preflight": ([route("ANY /x")], [open_route("ANY /x")]),
        "a path that only mentions OPTIONS": ([route("GET /OPTIONS /x")], [open_route("GET /OPTIONS /x")]),
        "$connect": ([route("$connect")], [open_route("$connect")]),
        "$disconnect follows $connect": ([route("$disconnect")], []),
        "a WebSocket message follows $connect": ([route("sendmessage", authorizationType="NONE")], []),
        "a WebSocket message whose name only reads like a path": ([route("say /hello")], []),
        "$default of a WebSocket API": (default_of(WEBSOCKET), []),
        "$default of an HTTP API": (default_of(HTTP), [open_route("$default", more=CATCH_ALL)]),
        "$default with authorization": (default_of(HTTP, authorizationType="JWT"), []),
        "$default of unknown authorization": (
            default_of(HTTP, authorizationType=UNKNOWN),
            [f"it undecided: authorizationType {NOT_KNOWN}"],
        ),
        "$default of an API found by its id": (
            [HTTP, WEBSOCKET, a(ROUTE, {"routeKey": "$default", "apiId": "h1"})],
            [open_route("$default", more=CATCH_ALL)],
        ),
        "$default of an API of another stack": ([a(ROUTE, {"routeKey": "$default", "apiId": "z9"})], [NO_API]),
        "$default of an unknown API": ([a(ROUTE, {"routeKey": "$default", "apiId": UNKNOWN})], [NO_API]),
        "$default of an API of unknown protocol": (default_of(a(API, {"protocolType": UNKNOWN}, "api")), [NO_API]),
        "$default beside routes that tell HTTP": (
            [
                a(ROUTE, {"routeKey": "$default", "apiId": "z9"}),
                a(ROUTE, {"routeKey": "GET /x", "apiId": "z9", "authorizationType": "JWT"}, "other"),
            ],
            [open_route("$default", more=CATCH_ALL)],
        ),
        "$default beside routes that tell WebSocket": (
            [
                a(ROUTE, {"routeKey": "$default", "apiId": "z9"}),
                a(ROUTE, {"routeKey": "$connect", "apiId": "z9", "authorizationType": "AWS_IAM"}, "other"),
            ],
            [],
        ),
        "$default beside a message whose name only reads like a path": (
            [
                a(ROUTE, {"routeKey": "$default", "apiId": "z9"}),
                a(ROUTE, {"routeKey": "say /hello", "apiId": "z9"}, "other"),
            ],
            [],
        ),
        "routes of another API tell nothing": (
            [
                a(ROUTE, {"routeKey": "$default", "apiId": "z9"}),
                a(ROUTE, {"routeKey": "$connect", "apiId": "y8", "authorizationType": "AWS_IAM"}, "other"),
            ],
            [NO_API],
        ),
        "unknown authorization": (
            [route("GET /x", authorizationType=UNKNOWN)],
            [f"it undecided: authorizationType {NOT_KNOWN}"],
        ),
        "unknown authorization of a preflight": ([route("OPTIONS /x", authorizationType=UNKNOWN)], []),
        "unknown key, authorized": ([route(UNKNOWN, authorizationType="JWT")], []),
        "unknown key, open": ([route(UNKNOWN)], [f"it undecided: routeKey {NOT_KNOWN}"]),
        "no key": ([route(None)], ["it undecided: routeKey is not set, so the route cannot be told"]),
        "key of a wrong type": ([route(["GET /x"])], ["it undecided: routeKey is a list where text is expected"]),
        "authorization of a wrong type": (
            [route("GET /x", authorizationType={"type": "JWT"})],
            ["it undecided: authorizationType is a map where text is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
