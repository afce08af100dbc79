import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, AUTHORIZER, REST_API, REST_API_PUT, REST_AUTHORIZER
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

HEADER = "$request.header.Authorization"
REST_HEADER = "method.request.header.Authorization"


def http(sources: Any, kind: Any = "JWT") -> list[Resource]:
    return [a(AUTHORIZER, {"authorizerType": kind, "identitySources": sources})]


def rest(source: Any = None, kind: Any = "REQUEST") -> list[Resource]:
    return [a(REST_AUTHORIZER, {"type": kind, "identitySource": source})]


def body(kind: str = API, **authorizer: Any) -> list[Resource]:
    schemes = {"mine": {"type": "apiKey", "x-amazon-apigateway-authorizer": authorizer}}
    return [a(kind, {"body": json.dumps({"components": {"securitySchemes": schemes}})})]


def query(name: str) -> str:
    return f"$request.querystring.{name}"


def empty(path: str = "identitySources") -> list[str]:
    return [f"it violation: {path} is empty, it must name where in the request the caller is found"]


def takes(path: str, source: str) -> list[str]:
    return [f"it violation: {path} takes {source!r}, allowed are headers and cookies"]


IN_BODY_2 = "body.securityDefinitions.mine.x-amazon-apigateway-authorizer"
IN_BODY = "body.components.securitySchemes.mine.x-amazon-apigateway-authorizer.identitySource"

CASES: Cases = {
    "authorizer-identity-source": {
        "JWT from a header": (http([HEADER]), []),
        "REQUEST from a header": (http([HEADER], "REQUEST"), []),
        "a known source beside an unknown one": (http([UNKNOWN, HEADER]), []),
        "WebSocket, from the query string": (http(["route.request.querystring.token"], "REQUEST"), []),
        "JWT from nowhere": (http(None), empty()),
        "REQUEST from nowhere": (http([], "REQUEST"), empty()),
        "an empty source": (http(["", None]), empty()),
        "unknown": (http(UNKNOWN), [f"it undecided: identitySources {NOT_KNOWN}"]),
        "an unknown source": (http([UNKNOWN]), [f"it undecided: identitySources[0] {NOT_KNOWN}"]),
        "of whatever type": (http(None, UNKNOWN), empty()),
        "text in place of the list": (
            http(HEADER),
            ["it undecided: identitySources is text where a list is expected"],
        ),
        "body: JWT from a header": (body(type="jwt", identitySource=HEADER), []),
        "body: a token has the header of its scheme": (body(REST_API, type="token"), []),
        "body: JWT from nowhere": (body(type="jwt"), empty(IN_BODY)),
        "body: REQUEST from nowhere, put": (body(REST_API_PUT, type="request", identitySource=None), empty(IN_BODY)),
        "body: no text": (
            body(type="jwt", identitySource=[HEADER]),
            [f"it undecided: {IN_BODY} is a list where text is expected"],
        ),
        "body: an authorizer that is no map": (
            [a(API, {"body": json.dumps({"securityDefinitions": {"mine": {IN_BODY_2.rpartition(".")[2]: "jwt"}}})})],
            [f"it undecided: {IN_BODY_2} is text where a map is expected"],
        ),
        "body: unknown": ([a(API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "REST: the default": (rest(), []),
        "REST: two": (rest(f"{REST_HEADER}, method.request.querystring.tenant"), []),
        "REST: empty": (rest(""), empty("identitySource")),
        "REST: nothing but commas": (rest(" , ", "TOKEN"), empty("identitySource")),
        "REST: unknown": (rest(UNKNOWN), [f"it undecided: identitySource {NOT_KNOWN}"]),
        "REST: a list": (rest([REST_HEADER]), ["it undecided: identitySource is a list where text is expected"]),
    },
    "authorizer-query-string": {
        "a header": (http([HEADER]), []),
        "nothing is another rule's matter": (http(None), []),
        "a cookie": (http(["$request.header.Cookie"], "REQUEST"), []),
        "WebSocket, for a browser can set no header there": (http(["route.request.querystring.token"], "REQUEST"), []),
        "a tenant beside a token": (http([HEADER, query("tenant")], "REQUEST"), []),
        "JWT": (http([query("t")]), takes("identitySources[0]", query("t"))),
        "the only source": (http([query("t")], "REQUEST"), takes("identitySources[0]", query("t"))),
        "what sounds like a credential": (
            http([HEADER, query("access_token")], "REQUEST"),
            takes("identitySources[1]", query("access_token")),
        ),
        "unknown": (http(UNKNOWN), [f"it undecided: identitySources {NOT_KNOWN}"]),
        "of an unknown type": (http([query("t")], UNKNOWN), [f"it undecided: authorizerType {NOT_KNOWN}"]),
        "no text": (http([1]), ["it undecided: identitySources[0] is a number where text is expected"]),
        "body: a header": (body(type="jwt", identitySource=HEADER), []),
        "body: JWT": (body(type="jwt", identitySource=query("t")), takes(IN_BODY, query("t"))),
        "body: REST": (
            body(REST_API, type="request", identitySource="method.request.querystring.t"),
            takes(IN_BODY, "method.request.querystring.t"),
        ),
        "body: put, with a header": (body(REST_API_PUT, type="request", identitySource=REST_HEADER), []),
        "REST: a header": (rest(), []),
        "REST: the query string": (
            rest("method.request.querystring.key,method.request.header.X"),
            takes("identitySource", "method.request.querystring.key"),
        ),
        "REST: a token authorizer reads a header": (rest(REST_HEADER, "TOKEN"), []),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
