import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_PUT,
    REST_METHOD,
    REST_STAGE,
    REST_USAGE_PLAN,
    REST_USAGE_PLAN_KEY,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.throttling.usage_plan_keys import USAGE_PLAN_ENFORCED
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest")
OTHER = a(REST_API, {}, "other")
LIVE = a(REST_STAGE, {"stageName": "live"}, "live", {"restApi": REST})
CHAT = a(API, {"protocolType": "WEBSOCKET"}, "chat")
CHAT_LIVE = a(STAGE, {"name": "live"}, "chat live", {"apiId": CHAT})
KEY_SCHEME = {"type": "apiKey", "name": "X-API-Key", "in": "header"}
SECURITY = "body.paths./pay.post.security"


def planned(api: Resource, *more: Resource, key: Any = UNKNOWN) -> list[Resource]:
    """An API in a plan that has a key."""
    plan = a(REST_USAGE_PLAN, {"apiStages": [{"apiId": UNKNOWN, "stage": "live"}]}, "gold", {"apiStages": api})
    return [api, plan, a(REST_USAGE_PLAN_KEY, {"usagePlanId": key}, "key", {"usagePlanId": plan}), *more]


def method(required: Any, verb: Any = "POST", api: Resource = REST) -> Resource:
    return a(REST_METHOD, {"apiKeyRequired": required, "httpMethod": verb}, "pay", {"restApi": api})


def route(required: Any, key: Any) -> Resource:
    return a(ROUTE, {"apiKeyRequired": required, "routeKey": key}, "connect", {"apiId": CHAT})


def document(operation: Any, scheme: Any = KEY_SCHEME, verb: str = "post", **more: Any) -> str:
    schemes = {"components": {"securitySchemes": {"key": scheme}}}
    return json.dumps({"openapi": "3.0.1", "paths": {"/pay": {verb: operation}}, **schemes, **more})


def made_of(body: Any) -> list[Resource]:
    return planned(a(REST_API, {"body": body}, "rest"))


def unlimited(found: str, name: str = "pay") -> str:
    return f"{name} violation: {found}, so that nothing of usage plan 'gold' limits its callers"


NO_SCHEME = unlimited(f"{SECURITY} names no scheme of an API key", "rest")
NO_KEY = "gold violation: no UsagePlanKey of this stack gives the plan a key to count by"
BY_KEY: dict[str, Any] = {"security": [{"key": []}]}
GOLD = a(REST_USAGE_PLAN, {}, "gold")

