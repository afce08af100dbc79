from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

OTHER = a(API, {"protocolType": "WEBSOCKET"}, "other", id_="w2")


def api(*keys: Any, protocol: Any = "WEBSOCKET") -> list[Resource]:
    socket = a(API, {"protocolType": protocol}, id_="w1")
    routes = [a(ROUTE, {"routeKey": key}, f"route{index}", {"apiId": socket}) for index, key in enumerate(keys)]
    return [socket, *routes]


def missing(count: int) -> list[str]:
    return [
        f"it violation: protocolType is WEBSOCKET and none of its {count} routes is '$connect', so anyone can connect"
    ]


CASES: Cases = {
    "websocket-connect-route": {
        "with $connect": (api("$connect", "$default", "send"), []),
        "that $connect is open is another rule's matter": (api("$connect"), []),
        "an HTTP API": (api("GET /orders", protocol="HTTP"), []),
        "an API without routes, whose stack is another": (api(), []),
        "without": (api("$default", "send"), missing(2)),
        "$disconnect comes too late": (api("$disconnect"), missing(1)),
        "the one of another API does not count": (
            [*api("send"), OTHER, a(ROUTE, {"routeKey": "$connect"}, "theirs", {"apiId": OTHER})],
            missing(1),
        ),
        "by ids": ([*api("send"), a(ROUTE, {"routeKey": "$connect", "apiId": "w1"}, "mine")], []),
        "routes of an API of another stack": ([a(ROUTE, {"routeKey": "send", "apiId": "w9"})], []),
        "an unknown key": (
            api("send", UNKNOWN),
            [f"it undecided: routeKey of 'route1' {NOT_KNOWN}"],
        ),
        "an unknown key beside $connect": (api("$connect", UNKNOWN), []),
        "a $connect whose API is not known": (
            [*api("send"), a(ROUTE, {"routeKey": "$connect", "apiId": UNKNOWN}, "perhaps")],
            ["it undecided: whether 'perhaps' is its $connect route is not known"],
        ),
        "another route whose API is not known": (
            [*api("send"), a(ROUTE, {"routeKey": "join", "apiId": UNKNOWN}, "perhaps")],
            missing(1),
        ),
        "an unknown protocol": (api("send", protocol=UNKNOWN), [f"it undecided: protocolType {NOT_KNOWN}"]),
        "an unknown protocol, told by a route": (api("GET /orders", "$default", protocol=UNKNOWN), []),
        "a protocol that is no text": (
            api("send", protocol=1),
            ["it undecided: protocolType is a number where text is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
