from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, REST_API, REST_METHOD_SETTINGS, REST_STAGE, ROUTE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest", id_="r1")
OTHER = a(REST_API, {}, "other", id_="r2")
REST_STAGE_V1 = a(REST_STAGE, {"stageName": "v1"}, links={"restApi": REST})
HTTP = a(API, {"protocolType": "HTTP"}, "api")
WEBSOCKET = a(API, {"protocolType": "WEBSOCKET"}, "api")
LEVEL = "defaultRouteSettings.loggingLevel"
NONE_FOR_ALL = "it violation: no MethodSettings with methodPath '*/*' sets the stage's loggingLevel"
MAYBE = "it undecided: whether 'settings' sets the stage's loggingLevel is not known"
NO_PROTOCOL = "it undecided: apiId names no API whose protocolType is known"


def settings(values: Any, path: Any = "*/*", stage_name: Any = "v1", api: Resource = REST) -> list[Resource]:
    props = {"methodPath": path, "stageName": stage_name, "settings": values}
    return [REST, OTHER, REST_STAGE_V1, a(REST_METHOD_SETTINGS, props, "settings", {"restApi": api})]


def level(value: Any, path: Any = "*/*", stage_name: Any = "v1", api: Resource = REST) -> list[Resource]:
    return settings({"loggingLevel": value}, path, stage_name, api)


def of_method(value: Any) -> list[Resource]:
    props = {"methodPath": "orders/GET", "stageName": "v1", "settings": value}
    return [*level("ERROR"), a(REST_METHOD_SETTINGS, props, "orders", {"restApi": REST})]


def stage(default: Any, routes: Any = None, api: Resource = WEBSOCKET) -> list[Resource]:
    return [api, a(STAGE, {"defaultRouteSettings": default, "routeSettings": routes}, links={"apiId": api})]


def elsewhere(*keys: str) -> list[Resource]:
    routes = [a(ROUTE, {"apiId": "z", "routeKey": key}, key) for key in keys]
    return [*routes, a(STAGE, {"apiId": "z"})]


def is_(name: str, value: str, path: str = "settings.loggingLevel") -> str:
    return f"{name} violation: {path} is {value}, allowed are ERROR and INFO"


