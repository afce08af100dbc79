from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ENCRYPTED = "settings.cacheDataEncrypted"
CACHING = "settings.cachingEnabled"
CLUSTER = "cacheClusterEnabled is true and"
REST = a(REST_API, {}, "rest", id_="r1")
OTHER = a(REST_API, {}, "other", id_="r2")
SAFE = {"cachingEnabled": True, "cacheDataEncrypted": True}
NOTHING_ENCRYPTS = f"stage violation: {CLUSTER} no MethodSettings with methodPath '*/*' encrypts the cache"
MAYBE = "stage undecided: whether 'it' encrypts the cache is not known"


def settings(values: Any, path: Any = "*/*", stage_name: Any = "v1", api: Resource = REST) -> Resource:
    return a(
        REST_METHOD_SETTINGS, {"methodPath": path, "stageName": stage_name, "settings": values}, links={"restApi": api}
    )


def stage(enabled: Any = True) -> Resource:
    return a(REST_STAGE, {"stageName": "v1", "cacheClusterEnabled": enabled}, "stage", {"restApi": REST})


def bare(is_set: str) -> str:
    return f"it violation: {CACHING} is true and {ENCRYPTED} is {is_set}, it must be true"


CASES: Cases = {
    "cache-encrypted": {
        "encrypted": ([settings(SAFE)], []),
        "not encrypted": ([settings({**SAFE, "cacheDataEncrypted": False})], [bare("false")]),
        "not said": ([settings({"cachingEnabled": True})], [bare("not set")]),
        "one method only": ([settings({"cachingEnabled": True}, "orders/GET")], [bare("not set")]),
        "each setting counts, not one of them": (
            [settings(SAFE), settings({"cachingEnabled": True}, "orders/GET")],
            [bare("not set")],
        ),
        "nothing is cached": ([settings({"cachingEnabled": False, "cacheDataEncrypted": False})], []),
        "caching is not spoken of": ([settings({"metricsEnabled": True})], []),
        "unknown": ([settings({**SAFE, "cacheDataEncrypted": UNKNOWN})], [f"it undecided: {ENCRYPTED} {NOT_KNOWN}"]),
        "unknown caching": ([settings({"cachingEnabled": UNKNOWN})], [f"it undecided: {CACHING} {NOT_KNOWN}"]),
        "unknown caching, encrypted": ([settings({**SAFE, "cachingEnabled": UNKNOWN})], []),
        "unknown settings": ([settings(UNKNOWN)], [f"it undecided: settings {NOT_KNOWN}"]),
        "text in place of the map": ([settings("on")], ["it undecided: settings is text where a map is expected"]),
        "text that is no boolean": (
            [settings({**SAFE, "cacheDataEncrypted": "yes"})],
            [f"it undecided: {ENCRYPTED} is text where a boolean is expected"],
        ),
        "stage: encrypted": ([REST, stage(), settings(SAFE)], []),
        "stage: its methods do not use the cache": ([REST, stage(), settings({"cachingEnabled": False})], []),
        "stage: encrypted, and caching not spoken of": ([REST, stage(), settings({"cacheDataEncrypted": True})], []),
        "stage: without a cache": ([REST, stage(enabled=False)], []),
        "stage: that does not speak of a cache": ([REST, stage(None)], []),
        "stage: with a cache and nothing else": ([REST, stage()], [NOTHING_ENCRYPTS]),
        "stage: said once, of the settings": ([REST, stage(), settings({"cachingEnabled": True})], [bare("not set")]),
        "stage: neither caching nor encryption is spoken of": (
            [REST, stage(), settings({"metricsEnabled": True})],
            [f"stage violation: {CLUSTER} {ENCRYPTED} of 'it' is not set, it must be true"],
        ),
        "stage: encrypted for one method": ([REST, stage(), settings(SAFE, "orders/GET")], [NOTHING_ENCRYPTS]),
        "stage: encrypted elsewhere": ([REST, stage(), settings(SAFE, stage_name="v2")], [NOTHING_ENCRYPTS]),
        "stage: encrypted for another API": ([REST, OTHER, stage(), settings(SAFE, api=OTHER)], [NOTHING_ENCRYPTS]),
        "stage: by ids and names": (
            [
                a(REST_STAGE, {"stageName": "v1", "restApi": "z", "cacheClusterEnabled": True}, "stage"),
                a(
                    REST_METHOD_SETTINGS,
                    {"methodPath": "*/*", "stageName": "v1", "restApi": "z", "settings": SAFE},
                ),
            ],
            [],
        ),
        "stage: unknown cache, encrypted": ([REST, stage(UNKNOWN), settings(SAFE)], []),
        "stage: unknown cache": ([REST, stage(UNKNOWN)], [f"stage undecided: cacheClusterEnabled {NOT_KNOWN}"]),
        "stage: an unknown path": ([REST, stage(), settings(SAFE, UNKNOWN)], [MAYBE]),
        "stage: an unknown name": ([REST, stage(), settings(SAFE, stage_name=UNKNOWN)], [MAYBE]),
        "stage: an unknown name, for one method": (
            [REST, stage(), settings(SAFE, "orders/GET", UNKNOWN)],
            [NOTHING_ENCRYPTS],
        ),
        "stage: unknown encryption": (
            [REST, stage(), settings({"cacheDataEncrypted": UNKNOWN})],
            [f"stage undecided: {ENCRYPTED} of 'it' {NOT_KNOWN}"],
        ),
        "stage: unknown cache, and nothing spoken of": (
            [REST, stage(UNKNOWN), settings({})],
            [f"stage undecided: cacheClusterEnabled {NOT_KNOWN}"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
