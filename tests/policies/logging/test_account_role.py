from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import (
    API,
    DELIVERY_STREAM,
    LOG_GROUP,
    REST_ACCOUNT,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ROLE = "arn:aws:iam::1:role/logs"
GROUP = "arn:aws:logs:eu-west-1:1:log-group:calls"
STREAM = "arn:aws:firehose:eu-west-1:1:deliverystream/amazon-apigateway-calls"
LEVEL = "settings.loggingLevel"
DEFAULT_LEVEL = "defaultRouteSettings.loggingLevel"
DESTINATION = "accessLogSettings.destinationArn"
LOGS = a(LOG_GROUP, {}, "logs")
HOSE = a(DELIVERY_STREAM, {}, "hose")


def account(role: Any = ROLE, region: str = "") -> Resource:
    return a(REST_ACCOUNT, {"cloudwatchRoleArn": role}, "account", region=region)


def settings(level: Any, region: str = "", name: str = "it", **props: Any) -> Resource:
    return a(REST_METHOD_SETTINGS, {"settings": {"loggingLevel": level}, **props}, name, region=region)


def rest(arn: Any, *sources: Resource) -> list[Resource]:
    links = {"accessLogSettings": [source.urn for source in sources]}
    one = a(REST_STAGE, {"accessLogSettings": {"destinationArn": arn}})
    return [*sources, replace(one, property_dependencies=links)]


def stage(protocol: Any, **props: Any) -> list[Resource]:
    api = a(API, {"protocolType": protocol}, "api")
    return [api, a(STAGE, props, links={"apiId": api})]


def asks(path: str, name: str = "it") -> str:
    return f"{name} violation: {path} asks for a log, and no Account of the stack gives API Gateway a role for it"


TAKEN = "account violation: cloudwatchRoleArn is not set, so that no API of the account may write logs in this Region"
NO_PROTOCOL = "it undecided: apiId names no API whose protocolType is known"

CASES: Cases = {
    "account-cloudwatch-role": {
        "with a role": ([account(), settings("INFO")], []),
        "with a role yet to be made": ([account(UNKNOWN), settings("INFO")], []),
        "an account that is only read": ([replace(account(), managed=False), settings("INFO")], []),
        "an account of the same Region": ([account(region="eu-west-1"), settings("INFO", "eu-west-1")], []),
        "a Region that is not known": ([account(region="eu-west-1"), settings("INFO")], []),
        "nothing logged": ([settings("OFF"), *rest(None), *stage("WEBSOCKET")], []),
        "HTTP APIs need none": (stage("HTTP", accessLogSettings={"destinationArn": GROUP}), []),
        "a delivery stream needs none": (rest(STREAM), []),
        "a delivery stream yet to be made needs none": (rest(UNKNOWN, HOSE), []),
        "execution log": ([settings("ERROR")], [asks(LEVEL)]),
        "access log": (rest(GROUP), [asks(DESTINATION)]),
        "access log in a group yet to be made": (rest(UNKNOWN, LOGS), [asks(DESTINATION)]),
        "WebSocket: execution log": (
            stage("WEBSOCKET", defaultRouteSettings={"loggingLevel": "INFO"}),
            [asks(DEFAULT_LEVEL)],
        ),
        "WebSocket: execution log of a route": (
            stage("WEBSOCKET", routeSettings=[{"loggingLevel": "INFO"}]),
            [asks("routeSettings[0].loggingLevel")],
        ),
        "WebSocket: access log": (
            stage("WEBSOCKET", accessLogSettings={"destinationArn": GROUP}),
            [asks(DESTINATION)],
        ),
        "once for all": ([settings("ERROR"), settings("INFO", name="other")], [asks(LEVEL)]),
        "once for each Region": (
            [settings("ERROR", "eu-west-1", "b"), settings("INFO", "eu-west-1", "a"), settings("INFO", "x", "c")],
            [asks(LEVEL, "a"), asks(LEVEL, "c")],
        ),
        "an account of another Region": (
            [account(region="eu-west-1"), settings("INFO", "us-east-1")],
            [asks(LEVEL)],
        ),
        "an account without a role": ([account(None), settings("INFO")], [TAKEN]),
        "an account with an empty one": ([account(""), settings("INFO")], [TAKEN]),
        "an unknown level": ([settings(UNKNOWN)], [f"it undecided: {LEVEL} {NOT_KNOWN}"]),
        "an unknown level does not hide the others": (
            [settings(UNKNOWN), settings("INFO", name="other")],
            [asks(LEVEL, "other")],
        ),
        "an unknown destination": (rest(UNKNOWN), [f"it undecided: {DESTINATION} {NOT_KNOWN}"]),
        "an unknown block": (
            stage("WEBSOCKET", defaultRouteSettings=UNKNOWN),
            [f"it undecided: defaultRouteSettings {NOT_KNOWN}"],
        ),
        "an unknown protocol": (stage(UNKNOWN, accessLogSettings={"destinationArn": GROUP}), [NO_PROTOCOL]),
        "a WebSocket API of another stack": (
            [
                a(ROUTE, {"apiId": "z", "routeKey": "$connect"}, "route"),
                a(STAGE, {"apiId": "z", "accessLogSettings": {"destinationArn": GROUP}}),
            ],
            [asks(DESTINATION)],
        ),
        "wrong types": (
            [account([ROLE])],
            ["account undecided: cloudwatchRoleArn is a list where text is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def test_the_role_may_be_set_elsewhere() -> None:
    rule = BY_NAME["account-cloudwatch-role"]
    assert rule.check_stack
    assert not list(rule.check_stack(Stack([settings("INFO")]), {"setElsewhere": True}))
