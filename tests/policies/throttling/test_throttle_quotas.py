from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.resource_types import REST_METHOD_SETTINGS, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource
from gateway_policies.throttling.throttle_quotas import THROTTLE_EFFECTIVE
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

DEFAULT = "defaultRouteSettings"


def stage(rate: Any, burst: Any = 1, region: str = "eu-west-1", **more: Any) -> Resource:
    default = {"throttlingRateLimit": rate, "throttlingBurstLimit": burst}
    return a(STAGE, {DEFAULT: default, **more}, region=region)


def above(path: str, found: int, quota: int) -> str:
    return f"it violation: {path} is {found}, it must be below the account's quota of {quota}"


SOME_REGIONS = "above the quota of some Regions, and the Region is not known"

CASES: Cases = {
    "throttle-effective": {
        "below": ([stage(9999, 4999)], []),
        "the rate's quota": ([stage(10000)], [above(f"{DEFAULT}.throttlingRateLimit", 10000, 10000)]),
        "the burst's quota": ([stage(1, 5000)], [above(f"{DEFAULT}.throttlingBurstLimit", 5000, 5000)]),
        "a rate of twice the burst's": (
            [stage(5000, 10000)],
            [above(f"{DEFAULT}.throttlingBurstLimit", 10000, 5000)],
        ),
        "a Region of a small quota": (
            [stage(2500, 1250, "eu-south-2")],
            [above(f"{DEFAULT}.throttlingRateLimit", 2500, 2500), above(f"{DEFAULT}.throttlingBurstLimit", 1250, 1250)],
        ),
        "the resource's own Region counts": (
            [replace(stage(2500), props={**stage(2500).props, "region": "ca-west-1"})],
            [above(f"{DEFAULT}.throttlingRateLimit", 2500, 2500)],
        ),
        "no Region, small": ([stage(2499, 1249, "")], []),
        "no Region, large": ([stage(10000, 1, "")], [above(f"{DEFAULT}.throttlingRateLimit", 10000, 10000)]),
        "no Region, between": (
            [stage(2500, 1, "")],
            [f"it undecided: {DEFAULT}.throttlingRateLimit is 2500, {SOME_REGIONS}"],
        ),
        "unknown Region, between": (
            [replace(stage(2500), props={**stage(2500).props, "region": UNKNOWN})],
            [f"it undecided: {DEFAULT}.throttlingRateLimit is 2500, {SOME_REGIONS}"],
        ),
        "none is another rule's matter": ([a(STAGE, {})], []),
        "switched off is another rule's matter": ([stage(-1)], []),
        "a route's own": (
            [stage(1, routeSettings=[{"routeKey": "GET /x", "throttlingRateLimit": 99999}])],
            [above("routeSettings[0].throttlingRateLimit", 99999, 10000)],
        ),
        "unknown": ([stage(UNKNOWN)], [f"it undecided: {DEFAULT}.throttlingRateLimit {NOT_KNOWN}"]),
        "unknown routes": ([stage(1, routeSettings=UNKNOWN)], [f"it undecided: routeSettings {NOT_KNOWN}"]),
        "method settings": (
            [a(REST_METHOD_SETTINGS, {"settings": {"throttlingRateLimit": 10001}}, region="eu-west-1")],
            [above("settings.throttlingRateLimit", 10001, 10000)],
        ),
        "a usage plan": (
            [a(REST_USAGE_PLAN, {"throttleSettings": {"rateLimit": 5, "burstLimit": 5000}}, region="eu-west-1")],
            [above("throttleSettings.burstLimit", 5000, 5000)],
        ),
        "a method of a usage plan": (
            [
                a(
                    REST_USAGE_PLAN,
                    {"apiStages": [{"throttles": [{"path": "/x/GET", "rateLimit": 20000, "burstLimit": 1}]}]},
                    region="eu-west-1",
                )
            ],
            [above("apiStages[0].throttles[0].rateLimit", 20000, 10000)],
        ),
        "unknown parts of a usage plan": (
            [a(REST_USAGE_PLAN, {"apiStages": [UNKNOWN, {"throttles": UNKNOWN}]})],
            [
                f"it undecided: apiStages[0] {NOT_KNOWN}",
                f"it undecided: apiStages[1].throttles {NOT_KNOWN}",
            ],
        ),
        "unknown stages of a usage plan": (
            [a(REST_USAGE_PLAN, {"apiStages": UNKNOWN})],
            [f"it undecided: apiStages {NOT_KNOWN}"],
        ),
        "wrong types": (
            [a(REST_USAGE_PLAN, {"throttleSettings": 7, "apiStages": {"a": 1}})],
            [
                "it undecided: throttleSettings is a number where a map is expected",
                "it undecided: apiStages is a map where a list is expected",
            ],
        ),
    }
}


@pytest.mark.parametrize(
    ("settings", "rate", "count"),
    [
        ({"accountRateLimit": 50000}, 49999, 0),
        ({"accountRateLimit": 50000}, 50000, 1),
        ({"region": "il-central-1"}, 2500, 1),
        ({"region": "us-east-1"}, 9999, 0),
    ],
)
def test_the_account_is_described_by_settings(settings: dict[str, float | str], rate: int, count: int) -> None:
    found = THROTTLE_EFFECTIVE.checks[STAGE](stage(rate, region=""), {**THROTTLE_EFFECTIVE.defaults, **settings})
    assert [one.status.value for one in found] == ["violation"] * count


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
