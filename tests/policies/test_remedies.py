"""Resources made right by the rules at the level `remediate`; after it the rule finds no fault with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.pack import Pack
from gateway_policies.resource_types import DOMAIN_NAME, REST_DOMAIN_NAME, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import UNKNOWN, a

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}


def remedied(rule: str, resource: Resource, **settings: Any) -> Mapping[str, object]:
    """The properties of a resource after one rule has made it right."""
    changed = [(by.name, better) for by, better in Pack({rule: ("remediate", settings)}).remedies(resource)]
    assert [name for name, _ in changed] in ([], [rule])
    return changed[0][1] if changed else resource.props


LIMITS = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}
CASES: Mapping[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "a domain of TLS 1.0": (
        "domain-min-tls",
        REST_DOMAIN_NAME,
        {"securityPolicy": "TLS_1_0"},
        {"securityPolicy": "TLS_1_2"},
    ),
    "a domain that says nothing": ("domain-min-tls", REST_DOMAIN_NAME, {}, {"securityPolicy": "TLS_1_2"}),
    "a domain of HTTP APIs": (
        "domain-min-tls",
        DOMAIN_NAME,
        {"domainNameConfiguration": {"certificateArn": UNKNOWN, "securityPolicy": "TLS_1_0"}},
        {"domainNameConfiguration": {"certificateArn": UNKNOWN, "securityPolicy": "TLS_1_2"}},
    ),
    "a method that traces data": (
        "no-data-trace",
        REST_METHOD_SETTINGS,
        {"settings": {"dataTraceEnabled": True, "loggingLevel": "INFO"}},
        {"settings": {"dataTraceEnabled": False, "loggingLevel": "INFO"}},
    ),
    "routes that trace data": (
        "no-data-trace",
        STAGE,
        {
            "defaultRouteSettings": {"dataTraceEnabled": True},
            "routeSettings": [{"routeKey": "a", "dataTraceEnabled": "true"}],
        },
        {
            "defaultRouteSettings": {"dataTraceEnabled": False},
            "routeSettings": [{"routeKey": "a", "dataTraceEnabled": False}],
        },
    ),
    "a cache in clear": (
        "cache-encrypted",
        REST_METHOD_SETTINGS,
        {"settings": {"cachingEnabled": True}},
        {"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}},
    ),
    "a stage without limits": ("stage-throttling", STAGE, {"name": "x"}, {"name": "x", "defaultRouteSettings": LIMITS}),
    "a stage with one limit": (
        "stage-throttling",
        STAGE,
        {"defaultRouteSettings": {"throttlingRateLimit": 7}},
        {"defaultRouteSettings": {"throttlingRateLimit": 7, "throttlingBurstLimit": 200}},
    ),
    "all methods of a stage": (
        "stage-throttling",
        REST_METHOD_SETTINGS,
        {"methodPath": "*/*", "settings": {"loggingLevel": "ERROR"}},
        {"methodPath": "*/*", "settings": {"loggingLevel": "ERROR", **LIMITS}},
    ),
}


@pytest.mark.parametrize(("rule", "kind", "before", "after"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_made_right(rule: str, kind: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    resource = a(kind, {**before, "note": SECRET, "later": UNKNOWN})
    better = remedied(rule, resource)
    assert better == {**after, "note": SECRET, "later": UNKNOWN}
    assert remedied(rule, replace(resource, props=better)) == better
    check = BY_NAME[rule].checks.get(kind)
    if check:
        assert not [*check(replace(resource, props=better), BY_NAME[rule].defaults)]


@pytest.mark.parametrize("kind", [STAGE, REST_STAGE])
def test_a_log_format_is_one_that_the_rule_takes(kind: str) -> None:
    better = remedied("access-log-format", a(kind, {"accessLogSettings": {"destinationArn": UNKNOWN, "format": "x"}}))
    assert remedied("access-log-format", a(kind, better)) == better
    assert not [*BY_NAME["access-log-format"].checks[kind](a(kind, better), BY_NAME["access-log-format"].defaults)]


def test_the_limits_are_those_of_the_settings() -> None:
    stage = remedied("stage-throttling", a(STAGE, {}), rateLimit=3, burstLimit=4)
    assert stage["defaultRouteSettings"] == {"throttlingRateLimit": 3, "throttlingBurstLimit": 4}


LEFT: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "a newer policy": ("domain-min-tls", REST_DOMAIN_NAME, {"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}),
    "a policy that is not known": ("domain-min-tls", REST_DOMAIN_NAME, {"securityPolicy": UNKNOWN}),
    "a configuration that is not known": ("domain-min-tls", DOMAIN_NAME, {"domainNameConfiguration": UNKNOWN}),
    "no access log": ("access-log-format", STAGE, {"accessLogSettings": {}}),
    "settings that are not known": ("cache-encrypted", REST_METHOD_SETTINGS, {"settings": UNKNOWN}),
    "nothing cached": ("cache-encrypted", REST_METHOD_SETTINGS, {"settings": {"cachingEnabled": False}}),
    "limits that are not known": ("stage-throttling", STAGE, {"defaultRouteSettings": UNKNOWN}),
    "a stage that is shut": (
        "stage-throttling",
        STAGE,
        {"defaultRouteSettings": {"throttlingRateLimit": 0, "throttlingBurstLimit": 0}},
    ),
    "one method": ("stage-throttling", REST_METHOD_SETTINGS, {"methodPath": "a/GET", "settings": {}}),
}


@pytest.mark.parametrize(("rule", "kind", "properties"), LEFT.values(), ids=LEFT)
def test_what_is_right_or_cannot_be_told_is_left(rule: str, kind: str, properties: dict[str, Any]) -> None:
    assert remedied(rule, a(kind, properties)) == properties


def test_what_is_exempt_is_left() -> None:
    exemption = {"resource": "it", "reason": "an old device", "expires": "2999-12-31"}
    for kind, rule in ((REST_DOMAIN_NAME, "domain-min-tls"), (REST_METHOD_SETTINGS, "stage-throttling")):
        resource = a(kind, {"methodPath": "*/*", "settings": {}})
        assert remedied(rule, resource, exemptions=[exemption]) == resource.props


def test_only_at_the_level_remediate() -> None:
    assert [*Pack().remedies(a(REST_DOMAIN_NAME, {}))] == []


def test_the_rules_with_a_remedy() -> None:
    assert {rule.name for rule in RULES if rule.remedies} == {
        "access-log-format",
        "cache-encrypted",
        "domain-min-tls",
        "no-data-trace",
        "stage-throttling",
    }
    assert all(not rule.remedies.keys() - set(rule.types) for rule in RULES)