CASES: Cases = {
    "usage-plan-enforced": {
        "keys are asked for": (planned(REST, LIVE, method(required=True)), []),
        "as text": (planned(REST, method("true")), []),
        "the preflight of a browser": (planned(REST, method(required=False, verb="OPTIONS")), []),
        "a method of an API in no plan": (planned(REST, OTHER, method(required=False, api=OTHER)), []),
        "no plan": ([REST, method(required=False)], []),
        "not said": (planned(REST, method(None)), [unlimited("apiKeyRequired is not set")]),
        "switched off": (planned(REST, method(required=False)), [unlimited("apiKeyRequired is false")]),
        "ANY takes in more than the preflight": (
            planned(REST, method(None, "ANY")),
            [unlimited("apiKeyRequired is not set")],
        ),
        "a plan without keys": ([GOLD], [NO_KEY]),
        "a key of another plan": (
            [GOLD, other := a(REST_USAGE_PLAN, {}, "free"), a(REST_USAGE_PLAN_KEY, {}, "key", {"usagePlanId": other})],
            [NO_KEY],
        ),
        "a key by id": (
            [a(REST_USAGE_PLAN, {}, "gold", id_="p1"), a(REST_USAGE_PLAN_KEY, {"usagePlanId": "p1"}, "key")],
            [],
        ),
        "a key that may be of the plan": (
            [GOLD, a(REST_USAGE_PLAN_KEY, {"usagePlanId": UNKNOWN}, "key")],
            ["gold undecided: whether 'key' is a key of the plan is not known"],
        ),
        "a plan for an API of another stack": (
            [
                plan := a(REST_USAGE_PLAN, {"apiStages": [{"apiId": "zz", "stage": "live"}]}, "gold"),
                a(REST_USAGE_PLAN_KEY, {}, "key", {"usagePlanId": plan}),
            ],
            [],
        ),
        "unknown stages": (
            [
                plan := a(REST_USAGE_PLAN, {"apiStages": UNKNOWN}, "gold"),
                a(REST_USAGE_PLAN_KEY, {}, "key", {"usagePlanId": plan}),
            ],
            [f"gold undecided: apiStages {NOT_KNOWN}"],
        ),
        "text in place of the stages": (
            [
                plan := a(REST_USAGE_PLAN, {"apiStages": "live"}, "gold"),
                a(REST_USAGE_PLAN_KEY, {}, "key", {"usagePlanId": plan}),
            ],
            ["gold undecided: apiStages is text where a list is expected"],
        ),
        "unknown": (planned(REST, method(UNKNOWN)), [f"pay undecided: apiKeyRequired {NOT_KNOWN}"]),
        "an unknown verb": (planned(REST, method(None, UNKNOWN)), [f"pay undecided: httpMethod {NOT_KNOWN}"]),
        "a wrong type": (
            planned(REST, method(7)),
            ["pay undecided: apiKeyRequired is a number where a boolean is expected"],
        ),
        "a method of an unknown API": (
            planned(REST, a(REST_METHOD, {"restApi": UNKNOWN, "httpMethod": "GET"}, "far")),
            ["rest undecided: whether 'far', which asks for no key, is of the API is not known"],
        ),
        "a method of an unknown API that asks for a key": (
            planned(REST, a(REST_METHOD, {"restApi": UNKNOWN, "httpMethod": "GET", "apiKeyRequired": True}, "far")),
            [],
        ),
        "WebSocket: connecting asks for a key": (planned(CHAT, CHAT_LIVE, route(True, "$connect")), []),
        "WebSocket: connecting does not": (
            planned(CHAT, route(None, "$connect")),
            [unlimited("apiKeyRequired is not set", "connect")],
        ),
        "WebSocket: messages cannot": (planned(CHAT, route(None, "send")), []),
        "WebSocket: an unknown route": (
            planned(CHAT, route(None, UNKNOWN)),
            [f"connect undecided: routeKey {NOT_KNOWN}"],
        ),
        "document: by a scheme of keys": (made_of(document(BY_KEY)), []),
        "document: of OpenAPI 2": (
            made_of(
                json.dumps(
                    {"swagger": "2.0", "paths": {"/pay": {"post": BY_KEY}}, "securityDefinitions": {"key": KEY_SCHEME}}
                )
            ),
            [],
        ),
        "document: the preflight": (made_of(document({}, verb="options")), []),
        "document: none": (made_of(document({})), [NO_SCHEME]),
        "document: by an authorizer that reads the header": (
            made_of(document(BY_KEY, {**KEY_SCHEME, "x-amazon-apigateway-authtype": "custom"})),
            [NO_SCHEME],
        ),
        "document: by another header": (
            made_of(document(BY_KEY, {**KEY_SCHEME, "name": "Authorization"})),
            [NO_SCHEME],
        ),
        "document: a scheme that is not there": (made_of(document({"security": [{"other": []}]})), [NO_SCHEME]),
        "document: put into the API": (
            planned(REST, a(REST_API_PUT, {"body": document({})}, "put", {"restApiId": REST})),
            [NO_SCHEME.replace("rest", "put", 1)],
        ),
        "document: its own security is not applied": (made_of(document({}, security=[{"key": []}])), [NO_SCHEME]),
        "document: not known": (made_of(UNKNOWN), [f"rest undecided: body {NOT_KNOWN}"]),
        "document: an operation of a wrong type": (
            made_of(document("pay")),
            ["rest undecided: body.paths./pay.post is text where a map is expected"],
        ),
        "document: security of a wrong type": (
            made_of(document({"security": "key"})),
            [f"rest undecided: {SECURITY} is text where a list is expected"],
        ),
        "document: a requirement of a wrong type": (
            made_of(document({"security": ["key"]})),
            [f"rest undecided: {SECURITY}[0] is text where a map is expected"],
        ),
        "document: a scheme of a wrong type": (
            made_of(document(BY_KEY, "key")),
            ["rest undecided: body.components.securitySchemes.key is text where a map is expected"],
        ),
    }
}


def test_the_security_of_a_document_may_count() -> None:
    check = USAGE_PLAN_ENFORCED.check_stack
    assert check
    stack = Stack(made_of(document({}, security=[{"key": []}])))
    assert list(check(stack, {"documentSecurityCounts": True})) == []


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
