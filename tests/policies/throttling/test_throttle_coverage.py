import json
from collections.abc import Callable, Mapping
from typing import Any

from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_PUT,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

LIMITS = {"throttlingRateLimit": 5, "throttlingBurstLimit": 10}
HTTP = a(API, {"protocolType": "HTTP"}, "http")
REST = a(REST_API, {}, "rest")
REST_STAGE_V1 = a(REST_STAGE, {"stageName": "v1"}, "live", {"restApi": REST})
ORDERS = a(REST_RESOURCE, {"pathPart": "orders"}, "orders", {"restApi": REST, "parentId": REST})
ORDER = a(REST_RESOURCE, {"pathPart": "{id}"}, "order", {"restApi": REST, "parentId": ORDERS})


def document(*paths: str, verb: str = "post") -> str:
    return json.dumps({"openapi": "3.0.1", "paths": {path: {verb: {}} for path in paths}})


def routes(*keys: Any, api: Resource = HTTP) -> list[Resource]:
    return [a(ROUTE, {"routeKey": key}, f"route{index}", {"apiId": api}) for index, key in enumerate(keys)]


def stage(*keys: Any, links: Mapping[str, Resource] | None = None, of: Resource | None = HTTP, **more: Any) -> Resource:
    props = {"routeSettings": [{"routeKey": key, **LIMITS} for key in keys], **more}
    return a(STAGE, props, links={**({"apiId": of} if of else {}), **(links or {})})


def method(verb: Any, at: Resource = ORDERS, name: str = "method") -> Resource:
    return a(REST_METHOD, {"httpMethod": verb}, name, {"restApi": REST, "resourceId": at})


def settings(path: Any, links: Mapping[str, Resource] | None = None, of: Resource | None = REST) -> Resource:
    props = {"methodPath": path, "stageName": "v1", "settings": LIMITS}
    return a(REST_METHOD_SETTINGS, props, links={**({"restApi": of} if of else {}), **(links or {})})


def no_route(key: str, index: int = 0) -> str:
    return f"it violation: routeSettings[{index}].routeKey is {key!r}, and the API has no such route"


def no_method(path: str) -> str:
    return f"it violation: methodPath is {path!r}, and the API has no such method"


BODY = a(API, {"protocolType": "HTTP", "body": document("/orders", "/$default")}, "http")
QUICK = a(API, {"protocolType": "HTTP", "target": "arn:aws:lambda:eu-west-1:1:function:f"}, "http")
NOT_SEEN = "names no API of this stack, whose routes could be read"

