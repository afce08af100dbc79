import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, INTEGRATION, ROUTE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/x/1/2"
IN_BODY = "body.paths./x.get.x-amazon-apigateway-integration"
NAME = "tlsConfig.serverNameToVerify"
NAMED = {"serverNameToVerify": "orders.internal.example.com"}
HTTP = a(API, {"protocolType": "HTTP"}, "http", id_="h1")
WEBSOCKET = a(API, {"protocolType": "WEBSOCKET"}, "chat", id_="w1")


def private(uri: Any = ARN, api: Resource | None = None, **props: Any) -> list[Resource]:
    links = {"apiId": api} if api else {}
    own = {"connectionType": "VPC_LINK", "integrationUri": uri, **props}
    return [*links.values(), a(INTEGRATION, own, links=links)]


def body(**props: Any) -> list[Resource]:
    operation = {"x-amazon-apigateway-integration": {"connectionType": "VPC_LINK", "uri": ARN, **props}}
    return [a(API, {"body": json.dumps({"paths": {"/x": {"get": operation}}})})]


def clear(path: str = "tlsConfig") -> list[str]:
    return [f"it violation: {path} is not set, so that requests go on through the VPC link in the clear"]


def anyone(path: str = NAME, found: str = "not set") -> list[str]:
    return [f"it violation: {path} is {found}, so that any valid certificate is taken"]


CASES: Cases = {
    "vpc-link-tls": {
        "with a name": (private(tlsConfig=NAMED), []),
        "an empty block is TLS": (private(tlsConfig={}), []),
        "public": ([a(INTEGRATION, {"connectionType": "INTERNET", "integrationUri": "https://x"})], []),
        "not said": ([a(INTEGRATION, {"integrationUri": ARN})], []),
        "an unknown listener, with TLS": (private(UNKNOWN, tlsConfig=NAMED), []),
        "a WebSocket API": (private("http://nlb.internal", WEBSOCKET), []),
        "a WebSocket API, unknown URL": (private(UNKNOWN, WEBSOCKET), []),
        "a WebSocket API of another stack, told by its routes": (
            [a(ROUTE, {"apiId": "w9", "routeKey": "$connect"}, "r"), *private(UNKNOWN, apiId="w9")],
            [],
        ),
        "a body with it": (body(tlsConfig=NAMED), []),
        "a listener": (private(), clear()),
        "a service of Cloud Map": (private("arn:aws:servicediscovery:eu-west-1:1:service/srv-1"), clear()),
        "an unknown listener": (private(UNKNOWN, HTTP), clear()),
        "no listener at all": (private(None, HTTP), clear()),
        "an HTTP API of another stack, told by its routes": (
            [a(ROUTE, {"apiId": "h9", "routeKey": "GET /x"}, "r"), *private(UNKNOWN, apiId="h9")],
            clear(),
        ),
        "a body without it": (body(), clear(f"{IN_BODY}.tlsConfig")),
        "of an unknown API": (
            private(UNKNOWN, apiId="h9"),
            ["it undecided: apiId names no API whose protocolType is known"],
        ),
        "of an API of unknown protocol": (
            private(UNKNOWN, a(API, {"protocolType": UNKNOWN}, "http")),
            [f"it undecided: protocolType {NOT_KNOWN}"],
        ),
        "unknown block": (private(tlsConfig=UNKNOWN), [f"it undecided: tlsConfig {NOT_KNOWN}"]),
        "unknown connection": (private(connectionType=UNKNOWN), [f"it undecided: connectionType {NOT_KNOWN}"]),
        "unknown connection, public by its URL": (private("https://x", connectionType=UNKNOWN), []),
        "unknown body": ([a(API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a wrong type": (private(tlsConfig="on"), ["it undecided: tlsConfig is text where a map is expected"]),
        "a listener of a wrong type": (
            private([ARN], apiId="h9"),
            ["it undecided: integrationUri is a list where text is expected"],
        ),
    },
    "vpc-link-server-name": {
        "named": (private(tlsConfig=NAMED), []),
        "a name yet to come": (private(tlsConfig={"serverNameToVerify": UNKNOWN}), []),
        "without TLS": (private(), []),
        "public": ([a(INTEGRATION, {"tlsConfig": {}})], []),
        "named in a body": (body(tlsConfig=NAMED), []),
        "an empty block": (private(tlsConfig={}), anyone()),
        "an empty name": (private(tlsConfig={"serverNameToVerify": ""}), anyone(found="empty")),
        "an empty block in a body": (body(tlsConfig={}), anyone(f"{IN_BODY}.{NAME}")),
        "unknown block": (private(tlsConfig=UNKNOWN), [f"it undecided: tlsConfig {NOT_KNOWN}"]),
        "unknown connection": (
            private(tlsConfig={}, connectionType=UNKNOWN),
            [f"it undecided: connectionType {NOT_KNOWN}"],
        ),
        "unknown body": ([a(API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a wrong type": (
            private(tlsConfig={"serverNameToVerify": 1}),
            [f"it undecided: {NAME} is a number where text is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
