from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, ROUTE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

BOTH = {"throttlingRateLimit": 5, "throttlingBurstLimit": 10}
CONNECT = {"routeKey": "$connect", **BOTH}
NONE = (
    "it violation: neither defaultRouteSettings nor an entry of routeSettings for '$connect' sets throttlingRateLimit "
    "and throttlingBurstLimit"
)


def websocket(default: Any = None, routes: Any = None, protocol: Any = "WEBSOCKET") -> list[Resource]:
    api = a(API, {"protocolType": protocol}, "chat")
    return [api, a(STAGE, {"defaultRouteSettings": default, "routeSettings": routes}, links={"apiId": api})]


CASES: Cases = {
    "websocket-connect-throttle": {
        "by default": (websocket(BOTH), []),
        "by its own": (websocket(None, [CONNECT]), []),
        "by its own, beside a default without limits": (websocket({"loggingLevel": "ERROR"}, [CONNECT]), []),
        "an HTTP API": (websocket(protocol="HTTP"), []),
        "none": (websocket(), [NONE]),
        "only one": (websocket({"throttlingRateLimit": 5}), [NONE]),
        "switched off": (websocket({**BOTH, "throttlingRateLimit": -1}), [NONE]),
        "of another route": (websocket(None, [{**CONNECT, "routeKey": "$default"}]), [NONE]),
        "an API of another stack, known by its routes": (
            [a(ROUTE, {"apiId": "x", "routeKey": "$connect"}, "connect"), a(STAGE, {"apiId": "x"})],
            [NONE],
        ),
        "an API of another stack": (
            [a(STAGE, {"apiId": "x"})],
            ["it undecided: apiId names no API whose protocolType is known"],
        ),
        "an API of another stack, limited": ([a(STAGE, {"apiId": "x", "defaultRouteSettings": BOTH})], []),
        "unknown protocol": (websocket(protocol=UNKNOWN), [f"it undecided: protocolType {NOT_KNOWN}"]),
        "unknown limit": (
            websocket({**BOTH, "throttlingBurstLimit": UNKNOWN}),
            [f"it undecided: defaultRouteSettings.throttlingBurstLimit {NOT_KNOWN}"],
        ),
        "an unknown default does not matter where connecting has its own": (websocket(UNKNOWN, [CONNECT]), []),
        "unknown routes": (websocket(None, UNKNOWN), [f"it undecided: routeSettings {NOT_KNOWN}"]),
        "an unknown route": (
            websocket(None, [{**CONNECT, "routeKey": UNKNOWN}]),
            [f"it undecided: routeSettings[0].routeKey {NOT_KNOWN}"],
        ),
        "text in place of the default": (
            websocket("fast"),
            ["it undecided: defaultRouteSettings is text where a map is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
