"""How much of the quotas is used, and when that is near to all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.knowledge import limits
from tests.report.bookshop import API, THROTTLE, shelf
from tests.report.recording import HTTP, document, state
from tests.report.reports import page, reported

if TYPE_CHECKING:
    from report.use import Use


def many_routes(number: int) -> list[dict[str, object]]:
    made = [
        state(
            f"{HTTP}/route:Route", f"r{index}", {"routeKey": f"GET /{index}", "authorizationType": "AWS_IAM"}, apiId=API
        )
        for index in range(number)
    ]
    return [*shelf(), *made]


def use_of(uses: list[Use], what: str) -> Use:
    return next(one for one in uses if one.what == what)


def test_each_kind_is_counted_against_its_own_quotas() -> None:
    apis = reported().limits.apis
    assert [(one.what, one.used, one.allowed) for one in apis["shelf"]] == [
        ("routes", 4, 300),
        ("integrations", 4, 300),
        ("authorizers", 1, 10),
        ("stages", 1, 10),
    ]
    assert [(one.what, one.used) for one in apis["desk"]] == [("paths", 1), ("authorizers", 1), ("stages", 1)]
    assert use_of(apis["drawn"], "routes").used == 2


def test_mappings_are_counted_by_domain() -> None:
    (domain,) = reported().limits.domains
    assert (domain.what, domain.used, domain.allowed) == ("api.books.example.com", 1, 200)


def test_the_throttles_together_are_held_against_the_account() -> None:
    (rates, *_) = reported().limits.account
    assert (rates.used, rates.allowed) == (300, 10_000)
    raised = reported(stage_limits_sum={"accountRateLimit": 500}).limits.account[0]
    assert (raised.allowed, raised.share) == (500, 0.6)


def test_a_small_region_has_a_smaller_rate() -> None:
    recorded = document(*shelf()) | {"config": {"aws:region": limits.SMALL_REGIONS[0]}}
    assert reported(recorded).limits.account[0].allowed == 2_500


@pytest.mark.parametrize(("number", "state_"), [(235, "fine"), (236, "near"), (296, "near"), (297, "over")])
def test_a_count_near_its_quota_is_marked(number: int, state_: str) -> None:
    recorded = document(*many_routes(number))
    assert use_of(reported(recorded).limits.apis["shelf"], "routes").state == state_


def test_the_page_marks_what_is_near_and_over() -> None:
    assert 'class="use near"' in page(document(*many_routes(236)))
    assert 'class="use over"' in page(document(*many_routes(297)))
    assert 'class="use near"' not in page()


def test_the_first_deployment_is_as_long_as_its_calls() -> None:
    small = reported(document(*shelf())).limits.deployment
    assert (small.calls, small.seconds.used) == (14, 0)
    large = reported(document(*many_routes(426))).limits.deployment
    assert (large.calls, large.seconds.used, large.seconds.state) == (440, 40, "fine")
    domains = [state(f"{HTTP}/domainName:DomainName", f"d{index}") for index in range(4)]
    slow = reported(document(*shelf(), *domains)).limits.deployment
    assert (slow.seconds.used, slow.slowest, slow.seconds.state) == (120, "5 calls of CreateDomainName", "over")


def test_a_stage_without_a_throttle_is_told_beside_the_sum() -> None:
    stage = state(f"{HTTP}/stage:Stage", "bare", {"name": "bare"}, apiId=API)
    assert "1 stages without one" in reported(document(*shelf(), stage)).limits.account[0].note
    assert THROTTLE["throttlingRateLimit"] == reported(document(*shelf(), stage)).limits.account[0].used
