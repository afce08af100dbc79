from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway_policies.resource_types import API, LOG_GROUP, REST_API, REST_STAGE, ROUTE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest", id_="r1")
NEW_REST = a(REST_API, {}, "rest")
OTHER = a(REST_API, {}, "other", id_="r2")
WEBSOCKET = a(API, {"protocolType": "WEBSOCKET"}, "api", id_="w1")
HTTP = a(API, {"protocolType": "HTTP"}, "api", id_="h1")
OF_REST = "API-Gateway-Execution-Logs_r1/v1"


def rest(*groups: Resource, api: Resource = REST, name: Any = "v1") -> list[Resource]:
    return [api, OTHER, *groups, a(REST_STAGE, {"stageName": name}, links={"restApi": api})]


def stage(*groups: Resource, api: Resource = WEBSOCKET) -> list[Resource]:
    return [api, *groups, a(STAGE, {"name": "v1"}, links={"apiId": api})]


def group(name: Any, *sources: Resource) -> Resource:
    one = a(LOG_GROUP, {"name": name}, "logs")
    return replace(one, property_dependencies={"name": [source.urn for source in sources]} if sources else {})


def none(name: str) -> list[str]:
    return [f"it violation: no LogGroup of the stack has the name {name!r}"]


def maybe(name: str) -> list[str]:
    return [f"it undecided: whether 'logs' is {name!r} {NOT_KNOWN}"]


CASES: Cases = {
    "execution-log-group-managed": {
        "by its name": (rest(group(OF_REST)), []),
        "of an API of another stack": (
            [group(OF_REST), a(REST_STAGE, {"restApi": "r1", "stageName": "v1"})],
            [],
        ),
        "WebSocket: by its name": (stage(group("/aws/apigateway/w1/v1")), []),
        "HTTP APIs write none": (stage(api=HTTP), []),
        "none": (rest(), none(OF_REST)),
        "of another stage": (rest(group("API-Gateway-Execution-Logs_r1/v2")), none(OF_REST)),
        "of another API": (rest(group("API-Gateway-Execution-Logs_r2/v1")), none(OF_REST)),
        "called like the stage, which terrascan demands": (rest(group("v1")), none(OF_REST)),
        "the access log": (rest(group("/aws/vendedlogs/apigateway/shop-1")), none(OF_REST)),
        "the name of a new API": (rest(api=NEW_REST), none("API-Gateway-Execution-Logs_<id>/v1")),
        "WebSocket: none": (stage(), none("/aws/apigateway/w1/v1")),
        "a name that comes from the API": (rest(group(UNKNOWN, REST)), maybe(OF_REST)),
        "a name that comes from another API": (rest(group(UNKNOWN, OTHER)), none(OF_REST)),
        "a name from nowhere in the stack": (rest(group(UNKNOWN)), maybe(OF_REST)),
        "a name that may be that of the new API": (
            rest(group("API-Gateway-Execution-Logs_r9/v1"), api=NEW_REST),
            maybe("API-Gateway-Execution-Logs_<id>/v1"),
        ),
        "an unknown stage name": (rest(group(OF_REST), name=UNKNOWN), [f"it undecided: stageName {NOT_KNOWN}"]),
        "no text": (rest(name=5), ["it undecided: stageName is a number where text is expected"]),
        "no stage name": (rest(name=None), ["it undecided: stageName is not set"]),
        "a protocol that cannot be told": (
            [a(STAGE, {"apiId": "z", "name": "v1"})],
            ["it undecided: apiId names no API whose protocolType is known"],
        ),
        "a WebSocket API of another stack": (
            [a(ROUTE, {"apiId": "z", "routeKey": "$connect"}, "route"), a(STAGE, {"apiId": "z", "name": "v1"})],
            none("/aws/apigateway/z/v1"),
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
