import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.enforcement import Enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.resource_types import (
    API,
    INTEGRATION,
    REST_API,
    REST_API_PUT,
    REST_INTEGRATION,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource
from gateway_policies.tls.client_certificates import BACKEND_CLIENT_CERTIFICATE
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest", id_="r1")
CHAT = a(API, {"protocolType": "WEBSOCKET"}, "chat", id_="w1")
HTTP = a(API, {"protocolType": "HTTP"}, "http", id_="h1")


def rest(*kinds: Any, certificate: Any = None, api: Resource = REST) -> list[Resource]:
    integrations = [a(REST_INTEGRATION, {"type": kind}, f"i{at}", {"restApi": api}) for at, kind in enumerate(kinds)]
    return [api, *integrations, a(REST_STAGE, {"clientCertificateId": certificate}, "v1", {"restApi": api})]


def other(*kinds: Any, certificate: Any = None, api: Resource = CHAT) -> list[Resource]:
    integrations = [
        a(INTEGRATION, {"integrationType": kind}, f"i{at}", {"apiId": api}) for at, kind in enumerate(kinds)
    ]
    return [api, *integrations, a(STAGE, {"clientCertificateId": certificate}, "v1", {"apiId": api})]


def body(kind: str) -> str:
    return json.dumps({"paths": {"/x": {"get": {"x-amazon-apigateway-integration": {"type": kind}}}}})


def of_body(text: Any) -> list[Resource]:
    return rest(api=a(REST_API, {"body": text}, "rest"))


def missing(by: str = "'i0'") -> list[str]:
    return [f"v1 violation: clientCertificateId is not set, though {by} calls a backend by HTTP"]


IN_BODY = "body.paths./x.get.x-amazon-apigateway-integration"

CASES: Cases = {
    "backend-client-certificate": {
        "set": (rest("HTTP", certificate="c1"), []),
        "yet to be made": (rest("HTTP_PROXY", certificate=UNKNOWN), []),
        "WebSocket, set": (other("HTTP", certificate="c1"), []),
        "only what AWS runs": (rest("AWS", "AWS_PROXY", "MOCK"), []),
        "WebSocket, only what AWS runs": (other("AWS_PROXY"), []),
        "HTTP APIs have none": (other("HTTP_PROXY", api=HTTP), []),
        "no integrations": (rest(), []),
        "the integration of another API": (
            [*rest("MOCK"), other_api := a(REST_API, {}, "other"), *rest("HTTP", api=other_api)[1:2]],
            [],
        ),
        "a body of what AWS runs": (of_body(body("aws_proxy")), []),
        "REST": (rest("HTTP"), missing()),
        "REST, a proxy among others": (rest("MOCK", "HTTP_PROXY"), missing("'i1'")),
        "REST, empty": (rest("HTTP", certificate=""), missing()),
        "WebSocket": (other("HTTP_PROXY"), missing()),
        "a known one beside an unknown one": (rest(UNKNOWN, "HTTP"), missing("'i1'")),
        "in a body": (of_body(body("http_proxy")), missing(f"{IN_BODY} of 'rest'")),
        "in a body that is put": (
            [*rest(), a(REST_API_PUT, {"body": body("http")}, "put", {"restApiId": REST})],
            missing(f"{IN_BODY} of 'put'"),
        ),
        "an API of another stack with an integration here": (
            [
                a(REST_STAGE, {"restApi": "r9"}, "v1"),
                a(REST_INTEGRATION, {"restApi": "r9", "type": "HTTP"}, "i0"),
            ],
            missing(),
        ),
        "an API of another stack": (
            [a(REST_STAGE, {"restApi": "r9"}, "v1")],
            ["v1 undecided: restApi names no API of this stack, whose integrations could be read"],
        ),
        "of unknown protocol": (
            [a(STAGE, {"apiId": "w9"}, "v1")],
            ["v1 undecided: apiId names no API whose protocolType is known"],
        ),
        "an HTTP API of another stack, told by its routes": (
            [a(STAGE, {"apiId": "h9"}, "v1"), a(ROUTE, {"apiId": "h9", "routeKey": "GET /x"}, "r")],
            [],
        ),
        "an unknown type": (rest(UNKNOWN), [f"v1 undecided: type of 'i0' {NOT_KNOWN}"]),
        "an integration of an unknown API": (
            [*rest(), a(REST_INTEGRATION, {"type": "HTTP", "restApi": UNKNOWN}, "i9")],
            ["v1 undecided: whether 'i9' is of the API is not known"],
        ),
        "an unknown body": (of_body(UNKNOWN), [f"v1 undecided: body of 'rest' {NOT_KNOWN}"]),
        "a certificate of a wrong type": (
            rest("HTTP", certificate=["c1"]),
            ["v1 undecided: clientCertificateId is a list where text is expected"],
        ),
    }
}


@pytest.mark.parametrize(("stack", "count"), [(rest("MOCK"), 1), (other("MOCK"), 1), (other("HTTP", api=HTTP), 0)])
def test_every_stage_when_it_is_asked_for(stack: list[Resource], count: int) -> None:
    every = {"backend-client-certificate": Enforcement("advisory", {"everyStage": True}, ())}
    found = evaluate(stack, every, [BACKEND_CLIENT_CERTIFICATE])
    assert len([one for one in found if "clientCertificateId is not set. " in one.message]) == count


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
