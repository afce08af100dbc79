from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest", id_="r1")
REST_STAGE_V1 = a(REST_STAGE, {"stageName": "v1"}, links={"restApi": REST})
METRICS = "defaultRouteSettings.detailedMetricsEnabled"
MAYBE = "it undecided: whether 'settings' sets the stage's metricsEnabled is not known"


def traced(value: Any) -> list[Resource]:
    return [a(REST_STAGE, {"xrayTracingEnabled": value})]


def settings(value: Any, path: Any = "*/*") -> list[Resource]:
    props = {"methodPath": path, "stageName": "v1", "settings": {"metricsEnabled": value}}
    return [REST, REST_STAGE_V1, a(REST_METHOD_SETTINGS, props, "settings", {"restApi": REST})]


def stage(default: Any, routes: Any = None) -> list[Resource]:
    return [a(STAGE, {"defaultRouteSettings": default, "routeSettings": routes})]


CASES: Cases = {
    "xray-tracing": {
        "on": (traced(value=True), []),
        "on, as text": (traced("true"), []),
        "HTTP and WebSocket APIs have no such property": (stage(None), []),
        "off": (traced(value=False), ["it violation: xrayTracingEnabled is false, it must be true"]),
        "not said": (traced(None), ["it violation: xrayTracingEnabled is not set, it must be true"]),
        "unknown": (traced(UNKNOWN), [f"it undecided: xrayTracingEnabled {NOT_KNOWN}"]),
        "no boolean": (traced("Active"), ["it undecided: xrayTracingEnabled is text where a boolean is expected"]),
    },
    "detailed-metrics": {
        "REST: on": (settings(value=True), []),
        "on": (stage({"detailedMetricsEnabled": True}, [{"detailedMetricsEnabled": True}]), []),
        "REST: off": (
            settings(value=False),
            ["settings violation: settings.metricsEnabled is false, it must be true"],
        ),
        "REST: no settings": (
            [REST, REST_STAGE_V1],
            ["it violation: no MethodSettings with methodPath '*/*' sets the stage's metricsEnabled"],
        ),
        "REST: an unknown path": (settings(value=True, path=UNKNOWN), [MAYBE]),
        "REST: unknown": (settings(UNKNOWN), [f"settings undecided: settings.metricsEnabled {NOT_KNOWN}"]),
        "off": (stage({"detailedMetricsEnabled": False}), [f"it violation: {METRICS} is false, it must be true"]),
        "no settings": (stage(None), [f"it violation: {METRICS} is not set, it must be true"]),
        "a route of its own": (
            stage({"detailedMetricsEnabled": True}, [{"routeKey": "GET /x"}]),
            ["it violation: routeSettings[0].detailedMetricsEnabled is not set, it must be true"],
        ),
        "unknown": (stage({"detailedMetricsEnabled": UNKNOWN}), [f"it undecided: {METRICS} {NOT_KNOWN}"]),
        "unknown block": (stage(UNKNOWN), [f"it undecided: defaultRouteSettings {NOT_KNOWN}"]),
        "wrong types": (
            stage({"detailedMetricsEnabled": 1}, "all"),
            [
                f"it undecided: {METRICS} is a number where a boolean is expected",
                "it undecided: routeSettings is text where a list is expected",
            ],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