CASES: Cases = {
    "execution-logging": {
        "REST: errors": (level("ERROR"), []),
        "REST: all": (level("INFO"), []),
        "REST: a method that leaves the level open": (of_method({"cachingEnabled": True}), []),
        "REST: none": ([REST, REST_STAGE_V1], [NONE_FOR_ALL]),
        "REST: of one method only, which checkov takes for all": (level("INFO", "orders/GET"), [NONE_FOR_ALL]),
        "REST: of another stage": (level("INFO", stage_name="v2"), [NONE_FOR_ALL]),
        "REST: of another API": (level("INFO", api=OTHER), [NONE_FOR_ALL]),
        "REST: switched off": (level("OFF"), [is_("settings", "OFF")]),
        "REST: a level AWS does not know": (level("error"), [is_("settings", "error")]),
        "REST: settings without a level": (settings({"metricsEnabled": True}), [is_("settings", "not set")]),
        "REST: switched off for one method, which prowler does not see": (
            of_method({"loggingLevel": "OFF"}),
            [is_("orders", "OFF")],
        ),
        "REST: unknown": (level(UNKNOWN), [f"settings undecided: settings.loggingLevel {NOT_KNOWN}"]),
        "REST: an unknown path": (level("INFO", UNKNOWN), [MAYBE]),
        "REST: an unknown path and no level": (
            level(None, UNKNOWN),
            [f"settings undecided: methodPath {NOT_KNOWN}", MAYBE],
        ),
        "REST: an unknown stage name": (level("INFO", stage_name=UNKNOWN), [MAYBE]),
        "REST: no text": (
            level(True),
            ["settings undecided: settings.loggingLevel is a boolean where text is expected"],
        ),
        "HTTP APIs have none": (stage(None, api=HTTP), []),
        "HTTP: what the provider reads": (stage({"loggingLevel": "OFF"}, api=HTTP), []),
        "WebSocket: errors": (stage({"loggingLevel": "ERROR"}), []),
        "WebSocket: a route that leaves the level open": (
            stage({"loggingLevel": "ERROR"}, [{"routeKey": "$connect"}]),
            [],
        ),
        "WebSocket: none": (stage(None), [is_("it", "not set", LEVEL)]),
        "WebSocket: switched off": (stage({"loggingLevel": "OFF"}), [is_("it", "OFF", LEVEL)]),
        "WebSocket: switched off for a route": (
            stage({"loggingLevel": "INFO"}, [{"routeKey": "$connect", "loggingLevel": "OFF"}]),
            [is_("it", "OFF", "routeSettings[0].loggingLevel")],
        ),
        "WebSocket: unknown": (stage({"loggingLevel": UNKNOWN}), [f"it undecided: {LEVEL} {NOT_KNOWN}"]),
        "WebSocket: an unknown route does not hide the others": (
            stage({"loggingLevel": "INFO"}, [UNKNOWN, {"loggingLevel": "OFF"}]),
            [f"it undecided: routeSettings[0] {NOT_KNOWN}", is_("it", "OFF", "routeSettings[1].loggingLevel")],
        ),
        "WebSocket: text in place of the block": (
            stage("INFO"),
            ["it undecided: defaultRouteSettings is text where a map is expected"],
        ),
        "an API of another stack": (elsewhere(), [NO_PROTOCOL]),
        "an API of another stack with a level": ([a(STAGE, {"defaultRouteSettings": {"loggingLevel": "INFO"}})], []),
        "an HTTP API of another stack, by its routes": (elsewhere("GET /x"), []),
        "a WebSocket API of another stack, by its routes": (elsewhere("$connect"), [is_("it", "not set", LEVEL)]),
        "an unknown protocol": (stage(None, api=a(API, {"protocolType": UNKNOWN}, "api")), [NO_PROTOCOL]),
    },
    "no-data-trace": {
        "REST: not said": (settings({"loggingLevel": "INFO"}), []),
        "REST: off": (settings({"dataTraceEnabled": False}), []),
        "REST: on": (
            settings({"dataTraceEnabled": True}),
            ["settings violation: settings.dataTraceEnabled is true, it must be false"],
        ),
        "REST: on for one method": (
            of_method({"dataTraceEnabled": "true"}),
            ["orders violation: settings.dataTraceEnabled is true, it must be false"],
        ),
        "REST: unknown": (
            settings({"dataTraceEnabled": UNKNOWN}),
            [f"settings undecided: settings.dataTraceEnabled {NOT_KNOWN}"],
        ),
        "REST: unknown settings": (settings(UNKNOWN), [f"settings undecided: settings {NOT_KNOWN}"]),
        "off": (stage({"dataTraceEnabled": False}, [{"routeKey": "$connect"}]), []),
        "nothing said": (stage(None), []),
        "on": (
            stage({"dataTraceEnabled": True}),
            ["it violation: defaultRouteSettings.dataTraceEnabled is true, it must be false"],
        ),
        "on for one route": (
            stage(None, [{"routeKey": "$connect", "dataTraceEnabled": True}]),
            ["it violation: routeSettings[0].dataTraceEnabled is true, it must be false"],
        ),
        "an unknown route does not hide the others": (
            stage(None, [UNKNOWN, {"dataTraceEnabled": True}]),
            [
                f"it undecided: routeSettings[0] {NOT_KNOWN}",
                "it violation: routeSettings[1].dataTraceEnabled is true, it must be false",
            ],
        ),
        "no boolean": (
            stage({"dataTraceEnabled": "yes"}),
            ["it undecided: defaultRouteSettings.dataTraceEnabled is text where a boolean is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
