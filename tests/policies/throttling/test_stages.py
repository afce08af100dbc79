from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

RATE = "defaultRouteSettings.throttlingRateLimit"
BURST = "defaultRouteSettings.throttlingBurstLimit"
BOTH = {"throttlingRateLimit": 100.0, "throttlingBurstLimit": 200.0}
REST = a(REST_API, {}, "rest", id_="r1")
OTHER = a(REST_API, {}, "other", id_="r2")
REST_STAGE_V1 = a(REST_STAGE, {"stageName": "v1"}, links={"restApi": REST})
UNTHROTTLED = "it violation: no MethodSettings with methodPath '*/*' throttles the stage"
MAYBE = "it undecided: whether 'settings' throttles the stage is not known"


def stage(default: Any, routes: Any = None) -> list[Resource]:
    return [a(STAGE, {"defaultRouteSettings": default, "routeSettings": routes})]


def settings(values: Any = BOTH, path: Any = "*/*", stage_name: Any = "v1", api: Resource = REST) -> list[Resource]:
    props = {"methodPath": path, "stageName": stage_name, "settings": values}
    return [REST, OTHER, REST_STAGE_V1, a(REST_METHOD_SETTINGS, props, "settings", {"restApi": api})]


def refuses(path: str, found: str = "0") -> str:
    return f"it violation: {path} is {found}, so that every call is answered 429"


ABSENT_IS_ZERO = "not set, which AWS is sent as 0"

CASES: Cases = {
    "stage-throttling": {
        "both": (stage(BOTH), []),
        "numbers as text, which the provider takes": (
            stage({"throttlingRateLimit": "100", "throttlingBurstLimit": "200"}),
            [],
        ),
        "none": (stage(None), [f"it violation: {RATE} and {BURST} are not set"]),
        "only one": (stage({"throttlingRateLimit": 100}), [f"it violation: {BURST} is not set"]),
        "routes' own do not make up for it": (
            stage(None, [{"routeKey": "GET /x", **BOTH}]),
            [f"it violation: {RATE} and {BURST} are not set"],
        ),
        "zero is another rule's matter": (stage({**BOTH, "throttlingRateLimit": 0}), []),
        "switched off": (
            stage({**BOTH, "throttlingRateLimit": -1}),
            [f"it violation: {RATE} is -1, which switches throttling off"],
        ),
        "unknown": (stage({**BOTH, "throttlingBurstLimit": UNKNOWN}), [f"it undecided: {BURST} {NOT_KNOWN}"]),
        "unknown block": (stage(UNKNOWN), [f"it undecided: defaultRouteSettings {NOT_KNOWN}"]),
        "a boolean is no number": (
            stage({**BOTH, "throttlingRateLimit": True}),
            [f"it undecided: {RATE} is a boolean where a number is expected"],
        ),
        "text that is no number": (
            stage({**BOTH, "throttlingRateLimit": "nan"}),
            [f"it undecided: {RATE} is text where a number is expected"],
        ),
        "text in place of the block": (
            stage("fast"),
            ["it undecided: defaultRouteSettings is text where a map is expected"],
        ),
        "REST: by name": (settings(), []),
        "REST: by a link to the stage": (
            [
                REST_STAGE_V1,
                a(REST_METHOD_SETTINGS, {"methodPath": "*/*", "settings": BOTH}, "s", {"stageName": REST_STAGE_V1}),
            ],
            [],
        ),
        "REST: by ids and names alone": (
            [
                a(REST_STAGE, {"stageName": "v1", "restApi": "z"}),
                a(
                    REST_METHOD_SETTINGS,
                    {"methodPath": "*/*", "stageName": "v1", "restApi": "z", "settings": BOTH},
                    "s",
                ),
            ],
            [],
        ),
        "REST: none": ([REST, REST_STAGE_V1], [UNTHROTTLED]),
        "REST: of one method only": (settings(path="orders/GET"), [UNTHROTTLED]),
        "REST: of another stage": (settings(stage_name="v2"), [UNTHROTTLED]),
        "REST: of another API": (settings(api=OTHER), [UNTHROTTLED]),
        "REST: without limits": (
            settings({"metricsEnabled": True}),
            ["it violation: settings.throttlingRateLimit and settings.throttlingBurstLimit of 'settings' are not set"],
        ),
        "REST: the provider's -1": (
            settings({**BOTH, "throttlingBurstLimit": -1}),
            ["it violation: settings.throttlingBurstLimit of 'settings' is -1, which switches throttling off"],
        ),
        "REST: an unknown limit": (
            settings({**BOTH, "throttlingBurstLimit": UNKNOWN}),
            [f"it undecided: settings.throttlingBurstLimit of 'settings' {NOT_KNOWN}"],
        ),
        "REST: an unknown path": (settings(path=UNKNOWN), [MAYBE]),
        "REST: an unknown stage name": (settings(stage_name=UNKNOWN), [MAYBE]),
        "REST: an unknown path of another stage": (settings(path=UNKNOWN, stage_name="v2"), [UNTHROTTLED]),
    },
    "throttle-not-zero": {
        "both": (stage(BOTH, [{"routeKey": "GET /x", **BOTH}]), []),
        "no block at all": (stage(None), []),
        "zero": (stage({**BOTH, "throttlingRateLimit": 0.0}), [refuses(RATE)]),
        "zero as text": (stage({**BOTH, "throttlingRateLimit": "0"}), [refuses(RATE)]),
        "one left out": (stage({"throttlingRateLimit": 5}), [refuses(BURST, ABSENT_IS_ZERO)]),
        "a block of other settings": (
            stage({"detailedMetricsEnabled": True}),
            [refuses(RATE, ABSENT_IS_ZERO), refuses(BURST, ABSENT_IS_ZERO)],
        ),
        "a route's own": (
            stage(BOTH, [{"routeKey": "GET /x", "throttlingRateLimit": 0, "throttlingBurstLimit": 1}]),
            [refuses("routeSettings[0].throttlingRateLimit")],
        ),
        "an unknown route does not hide the others": (
            stage(BOTH, [UNKNOWN, {**BOTH, "throttlingBurstLimit": 0}]),
            [f"it undecided: routeSettings[0] {NOT_KNOWN}", refuses("routeSettings[1].throttlingBurstLimit")],
        ),
        "unknown": (stage({**BOTH, "throttlingRateLimit": UNKNOWN}), [f"it undecided: {RATE} {NOT_KNOWN}"]),
        "unknown block": (stage(UNKNOWN), [f"it undecided: defaultRouteSettings {NOT_KNOWN}"]),
        "a map in place of the list": (
            stage(BOTH, {"GET /x": BOTH}),
            ["it undecided: routeSettings is a map where a list is expected"],
        ),
        "text in the list": (
            stage(BOTH, ["GET /x", None]),
            ["it undecided: routeSettings[0] is text where a map is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
