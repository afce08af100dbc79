import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.data_protection.cache_keys import CACHE_KEY_IDENTITY
from gateway_policies.resource_types import (
    REST_API,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_INTEGRATION,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
)
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

KEYS = "cacheKeyParameters"
HEADER = "method.request.header.Authorization"
ALLOWED = f"allowed is e.g. '{HEADER}'"
REST = a(REST_API, {}, "rest", id_="r1")
OTHER = a(REST_API, {}, "other", id_="r2")
ORDERS = a(REST_RESOURCE, {"pathPart": "orders"}, "orders", {"restApi": REST, "parentId": REST})
ORDER = a(REST_RESOURCE, {"pathPart": "{id}"}, "order", {"restApi": REST, "parentId": ORDERS})
USERS = a(REST_RESOURCE, {"pathPart": "users"}, "users", {"restApi": REST, "parentId": REST})
POOL = a(REST_AUTHORIZER, {"type": "COGNITO_USER_POOLS"}, "pool", {"restApi": REST})
TOKEN = a(REST_AUTHORIZER, {"identitySource": "method.request.header.X-Token"}, "token", {"restApi": REST})
BOTH = a(
    REST_AUTHORIZER,
    {"type": "REQUEST", "identitySource": "context.path, method.request.querystring.tenant"},
    "both",
    {"restApi": REST},
)
API = [REST, OTHER, ORDERS, ORDER, USERS, POOL, TOKEN, BOTH]


def stage(enabled: Any = True, name: str = "v1") -> Resource:
    props = {"stageName": name, "cacheClusterEnabled": enabled}
    return a(REST_STAGE, props, f"stage {name}", {"restApi": REST})


def settings(
    path: Any = "*/*", caching: Any = True, name: str = "settings", api: Resource = REST, **others: Any
) -> Resource:
    values = {"cachingEnabled": caching, **others.pop("values", {})}
    props = {"methodPath": path, "stageName": "v1", "settings": values, **others}
    return a(REST_METHOD_SETTINGS, props, name, {"restApi": api})


def method(
    kind: Any = "COGNITO_USER_POOLS", verb: Any = "GET", place: Resource = ORDERS, by: Resource | None = POOL
) -> Resource:
    links = {"restApi": REST, "resourceId": place} | ({"authorizerId": by} if by else {})
    return a(REST_METHOD, {"authorization": kind, "httpMethod": verb}, "method", links)


def integration(verb: Any = "GET", place: Resource = ORDERS, **props: Any) -> Resource:
    return a(
        REST_INTEGRATION,
        {"type": "AWS_PROXY", "httpMethod": verb, **props},
        links={"restApi": REST, "resourceId": place},
    )


def keyed(*params: Any, of: Resource | None = None, **props: Any) -> list[Resource]:
    """An integration with these in its key, in a stage that caches all GET methods."""
    return [*API, stage(), settings(), of or method(), integration(cacheKeyParameters=list(params), **props)]


def cached(*parts: Resource) -> list[Resource]:
    return [*API, *parts]


def shared(title: str = "GET /orders", by: str = "settings", kind: str = "COGNITO_USER_POOLS") -> list[str]:
    return [f"it violation: {title} is authorized by {kind} and cached by {by!r}, but {KEYS} is not set, {ALLOWED}"]


def blind(kind: str = "COGNITO_USER_POOLS", allowed: str = HEADER) -> list[str]:
    found = f"it violation: GET /orders is authorized by {kind} and cached by 'settings', but {KEYS} names nothing"
    return [f"{found} that tells callers apart, allowed is e.g. {allowed!r}"]


OPEN_DOUBT = ["it undecided: whether 'other' is for this method is not known"]
SCHEMES: dict[str, Any] = {
    "pool": {"type": "apiKey", "in": "header", "name": "Authorization", "x-amazon-apigateway-authorizer": {}},
    "request": {"x-amazon-apigateway-authorizer": {"identitySource": "method.request.querystring.tenant"}},
    "iam": {"type": "apiKey", "in": "header", "name": "Authorization", "x-amazon-apigateway-authtype": "awsSigv4"},
    "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
}


def body(
    security: Any, keys: Any = None, kind: str = "aws_proxy", everywhere: Any = None, auth: str = ""
) -> list[Resource]:
    operation: dict[str, Any] = {"x-amazon-apigateway-integration": {"type": kind, "cacheKeyParameters": keys}}
    if auth:
        operation["x-amazon-apigateway-auth"] = {"type": auth}
    if security is not None:
        operation["security"] = security
    document: dict[str, Any] = {"paths": {"/orders": {"get": operation}}, "components": {"securitySchemes": SCHEMES}}
    if everywhere is not None:
        document["security"] = everywhere
    api = a(REST_API, {"body": json.dumps(document)}, id_="r1")
    return [api, settings(api=api)]