CASES: Cases = {
    "route-throttle-coverage": {
        "a route that is there": ([HTTP, *routes("GET /orders", "$default"), stage("GET /orders", "$default")], []),
        "no routes named": ([HTTP, *routes("GET /orders"), a(STAGE, {}, links={"apiId": HTTP})], []),
        "a misspelled key": ([HTTP, *routes("GET /orders"), stage("GET /order")], [no_route("GET /order")]),
        "the route of another API": (
            [HTTP, BODY, *routes("GET /orders"), stage("GET /orders", "GET /x")],
            [no_route("GET /x", 1)],
        ),
        "a wide route is not a narrow one": (
            [HTTP, *routes("ANY /orders", "$default"), stage("GET /orders")],
            [no_route("GET /orders")],
        ),
        "WebSocket": (
            [a(API, {"protocolType": "WEBSOCKET"}, "http"), *routes("$connect", "send"), stage("$connect", "sned")],
            [no_route("sned", 1)],
        ),
        "routes of a document": (
            [BODY, stage("POST /orders", "$default", "GET /orders", of=BODY)],
            [no_route("GET /orders", 2)],
        ),
        "the route of quick create": ([QUICK, stage("$default", of=QUICK)], []),
        "a document not known": (
            [one := a(API, {"body": UNKNOWN}, "http"), stage("POST /orders", of=one)],
            [f"it undecided: body of 'http' {NOT_KNOWN}"],
        ),
        "no routes in this stack": (
            [HTTP, stage("GET /orders")],
            ["it undecided: routeSettings[0].routeKey is 'GET /orders', and no route of the API is in this stack"],
        ),
        "an API of another stack": (
            [stage("GET /orders", of=None, apiId="abc")],
            [f"it undecided: apiId {NOT_SEEN}"],
        ),
        "an unknown key of a route": (
            [HTTP, *routes("GET /orders", UNKNOWN), stage("GET /orders", "GET /x")],
            [f"it undecided: routeKey of 'route1' {NOT_KNOWN}"],
        ),
        "a route of an unknown API": (
            [HTTP, *routes("GET /orders"), a(ROUTE, {"routeKey": "GET /x", "apiId": UNKNOWN}, "far"), stage("GET /x")],
            ["it undecided: whether 'far' is of the API is not known"],
        ),
        "an unknown key in the settings": (
            [HTTP, *routes("GET /orders"), stage(UNKNOWN, "GET /x")],
            [f"it undecided: routeSettings[0].routeKey {NOT_KNOWN}", no_route("GET /x", 1)],
        ),
        "an unknown key that comes from a route": (
            [HTTP, *(own := routes("GET /orders")), stage(UNKNOWN, links={"routeSettings": own[0]})],
            [],
        ),
        "unknown settings": (
            [HTTP, a(STAGE, {"routeSettings": UNKNOWN}, links={"apiId": HTTP})],
            [f"it undecided: routeSettings {NOT_KNOWN}"],
        ),
        "settings of a wrong type": (
            [HTTP, a(STAGE, {"routeSettings": {"GET /x": LIMITS}}, links={"apiId": HTTP})],
            ["it undecided: routeSettings is a map where a list is expected"],
        ),
        "a key left out": (
            [HTTP, stage(None)],
            ["it violation: routeSettings[0].routeKey is not set, it must name a route"],
        ),
        "REST: all methods": ([REST, REST_STAGE_V1, settings("*/*")], []),
        "REST: a method that is there": ([REST, ORDERS, ORDER, method("GET", ORDER), settings("orders/{id}/GET")], []),
        "REST: a method of the root": ([REST, method("GET", REST), settings("/GET")], []),
        "REST: with a slash before it": ([REST, ORDERS, method("GET"), settings("/orders/GET")], []),
        "REST: written as AWS patches": ([REST, ORDERS, ORDER, method("GET", ORDER), settings("orders~1{id}/GET")], []),
        "REST: one of ANY": ([REST, ORDERS, method("ANY"), settings("orders/GET")], []),
        "REST: all of a path": ([REST, ORDERS, method("GET"), settings("orders/*")], []),
        "REST: a verb of all paths": ([REST, ORDERS, method("GET"), settings("*/GET")], []),
        "REST: a verb no path has": ([REST, ORDERS, method("GET"), settings("*/PUT")], [no_method("*/PUT")]),
        "REST: a misspelled path": ([REST, ORDERS, method("GET"), settings("order/GET")], [no_method("order/GET")]),
        "REST: another verb": ([REST, ORDERS, method("GET"), settings("orders/PUT")], [no_method("orders/PUT")]),
        "REST: written as a route key": (
            [REST, ORDERS, method("GET"), settings("GET /orders")],
            [no_method("GET /orders")],
        ),
        "REST: a method of a document": (
            [REST, a(REST_API_PUT, {"body": document("/pay")}, "put", {"restApiId": REST}), settings("pay/POST")],
            [],
        ),
        "REST: not in the document": (
            [REST, a(REST_API_PUT, {"body": document("/pay")}, "put", {"restApiId": REST}), settings("pay/GET")],
            [no_method("pay/GET")],
        ),
        "REST: a document whose paths are left as they are": (
            [
                one := a(REST_API, {"body": document("/pay"), "parameters": {"basepath": "ignore"}}, "rest"),
                settings("pay/POST", of=one),
            ],
            [],
        ),
        "REST: a document whose paths are moved": (
            [
                one := a(REST_API, {"body": document("/pay"), "parameters": {"basepath": "prepend"}}, "rest"),
                settings("shop/pay/POST", of=one),
            ],
            ["it undecided: parameters.basepath of 'rest' is 'prepend', which moves the paths"],
        ),
        "REST: a document whose paths may be moved": (
            [
                one := a(REST_API, {"body": document("/pay"), "parameters": UNKNOWN}, "rest"),
                settings("shop/pay/POST", of=one),
            ],
            [f"it undecided: parameters of 'rest' {NOT_KNOWN}"],
        ),
        "REST: no methods in this stack": (
            [REST, settings("orders/GET")],
            ["it undecided: methodPath is 'orders/GET', and no method of the API is in this stack"],
        ),
        "REST: an API of another stack": (
            [settings("orders/GET", of=None)],
            [f"it undecided: restApi {NOT_SEEN}"],
        ),
        "REST: a path that comes from its method": (
            [REST, ORDERS, own_method := method("GET"), settings(UNKNOWN, {"methodPath": own_method})],
            [],
        ),
        "REST: an unknown path": ([REST, ORDERS, settings(UNKNOWN)], [f"it undecided: methodPath {NOT_KNOWN}"]),
        "REST: an unknown part of a path": (
            [
                REST,
                one := a(REST_RESOURCE, {"pathPart": UNKNOWN}, "part", {"restApi": REST, "parentId": REST}),
                method("GET", one),
                settings("orders/GET"),
            ],
            [f"it undecided: pathPart of 'part' of 'method' {NOT_KNOWN}"],
        ),
        "REST: an unknown verb": (
            [REST, ORDERS, method(UNKNOWN), settings("orders/GET")],
            [f"it undecided: httpMethod of 'method' {NOT_KNOWN}"],
        ),
        "REST: no path": (
            [REST, settings(None)],
            ["it violation: methodPath is not set, it must name a method or be '*/*'"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
