from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.knowledge import prices
from components.knowledge.kinds import Kind
from components.knowledge.prices import Price
from components.knowledge.pricing import Usage, UsageError, cost_of, monthly_cost

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("price", "millions", "dollars"),
    [
        (prices.HTTP_REQUESTS, 300, "300.00"),
        (prices.HTTP_REQUESTS, 1_000, "930.00"),
        (prices.REST_REQUESTS, 333, "1165.50"),
        (prices.REST_REQUESTS, 1_000, "3033.10"),
        (prices.REST_REQUESTS, 20_000, "48253.10"),
        (prices.REST_REQUESTS, 21_000, "49763.10"),
        (prices.MESSAGES, 1_500, "1400.00"),
        (prices.CONNECTION_MINUTES, 438, "109.50"),
    ],
)
def test_requests_cost_what_aws_bills_step_by_step(price: Price, millions: int, dollars: str) -> None:
    assert cost_of(price, Decimal(millions)) == Decimal(dollars)


@pytest.mark.parametrize(
    ("usage", "total"),
    [
        (Usage(Kind.HTTP, requests=10 * MILLION), "10.00"),
        (Usage(Kind.REST, requests=10 * MILLION), "35.00"),
        (Usage(Kind.HTTP, requests=10 * MILLION, kilobytes_per_request=Decimal(512)), "10.00"),
        (Usage(Kind.HTTP, requests=10 * MILLION, kilobytes_per_request=Decimal(513)), "20.00"),
        (Usage(Kind.HTTP, requests=MILLION, kilobytes_per_request=Decimal(0)), "1.00"),
        (Usage(Kind.WEBSOCKET, messages=MILLION, kilobytes_per_message=Decimal(33)), "2.00"),
        (Usage(Kind.WEBSOCKET, connection_minutes=Decimal(10_000 * 43_800)), "109.50"),
        (Usage(Kind.REST, cache_size="0.5"), "14.60"),
        (Usage(Kind.REST, cache_size="237"), "2774.00"),
        (Usage(Kind.REST, requests=MILLION, web_acl=True, web_acl_rules=3), "12.10"),
        (Usage(Kind.HTTP, gigabytes_out=Decimal(10 * 1024 + 100)), "930.10"),
        (Usage(Kind.HTTP, log_gigabytes=Decimal(10), log_gigabytes_kept=Decimal(10)), "5.30"),
        (Usage(Kind.HTTP, application_load_balancers=1, application_load_balancer_units=Decimal(1)), "22.27"),
        (Usage(Kind.REST, network_load_balancers=1, network_load_balancer_units=Decimal(1), vpc_links=1), "20.81"),
        (Usage(Kind.REST, endpoint_zones=2, endpoint_gigabytes=Decimal(100)), "15.60"),
        (Usage(Kind.HTTP), "0.00"),
    ],
)
def test_a_month_costs_what_aws_bills(usage: Usage, total: str) -> None:
    assert monthly_cost(usage).total == Decimal(total)


def test_the_bill_has_a_line_for_each_item() -> None:
    estimate = monthly_cost(Usage(Kind.REST, requests=666 * MILLION, cache_size="1.6"))
    assert [(one.item, one.quantity, one.unit, one.cost) for one in estimate.lines] == [
        ("REST API requests", Decimal(666), "million", Decimal("2097.90")),
        ("response cache of 1.6 GB", Decimal(730), "hour", Decimal("27.740")),
    ]
    assert estimate.lines[0].unit_price == Decimal("3.15")
    assert str(estimate).splitlines()[-1] == "total: $2125.64 a month in us-east-1"


@given(st.decimals(0, 10**9, places=3), st.decimals(0, 10**9, places=3), st.sampled_from(prices.ALL))
def test_more_never_costs_less_and_two_halves_never_less_than_the_whole(
    one: Decimal, other: Decimal, price: Price
) -> None:
    both = cost_of(price, one + other)
    assert max(cost_of(price, one), cost_of(price, other)) <= both <= cost_of(price, one) + cost_of(price, other)


BAD: list[tuple[Any, str, str]] = [
    (Usage(Kind.HTTP, requests=Decimal(-1)), "requests", "give the figure of a month, or leave it out"),
    (Usage(Kind.HTTP, requests=Decimal("NaN")), "requests", "give the figure of a month, or leave it out"),
    (Usage(Kind.REST, cache_size="2"), "cache size", "take the next larger size"),
    (Usage(Kind.REST, web_acl_rules=1), "web acl rules", "say web_acl=True"),
    (Usage(Kind.REST, streaming=True), "streaming", f"see {prices.API_GATEWAY}"),
    (Usage(Kind.HTTP, cache_size="0.5"), "cache", "use RestApi, or put CloudFront in front"),
    (Usage(Kind.HTTP, messages=Decimal(1)), "messages", "remove it"),
    (Usage(Kind.WEBSOCKET, requests=Decimal(1)), "requests", "remove it"),
]


@pytest.mark.parametrize(("usage", "where", "remedy"), BAD)
def test_what_cannot_be_priced_is_refused(usage: Usage, where: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        monthly_cost(usage)
    assert [(one.where, one.remedy) for one in caught.value.problems] == [(where, remedy)]


def test_every_price_has_a_source() -> None:
    assert all(price.source.startswith("https://aws.amazon.com/") for price in prices.ALL)
