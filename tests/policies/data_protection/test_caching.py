from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.data_protection.caching import CACHE_INVALIDATION_AUTHORIZED
from gateway_policies.resource_types import REST_METHOD_SETTINGS, REST_STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

CACHING = "settings.cachingEnabled"
RENEWAL = "settings.requireAuthorizationForCacheControl"
STRATEGY = "unauthorizedCacheControlHeaderStrategy"


def stage(enabled: Any) -> list[Resource]:
    return [a(REST_STAGE, {"stageName": "v1", "cacheClusterEnabled": enabled})]


def settings(values: Any) -> list[Resource]:
    return [a(REST_METHOD_SETTINGS, {"methodPath": "*/*", "stageName": "v1", "settings": values})]


def renewal(authorized: Any, caching: Any = True) -> list[Resource]:
    return settings({"cachingEnabled": caching, "requireAuthorizationForCacheControl": authorized})


CASES: Cases = {
    "cache-enabled": {
        "a stage with a cache": (stage(enabled=True), []),
        "as text, which the provider takes": (stage("true"), []),
        "a stage without one": (stage(enabled=False), ["it violation: cacheClusterEnabled is false, it must be true"]),
        "a stage that does not say": (stage(None), ["it violation: cacheClusterEnabled is not set, it must be true"]),
        "methods that are cached": (settings({"cachingEnabled": True}), []),
        "methods that are not": (
            settings({"metricsEnabled": True}),
            [f"it violation: {CACHING} is not set, it must be true"],
        ),
        "unknown": (stage(UNKNOWN), [f"it undecided: cacheClusterEnabled {NOT_KNOWN}"]),
        "unknown settings": (settings(UNKNOWN), [f"it undecided: settings {NOT_KNOWN}"]),
        "text that is no boolean": (
            stage("yes"),
            ["it undecided: cacheClusterEnabled is text where a boolean is expected"],
        ),
    },
    "cache-invalidation-authorized": {
        "authorized": (renewal(authorized=True), []),
        "what AWS does unless told otherwise": (settings({"cachingEnabled": True}), []),
        "open to everyone": (
            renewal(authorized=False),
            [f"it violation: {CACHING} is true and {RENEWAL} is false, it must be true"],
        ),
        "nothing is cached": (renewal(authorized=False, caching=False), []),
        "caching is not spoken of": (renewal(authorized=False, caching=None), []),
        "unknown": (renewal(UNKNOWN), [f"it undecided: {RENEWAL} {NOT_KNOWN}"]),
        "unknown caching, open": (renewal(authorized=False, caching=UNKNOWN), [f"it undecided: {CACHING} {NOT_KNOWN}"]),
        "unknown caching, authorized": (renewal(authorized=True, caching=UNKNOWN), []),
        "unknown settings": (settings(UNKNOWN), [f"it undecided: settings {NOT_KNOWN}"]),
        "text in place of the map": (settings("on"), ["it undecided: settings is text where a map is expected"]),
        "text that is no boolean": (
            renewal("no"),
            [f"it undecided: {RENEWAL} is text where a boolean is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"cachingEnabled": True, STRATEGY: "FAIL_WITH_403"}, []),
        ({"cachingEnabled": False}, []),
        ({"cachingEnabled": True}, [f"settings.{STRATEGY} is not set, it must be FAIL_WITH_403"]),
        (
            {"cachingEnabled": True, STRATEGY: "SUCCEED_WITH_RESPONSE_HEADER"},
            [f"settings.{STRATEGY} is SUCCEED_WITH_RESPONSE_HEADER, it must be FAIL_WITH_403"],
        ),
        ({"cachingEnabled": True, STRATEGY: UNKNOWN}, [f"settings.{STRATEGY} {NOT_KNOWN}"]),
        ({"cachingEnabled": UNKNOWN}, [f"{CACHING} {NOT_KNOWN}"]),
    ],
)
def test_a_setting_demands_that_renewal_is_refused(values: dict[str, Any], expected: list[str]) -> None:
    rule = CACHE_INVALIDATION_AUTHORIZED
    found = rule.checks[REST_METHOD_SETTINGS](settings(values)[0], {**rule.defaults, "refuse": True})
    assert [one.message for one in found] == expected
