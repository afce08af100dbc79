import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.authorization.authorizer_settings import AUTHORIZER_TTL
from gateway_policies.resource_types import API, AUTHORIZER, REST_API, REST_API_PUT, REST_AUTHORIZER
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TTL = "authorizerResultTtlInSeconds"
EXPRESSION = "identityValidationExpression"


def http(seconds: Any = None, kind: Any = "REQUEST", *sources: Any) -> list[Resource]:
    return [a(AUTHORIZER, {"authorizerType": kind, TTL: seconds, "identitySources": list(sources) or None})]


def rest(**props: Any) -> list[Resource]:
    return [a(REST_AUTHORIZER, props)]


def body(kind: Any = REST_API, **authorizer: Any) -> list[Resource]:
    schemes = {"mine": {"type": "apiKey", "x-amazon-apigateway-authorizer": authorizer}}
    return [a(kind, {"body": json.dumps({"securityDefinitions": schemes})})]


def is_(found: str) -> list[str]:
    return [f"it violation: {TTL} is {found}"]


def matches_all(found: str) -> list[str]:
    return [f"it violation: {EXPRESSION} is {found}, it must be an expression that not every text matches"]


IN_BODY = "body.securityDefinitions.mine.x-amazon-apigateway-authorizer"
EACH_INVOKES = "0, so that each request invokes the authorizer"
TOO_LONG = "at most 300 is allowed: for so long an answer outlives what it was based on"

CASES: Cases = {
    "authorizer-ttl": {
        "the default": (http(), []),
        "a minute": (http(60), []),
        "a number as text": (http("300"), []),
        "JWT keeps nothing": (http(0, "JWT"), []),
        "WebSocket keeps nothing": (http(0, "REQUEST", "route.request.header.Auth"), []),
        "zero": (http(0), is_(EACH_INVOKES)),
        "an hour": (http(3600), is_(f"3600, {TOO_LONG}")),
        "more than AWS allows": (http(7200), is_("7200, AWS allows 0 to 3600")),
        "less than nothing": (http(-1), is_("-1, AWS allows 0 to 3600")),
        "unknown": (http(UNKNOWN), [f"it undecided: {TTL} {NOT_KNOWN}"]),
        "of an unknown type": (http(0, UNKNOWN), [f"it undecided: authorizerType {NOT_KNOWN}"]),
        "of an unknown type, all right": (http(60, UNKNOWN), []),
        "no number": (http("long"), [f"it undecided: {TTL} is text where a number is expected"]),
        "REST: a token authorizer, by default": (rest(**{TTL: 0}), is_(EACH_INVOKES)),
        "REST: request": (rest(type="REQUEST", **{TTL: 301}), is_(f"301, {TOO_LONG}")),
        "body: the default": (body(type="token"), []),
        "body: JWT keeps nothing": (body(API, type="jwt", authorizerResultTtlInSeconds=0), []),
        "body: zero": (body(type="request", **{TTL: 0}), [f"it violation: {IN_BODY}.{TTL} is {EACH_INVOKES}"]),
        "body: HTTP": (
            body(API, type="request", **{TTL: 3600}),
            [f"it violation: {IN_BODY}.{TTL} is 3600, {TOO_LONG}"],
        ),
        "body: put, no number": (
            body(REST_API_PUT, type="token", **{TTL: "long"}),
            [f"it undecided: {IN_BODY}.{TTL} is text where a number is expected"],
        ),
        "body: unknown": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "REST: user pools": (rest(type="COGNITO_USER_POOLS", **{TTL: 0}), []),
    },
    "authorizer-token-regex": {
        "an expression": (rest(**{EXPRESSION: "^Bearer [-0-9a-zA-Z._]+$"}), []),
        "only token authorizers have one": (rest(type="REQUEST"), []),
        "none": (rest(type="TOKEN"), matches_all("not set")),
        "body: an expression": (body(type="token", **{EXPRESSION: "^x-[a-z]+"}), []),
        "body: of an HTTP API, which has no token authorizers": (body(API, type="request"), []),
        "body: none": (
            body(REST_API_PUT, type="token"),
            [one.replace(EXPRESSION, f"{IN_BODY}.{EXPRESSION}") for one in matches_all("not set")],
        ),
        "one that is empty": (rest(**{EXPRESSION: ""}), matches_all("''")),
        "one that all match": (rest(**{EXPRESSION: "^.*$"}), matches_all("'^.*$'")),
        "unknown": (rest(**{EXPRESSION: UNKNOWN}), [f"it undecided: {EXPRESSION} {NOT_KNOWN}"]),
        "of an unknown type": (rest(type=UNKNOWN), [f"it undecided: type {NOT_KNOWN}"]),
        "no text": (rest(**{EXPRESSION: 1}), [f"it undecided: {EXPRESSION} is a number where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(
    ("seconds", "settings", "expected"),
    [
        (0, {"reportZero": False}, []),
        (600, {"maximumSeconds": 900}, []),
        (
            None,
            {"maximumSeconds": 60},
            ["not set, which is 300, at most 60 is allowed: for so long an answer outlives what it was based on"],
        ),
    ],
)
def test_the_time_may_be_set(seconds: Any, settings: dict[str, Any], expected: list[str]) -> None:
    (authorizer,) = http(seconds)
    found = AUTHORIZER_TTL.checks[AUTHORIZER](authorizer, {**AUTHORIZER_TTL.defaults, **settings})
    assert [one.message for one in found] == [f"{TTL} is {one}" for one in expected]
