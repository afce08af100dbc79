import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import (
    API,
    AUTHORIZER,
    REST_API,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_METHOD,
    ROUTE,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

NONE = "violation: the API has no Authorizer, nor one in its body"
SCHEME = {"type": "apiKey", "x-amazon-apigateway-authorizer": {"type": "token"}}
USES: dict[str, Any] = {"/orders": {"get": {"security": [{"mine": []}]}}}
IDLE = "body.components.securitySchemes.mine.x-amazon-apigateway-authorizer"


def document(paths: Any = USES, **root: Any) -> str:
    return json.dumps({"paths": paths, "components": {"securitySchemes": {"mine": SCHEME}}, **root})


def http(**props: Any) -> Resource:
    return a(API, {"protocolType": "HTTP", **props}, "http", id_="h1")


def rest(**props: Any) -> Resource:
    return a(REST_API, props, "rest", id_="r1")


def of_http(api: Resource, **props: Any) -> Resource:
    return a(AUTHORIZER, {"authorizerType": "JWT", "name": "mine", **props}, links={"apiId": api}, id_="a1")


def of_rest(api: Resource, **props: Any) -> Resource:
    return a(REST_AUTHORIZER, {"name": "mine", **props}, links={"restApi": api}, id_="a1")


def unused(kind: str = "Route") -> list[str]:
    return [f"it violation: no {kind} of the API has it as its authorizerId"]


HTTP, REST = http(), rest()
OTHER = a(API, {"protocolType": "HTTP"}, "other", id_="h2")
JWT, TOKEN = of_http(HTTP), of_rest(REST)

CASES: Cases = {
    "authorizer-exists": {
        "HTTP": ([HTTP, JWT], []),
        "REST": ([REST, TOKEN], []),
        "by id": ([HTTP, a(AUTHORIZER, {"apiId": "h1"})], []),
        "in a body": ([http(body=document())], []),
        "in a body put into the API": ([REST, a(REST_API_PUT, {"body": document()}, links={"restApiId": REST})], []),
        "none": ([HTTP], [f"http {NONE}"]),
        "none, REST": ([REST], [f"rest {NONE}"]),
        "one of another API": ([HTTP, OTHER, JWT], [f"other {NONE}"]),
        "none in the body": ([http(body=json.dumps({"paths": USES}))], [f"http {NONE}"]),
        "an unknown body": ([http(body=UNKNOWN)], [f"http undecided: body of 'http' {NOT_KNOWN}"]),
        "a body that is no text": (
            [rest(body=1)],
            ["rest undecided: body of 'rest' is a number where text is expected"],
        ),
        "one whose API is not known": (
            [HTTP, a(AUTHORIZER, {"apiId": UNKNOWN})],
            ["http undecided: whether 'it' is its authorizer is not known"],
        ),
    },
    "authorizer-unused": {
        "of a route": ([HTTP, JWT, a(ROUTE, {}, "route", {"apiId": HTTP, "authorizerId": JWT})], []),
        "of a method": ([REST, TOKEN, a(REST_METHOD, {}, "method", {"restApi": REST, "authorizerId": TOKEN})], []),
        "by id, of an API of another stack": (
            [
                a(AUTHORIZER, {"apiId": "h9", "name": "mine"}, id_="a1"),
                a(ROUTE, {"apiId": "h9", "authorizerId": "a1"}, "r"),
            ],
            [],
        ),
        "of a body that defines it again": ([api := http(body=document()), of_http(api)], []),
        "in a body, of an operation": ([http(body=document())], []),
        "in a body, of all operations": ([http(body=document({}, security=[{"mine": []}]))], []),
        "of no route": ([HTTP, JWT, a(ROUTE, {}, "route", {"apiId": HTTP})], unused()),
        "of no method": ([REST, TOKEN], unused("Method")),
        "the route of another authorizer": (
            [HTTP, JWT, by := a(AUTHORIZER, {}, "b", {"apiId": HTTP}), a(ROUTE, {}, "r", {"authorizerId": by})],
            unused(),
        ),
        "not of the body, either": (
            [api := http(body=json.dumps({"paths": USES})), of_http(api)],
            unused(),
        ),
        "in a body, of no operation": (
            [http(body=document({"/orders": {"get": {"security": []}}}))],
            [f"http violation: {IDLE} is an authorizer that no operation names in its security"],
        ),
        "a route that may be its": (
            [HTTP, JWT, a(ROUTE, {"authorizerId": UNKNOWN}, "route", {"apiId": HTTP})],
            ["it undecided: authorizerId of 'route' is not known"],
        ),
        "a route of an unknown API that may be its": (
            [HTTP, JWT, a(ROUTE, {"authorizerId": UNKNOWN, "apiId": UNKNOWN}, "route")],
            ["it undecided: authorizerId of 'route' is not known"],
        ),
        "a route of another API": (
            [HTTP, JWT, OTHER, a(ROUTE, {"authorizerId": UNKNOWN}, "route", {"apiId": OTHER})],
            unused(),
        ),
        "of an API of another stack": (
            [a(AUTHORIZER, {"apiId": "h9"})],
            ["it undecided: apiId names no API of this stack, and what else uses it is not seen"],
        ),
        "of an unknown API, with a route that may be its": (
            [HTTP, a(AUTHORIZER, {"apiId": UNKNOWN}), a(ROUTE, {"authorizerId": UNKNOWN}, "route", {"apiId": HTTP})],
            ["it undecided: authorizerId of 'route' is not known"],
        ),
        "an unknown body": (
            [api := http(body=UNKNOWN), of_http(api)],
            [f"it undecided: body of 'http' {NOT_KNOWN}", f"http undecided: body {NOT_KNOWN}"],
        ),
        "a put body that is no text": (
            [REST, a(REST_API_PUT, {"body": 1}, links={"restApiId": REST})],
            ["it undecided: body is a number where text is expected"],
        ),
        "a body with odd operations": (
            [http(body=document({"/orders": {"get": "open"}}))],
            ["http undecided: body.paths./orders.get is text where a map is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
