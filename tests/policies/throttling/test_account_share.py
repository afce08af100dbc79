from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.throttling.account_share import STAGE_LIMITS_SUM
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

RATE = "defaultRouteSettings.throttlingRateLimit"
REST = a(REST_API, {}, "rest")
LIVE = a(REST_STAGE, {"stageName": "live"}, "live", {"restApi": REST}, region="eu-west-1")


def stage(rate: Any, name: str = "it", provider: str = "eu-west-1", **more: Any) -> Resource:
    default = None if rate is None else {"throttlingRateLimit": rate, "throttlingBurstLimit": 1}
    return a(STAGE, {"defaultRouteSettings": default, **more}, name, region=provider)


def settings(rate: Any, path: Any = "*/*") -> Resource:
    props = {"methodPath": path, "stageName": "live", "settings": {"throttlingRateLimit": rate}}
    return a(REST_METHOD_SETTINGS, props, "settings", {"restApi": REST})


def adds_up(total: int, count: int = 2, region: str = "eu-west-1", quota: int = 10000) -> str:
    found = f"throttlingRateLimit of {count} stages adds up to {total} in {region}"
    return f"violation: {found}, above the account's quota of {quota}; the largest is here"


def somewhere(total: int, above: str, count: int = 2) -> str:
    return (
        f"undecided: region is not known, and throttlingRateLimit of {count} stages adds up to {total}, above {above}"
    )


CASES: Cases = {
    "stage-limits-sum": {
        "below": ([stage(4000, "a"), stage(6000, "b")], []),
        "above": ([stage(4000, "a"), stage(6001, "b")], ["b " + adds_up(10001)]),
        "a small Region": (
            [stage(2000, "a", "eu-south-2"), stage(1000, "b", "eu-south-2")],
            ["a " + adds_up(3000, region="eu-south-2", quota=2500)],
        ),
        "each Region has a quota of its own": ([stage(6000, "a"), stage(6000, "b", "us-east-1")], []),
        "the stage's own Region counts": ([stage(6000, "a"), stage(6000, "b", region="us-east-1")], []),
        "one alone is another rule's matter": ([stage(20000)], []),
        "without limits and switched off": ([stage(None, "a"), stage(-1, "b"), stage(9000, "c")], []),
        "with a REST stage": (
            [REST, LIVE, settings(9000), stage(2000)],
            ["live " + adds_up(11000)],
        ),
        "a REST stage without limits": ([REST, LIVE, settings(9000, "orders/GET"), stage(2000)], []),
        "a REST stage of unknown settings": (
            [REST, LIVE, settings(9000, UNKNOWN), stage(2000)],
            ["live undecided: whether 'settings' throttles the stage is not known"],
        ),
        "an unknown limit of a REST stage": (
            [REST, LIVE, settings(UNKNOWN), stage(2000)],
            [f"live undecided: settings.throttlingRateLimit of 'settings' {NOT_KNOWN}"],
        ),
        "an unknown limit does not hide the others": (
            [stage(UNKNOWN, "a"), stage(6000, "b"), stage(7000, "c")],
            [f"a undecided: {RATE} {NOT_KNOWN}", "c " + adds_up(13000)],
        ),
        "text that is no number": (
            [stage("fast", "a"), stage(1, "b")],
            [f"a undecided: {RATE} is text where a number is expected"],
        ),
        "no Region, small": ([stage(1000, "a", ""), stage(1500, "b", "")], []),
        "no Region, large": (
            [stage(1000, "a", ""), stage(2000, "b", "")],
            ["a " + somewhere(3000, "2500, the quota of a Region")],
        ),
        "a stage of no Region beside others": (
            [stage(9000, "a"), stage(2000, "b", "")],
            ["b " + somewhere(11000, "the quota of eu-west-1, 10000")],
        ),
    }
}


@pytest.mark.parametrize(
    ("settings_", "count"),
    [({"accountRateLimit": 20000}, 0), ({"accountRateLimit": 5000}, 1), ({}, 1), ({"region": "eu-west-1"}, 1)],
)
def test_the_account_is_described_by_settings(settings_: dict[str, float | str], count: int) -> None:
    check = STAGE_LIMITS_SUM.check_stack
    assert check
    stack = Stack([stage(6000, "a", ""), stage(6000, "b", "")])
    found = list(check(stack, {**STAGE_LIMITS_SUM.defaults, **settings_}))
    assert len(found) == count
    assert all((one.status.value == "violation") == ("region" in settings_) for one in found)


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