def in_body(scheme: str, found: str = "is not set", allowed: str = "method.request.header.authorization") -> list[str]:
    path = f"body.paths./orders.get.x-amazon-apigateway-integration.{KEYS}"
    start = f"it violation: GET /orders is authorized by {scheme} and cached by 'settings', but {path} {found}"
    return [f"{start}, allowed is e.g. {allowed!r}"]


CASES: Cases = {
    "cache-key-identity": {
        "the token in the key": (keyed(HEADER), []),
        "in other letters": (keyed("method.request.header.authorization"), []),
        "beside others": (keyed("method.request.path.id", HEADER), []),
        "no key": (cached(settings(), method(), integration()), shared()),
        "an empty key": (keyed(), shared()),
        "what does not tell callers apart": (keyed("method.request.querystring.page"), blind()),
        "the header of another authorizer": (
            keyed(HEADER, of=method("CUSTOM", by=TOKEN)),
            blind("CUSTOM", "method.request.header.X-Token"),
        ),
        "the header of this authorizer": (keyed("method.request.header.X-Token", of=method("CUSTOM", by=TOKEN)), []),
        "one of several sources": (keyed("method.request.querystring.tenant", of=method("CUSTOM", by=BOTH)), []),
        "the signature": (keyed(HEADER, of=method("AWS_IAM", by=None)), []),
        "no signature": (keyed("method.request.path.id", of=method("AWS_IAM", by=None)), blind("AWS_IAM")),
        "what the authorizer found": (
            keyed(
                "integration.request.header.User",
                requestParameters={"integration.request.header.User": "context.authorizer.claims.sub"},
            ),
            [],
        ),
        "who signed": (
            keyed(
                "integration.request.header.User",
                of=method("AWS_IAM", by=None),
                requestParameters={"integration.request.header.User": "context.identity.userArn"},
            ),
            [],
        ),
        "the token, mapped": (
            keyed("integration.request.header.User", requestParameters={"integration.request.header.User": HEADER}),
            [],
        ),
        "where the call comes from is no identity": (
            keyed(
                "integration.request.header.From",
                requestParameters={"integration.request.header.From": "context.identity.sourceIp"},
            ),
            blind(),
        ),
        "a parameter that is not mapped": (keyed("integration.request.header.User"), blind()),
        "open to everyone": (cached(settings(), method("NONE"), integration()), []),
        "authorization not said": (cached(settings(), method(None), integration()), []),
        "answered by the gateway": (cached(settings(), method(), integration(type="MOCK")), []),
        "nothing is cached": (cached(method(), integration()), []),
        "caching off": (cached(settings(caching=False), method(), integration()), []),
        "a stage without a cache": (cached(stage(enabled=False), settings(), method(), integration()), []),
        "a stage that does not speak of a cache": (cached(stage(None), settings(), method(), integration()), []),
        "kept for no time": (
            cached(stage(), settings(values={"cacheTtlInSeconds": 0}), method(), integration()),
            [],
        ),
        "cached in another API": (cached(settings(api=OTHER), method(), integration()), []),
        "only GET is cached by default": (cached(settings(), method(verb="POST"), integration("POST")), []),
        "another method cached by name": (
            cached(settings("orders/POST"), method(verb="POST"), integration("POST")),
            shared("POST /orders"),
        ),
        "a method in which GET is one": (
            cached(settings(), method(verb="ANY"), integration("ANY")),
            ["it undecided: httpMethod is ANY, which 'settings' may cache or not; name it in a methodPath"],
        ),
        "a method in which GET is one, by name": (
            cached(settings("orders/ANY"), method(verb="ANY"), integration("ANY")),
            shared("ANY /orders"),
        ),
        "by name": (cached(settings("orders/GET"), method(), integration()), shared()),
        "by name, with slashes": (cached(settings("/orders/GET"), method(), integration()), shared()),
        "by name, with an escaped slash": (
            cached(settings("orders~1{id}/GET"), method(place=ORDER), integration(place=ORDER)),
            shared("GET /orders/{id}"),
        ),
        "of the root": (cached(settings("~1/GET"), method(place=REST), integration(place=REST)), shared("GET /")),
        "excepted by name": (
            cached(settings(), settings("orders/GET", caching=False, name="other"), method(), integration()),
            [],
        ),
        "another method is excepted": (
            cached(settings(), settings("orders/{id}/GET", caching=False, name="other"), method(), integration()),
            shared(),
        ),
        "named settings that do not speak of caching": (
            cached(settings(), settings("orders/GET", caching=None, name="other"), method(), integration()),
            shared(),
        ),
        "all methods of a path": (cached(settings("orders/*"), method(), integration()), shared()),
        "a verb on all paths": (cached(settings("*/GET"), method(), integration()), shared()),
        "cached in one of two stages": (
            cached(
                settings(),
                settings(name="other", caching=False, stageName="v2"),
                method(),
                integration(),
            ),
            shared(),
        ),
        "a stage by a link": (
            cached(
                stage(enabled=False),
                a(
                    REST_METHOD_SETTINGS,
                    {"methodPath": "*/*", "settings": {"cachingEnabled": True}},
                    links={"restApi": REST, "stageName": stage(enabled=False)},
                ),
                method(),
                integration(),
            ),
            [],
        ),
        "an integration made from its method": (
            cached(
                settings(),
                method(),
                a(
                    REST_INTEGRATION,
                    {},
                    links={"restApi": REST, "resourceId": method(), "httpMethod": method()},
                ),
            ),
            shared(),
        ),
        "by ids alone": (
            [
                a(
                    REST_METHOD_SETTINGS,
                    {"methodPath": "*/*", "restApi": "z", "stageName": "v1", "settings": {"cachingEnabled": True}},
                    "settings",
                ),
                a(
                    REST_METHOD,
                    {"restApi": "z", "resourceId": "y", "httpMethod": "GET", "authorization": "AWS_IAM"},
                    "method",
                ),
                a(REST_INTEGRATION, {"restApi": "z", "resourceId": "y", "httpMethod": "GET", "uri": "x"}),
            ],
            [f"it violation: GET is authorized by AWS_IAM and cached by 'settings', but {KEYS} is not set, {ALLOWED}"],
        ),
        "a method of another stack": (
            cached(settings(), integration()),
            ["it undecided: resourceId names no resource with a method of this stack"],
        ),
        "a method of another stack, not cached": (cached(integration()), []),
        "an authorizer of another stack": (
            keyed("method.request.header.X-Token", of=method("CUSTOM", by=None)),
            ["it undecided: authorizerId of the method names no authorizer of this stack"],
        ),
        "an authorizer of another stack, and no key": (
            cached(settings(), method("CUSTOM", by=None), integration()),
            shared(kind="CUSTOM"),
        ),
        "unknown key": (keyed(UNKNOWN), [f"it undecided: {KEYS}[0] {NOT_KNOWN}"]),
        "unknown beside the token": (keyed(UNKNOWN, HEADER), []),
        "unknown keys": (
            cached(settings(), method(), integration(cacheKeyParameters=UNKNOWN)),
            [f"it undecided: {KEYS} {NOT_KNOWN}"],
        ),
        "unknown mapping": (
            keyed("integration.request.header.User", requestParameters=UNKNOWN),
            [f"it undecided: requestParameters {NOT_KNOWN}"],
        ),
        "unknown identity source": (
            [
                *(one for one in API if one is not TOKEN),
                a(REST_AUTHORIZER, {"identitySource": UNKNOWN}, "token"),
                settings(),
                method("CUSTOM", by=TOKEN),
                integration(cacheKeyParameters=[HEADER]),
            ],
            [f"it undecided: identitySource of authorizer 'token' {NOT_KNOWN}"],
        ),
        "unknown authorization": (
            cached(settings(), method(UNKNOWN), integration()),
            [f"it undecided: authorization {NOT_KNOWN}"],
        ),
        "unknown caching": (
            cached(settings(caching=UNKNOWN), method(), integration()),
            [f"it undecided: settings.cachingEnabled of 'settings' {NOT_KNOWN}"],
        ),
        "an unknown cache of the stage": (
            cached(stage(UNKNOWN), settings(), method(), integration()),
            [f"it undecided: cacheClusterEnabled of 'settings' {NOT_KNOWN}"],
        ),
        "an unknown verb": (
            cached(settings(), method(verb=UNKNOWN), integration(UNKNOWN)),
            ["it undecided: resourceId names no resource with a method of this stack"],
        ),
        "an exception by an unknown path": (
            cached(settings(), settings(UNKNOWN, caching=False, name="other"), method(), integration()),
            OPEN_DOUBT,
        ),
        "caching by an unknown path": (
            cached(settings(UNKNOWN, name="other"), method(), integration()),
            OPEN_DOUBT,
        ),
        "caching by an unknown path, as well": (
            cached(settings(), settings(UNKNOWN, name="other"), method(), integration()),
            shared(),
        ),
        "an unknown path that comes from the resource": (
            cached(
                a(
                    REST_METHOD_SETTINGS,
                    {"stageName": "v1", "settings": {"cachingEnabled": True}},
                    "other",
                    {"restApi": REST, "methodPath": ORDERS},
                ),
                method(),
                integration(),
            ),
            OPEN_DOUBT,
        ),
        "an unknown path that comes from another resource": (
            cached(
                a(
                    REST_METHOD_SETTINGS,
                    {"stageName": "v1", "settings": {"cachingEnabled": True}},
                    "other",
                    {"restApi": REST, "methodPath": USERS},
                ),
                method(),
                integration(),
            ),
            [],
        ),
        "an unknown API of the settings": (
            cached(
                a(
                    REST_METHOD_SETTINGS,
                    {"methodPath": "*/*", "restApi": UNKNOWN, "settings": {"cachingEnabled": True}},
                    "settings",
                ),
                method(),
                integration(),
            ),
            ["it undecided: restApi of 'settings' is not known"],
        ),
        "an unknown part of the path": (
            [
                REST,
                a(REST_RESOURCE, {"pathPart": UNKNOWN}, "orders", {"restApi": REST, "parentId": REST}),
                POOL,
                settings("orders/GET", name="other"),
                method(),
                integration(),
            ],
            OPEN_DOUBT,
        ),
        "parents of another stack": (
            [
                REST,
                a(REST_RESOURCE, {"pathPart": "orders", "parentId": "p1"}, "orders", {"restApi": REST}),
                POOL,
                settings("orders/GET", name="other"),
                method(),
                integration(),
            ],
            OPEN_DOUBT,
        ),
        "parents of another stack, all cached": (
            [
                REST,
                a(REST_RESOURCE, {"pathPart": "orders", "parentId": "p1"}, "orders", {"restApi": REST}),
                POOL,
                settings(),
                method(),
                integration(cacheKeyParameters=[HEADER]),
            ],
            [],
        ),
        "an unknown API of the method": (
            cached(
                settings(),
                a(
                    REST_METHOD,
                    {"restApi": UNKNOWN, "resourceId": "y", "httpMethod": "GET", "authorization": "AWS_IAM"},
                    "method",
                ),
                a(REST_INTEGRATION, {}, links={"httpMethod": method()}),
            ),
            ["it undecided: restApi names no API that is known"],
        ),
        "an unknown API of the method, and no cache": (
            cached(settings(caching=False), a(REST_INTEGRATION, {"restApi": UNKNOWN, "httpMethod": "GET"})),
            [],
        ),
        "text in place of the list": (
            cached(settings(), method(), integration(cacheKeyParameters=HEADER)),
            [f"it undecided: {KEYS} is text where a list is expected"],
        ),
        "body: the token in the key": (body([{"pool": []}], [HEADER]), []),
        "body: no key": (body([{"pool": []}]), in_body("pool")),
        "body: security for all": (body(None, everywhere=[{"pool": []}]), in_body("pool")),
        "body: what does not tell callers apart": (
            body([{"request": []}], [HEADER]),
            in_body("request", "names nothing that tells callers apart", "method.request.querystring.tenant"),
        ),
        "body: a source of the authorizer": (body([{"request": []}], ["method.request.querystring.tenant"]), []),
        "body: a signature": (body([{"iam": []}]), in_body("iam")),
        "body: a signature, by the operation": (body(None, auth="AWS_IAM"), in_body("AWS_IAM", allowed=HEADER)),
        "body: a signature in the key": (body(None, [HEADER], auth="AWS_IAM"), []),
        "body: open by the operation": (body(None, everywhere=[{"pool": []}], auth="NONE"), []),
        "body: open to everyone": (body([]), []),
        "body: nothing said": (body(None), []),
        "body: a key of a usage plan is no authorization": (body([{"key": []}]), []),
        "body: answered by the gateway": (body([{"pool": []}], kind="mock"), []),
        "body: not cached": (body([{"pool": []}])[:1], []),
        "body: unknown": (
            [a(REST_API, {"body": UNKNOWN}, id_="r1"), settings(restApi="r1")],
            [f"it undecided: body {NOT_KNOWN}"],
        ),
        "body: what is no operation": (
            [a(REST_API, {"body": '{"paths": {"/orders": []}}'}, "rest", id_="r1"), settings()],
            ["rest undecided: body.paths./orders is a list where a map is expected"],
        ),
        "body: put": (
            [REST, settings(), a(REST_API_PUT, {"body": UNKNOWN}, links={"restApiId": REST})],
            [f"it undecided: body {NOT_KNOWN}"],
        ),
        "body: a requirement of a wrong type": (
            body(["pool"]),
            ["it undecided: body.paths./orders.get.security[0] is text where a map is expected"],
        ),
        "body: security of a wrong type": (
            body("pool"),
            ["it undecided: body.paths./orders.get.security is text where a list is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(("also", "count"), [((), 1), (("method.request.path.Id",), 0)])
def test_further_parameters_are_a_setting(also: tuple[str, ...], count: int) -> None:
    rule = CACHE_KEY_IDENTITY
    stack = Stack(keyed("method.request.path.id"))
    assert rule.check_stack
    assert len(list(rule.check_stack(stack, {**rule.defaults, "identityParameters": also}))) == count
