import pytest

from components.access.throttling import Throttle
from components.knowledge.account_load import (
    RestSize,
    account_rate,
    deployment_warnings,
    rest_calls,
    seconds_of_calls,
    throttle_warnings,
)


def throttles(**rates: float) -> dict[str, Throttle]:
    return {name: Throttle(rate=rate, burst=1) for name, rate in rates.items()}


def test_a_share_of_the_account_below_four_fifths_is_no_warning() -> None:
    assert throttle_warnings(throttles(orders=4_000, users=3_999), "eu-west-1") == []


def test_apis_that_may_use_up_the_account_together_are_a_warning_with_the_largest_first() -> None:
    (warning,) = throttle_warnings(throttles(users=3_000, orders=5_000), "eu-west-1")
    assert warning == (
        "the APIs may together take 8000 of 10000 requests per second in eu-west-1 (80%): orders 5000, users 3000. "
        "Lower a throttle or ask AWS for more"
    )


def test_small_regions_have_a_quarter() -> None:
    assert (account_rate("eu-south-1"), account_rate("eu-west-1")) == (2_500, 10_000)
    assert len(throttle_warnings(throttles(users=1_000, orders=1_000), "eu-south-1")) == 1


def test_a_raised_quota_counts() -> None:
    assert throttle_warnings(throttles(users=3_000, orders=5_000), "eu-west-1", granted=20_000) == []


def test_a_throttle_above_the_account_is_told_by_itself() -> None:
    (warning,) = throttle_warnings(throttles(orders=10_001), "eu-west-1")
    assert warning == (
        'the API "orders" may take 10001 requests per second, more than the 10000 of the whole account in eu-west-1: '
        "its throttle never acts"
    )


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        ({}, 0),
        ({"PutMethod": 40}, 0),
        ({"PutMethod": 140}, 10),
        ({"CreateDomainName": 1}, 0),
        ({"CreateDomainName": 3, "PutMethod": 10}, 60),
        ({"CreateResource": 301}, 60),
    ],
)
def test_calls_take_what_their_slowest_rate_asks(calls: dict[str, int], seconds: float) -> None:
    assert seconds_of_calls(calls) == pytest.approx(seconds)


def test_a_first_deployment_of_many_resources_is_a_warning() -> None:
    assert deployment_warnings(rest_calls(RestSize(paths=20, methods=30))) == []
    calls = rest_calls(RestSize(paths=200, methods=300, answers=300))
    (warning,) = deployment_warnings(calls)
    assert warning == (
        "the first deployment makes 1103 calls of the control plane: AWS takes 10 a second, and fewer of some, "
        "so it lasts 106 s or more"
    )
