from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pulumi_policy.proxy import unknown_checking_proxy

from gateway_policies.exemptions import name_of
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.throttling.throttle_coverage import ROUTE_THROTTLE_COVERAGE
from tests.policies.cases import NOT_KNOWN, UNKNOWN, a

KEY = "POST /orders"
LIMITS = {"throttlingRateLimit": 5, "throttlingBurstLimit": 10}
HTTP = a(API, {"protocolType": "HTTP"}, "http")
OTHER = a(API, {"protocolType": "HTTP"}, "other")
ORDERS = a(ROUTE, {"routeKey": KEY}, "orders", {"apiId": HTTP})
REST = a(REST_API, {}, "rest")
PATH = a(REST_RESOURCE, {"pathPart": "orders"}, "path", {"restApi": REST, "parentId": REST})
LIVE = a(REST_STAGE, {"stageName": "live"}, "live", {"restApi": REST})


def stage(*items: Any, api: Resource = HTTP) -> Resource:
    return a(STAGE, {"routeSettings": list(items)}, links={"apiId": api})


def method(verb: str) -> Resource:
    return a(REST_METHOD, {"httpMethod": verb}, "method", {"restApi": REST, "resourceId": PATH})


def settings(path: Any, values: Any = LIMITS, stage_name: Any = "live") -> Resource:
    props = {"methodPath": path, "stageName": stage_name, "settings": values}
    return a(REST_METHOD_SETTINGS, props, "settings", {"restApi": REST})


ONE_OF = f"{KEY!r}, one of expensiveRoutes"
NONE = f"it violation: routeSettings has no entry for {ONE_OF}"
REST_NONE = f"live violation: no MethodSettings with methodPath 'orders/POST' throttles {ONE_OF}"

CASES: dict[str, tuple[Sequence[Resource], Sequence[str]]] = {
    "limits of its own": ([HTTP, ORDERS, stage({"routeKey": KEY, **LIMITS})], []),
    "not a route of this API": ([HTTP, ORDERS, OTHER, stage(api=OTHER)], []),
    "none": ([HTTP, ORDERS, stage()], [NONE]),
    "one left out": (
        [HTTP, ORDERS, stage({"routeKey": KEY, "throttlingRateLimit": 5})],
        [f"it violation: routeSettings[0].throttlingBurstLimit is not set for {ONE_OF}"],
    ),
    "unknown limit": (
        [HTTP, ORDERS, stage({"routeKey": KEY, **LIMITS, "throttlingRateLimit": UNKNOWN})],
        [f"it undecided: routeSettings[0].throttlingRateLimit {NOT_KNOWN}"],
    ),
    "unknown settings": (
        [HTTP, ORDERS, a(STAGE, {"routeSettings": UNKNOWN}, links={"apiId": HTTP})],
        [f"it undecided: routeSettings {NOT_KNOWN}"],
    ),
    "an unknown route may be it": (
        [HTTP, a(ROUTE, {"routeKey": UNKNOWN}, "orders", {"apiId": HTTP}), stage()],
        [f"it undecided: routeKey of 'orders' {NOT_KNOWN}"],
    ),
    "an API of another stack": (
        [a(STAGE, {"apiId": "x"})],
        ["it undecided: apiId names no API of this stack, whose routes could be read"],
    ),
    "REST: limits of its own": ([REST, PATH, LIVE, method("POST"), settings("orders/POST")], []),
    "REST: no such method": ([REST, PATH, LIVE, method("GET")], []),
    "REST: none": ([REST, PATH, LIVE, method("POST")], [REST_NONE]),
    "REST: one of ANY": ([REST, PATH, LIVE, method("ANY")], [REST_NONE]),
    "REST: those of all methods are not its own": ([REST, PATH, LIVE, method("POST"), settings("*/*")], [REST_NONE]),
    "REST: switched off": (
        [REST, PATH, LIVE, method("POST"), settings("orders/POST", {**LIMITS, "throttlingRateLimit": -1})],
        [f"settings violation: settings.throttlingRateLimit is -1 for {ONE_OF}"],
    ),
    "REST: settings of another stage": (
        [REST, PATH, LIVE, method("POST"), settings("orders/POST", stage_name="test")],
        [REST_NONE],
    ),
    "REST: settings that may be for it": (
        [REST, PATH, LIVE, method("POST"), settings("orders/POST", stage_name=UNKNOWN)],
        [f"live undecided: whether 'settings' throttles {KEY!r} is not known"],
    ),
    "REST: settings of an unknown path": (
        [REST, PATH, LIVE, method("POST"), settings(UNKNOWN)],
        [
            f"settings undecided: methodPath {NOT_KNOWN}",
            f"live undecided: whether 'settings' throttles {KEY!r} is not known",
        ],
    ),
    "REST: an API of another stack": (
        [a(REST_STAGE, {"restApi": "x"}, "live")],
        ["live undecided: restApi names no API of this stack, whose routes could be read"],
    ),
}


@pytest.mark.parametrize("wrap", [dict, unknown_checking_proxy], ids=["plain", "engine proxy"])
@pytest.mark.parametrize(("resources", "expected"), CASES.values(), ids=CASES)
def test_expensive_routes(resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    check = ROUTE_THROTTLE_COVERAGE.check_stack
    assert check
    stack = Stack(replace(one, props=wrap(dict(one.props))) for one in resources)
    found = check(stack, {"expensiveRoutes": (KEY,)})
    said = [f"{name_of(one.resource)} {one.status.value}: {one.message}" for one in found]
    assert list(dict.fromkeys(said)) == expected
