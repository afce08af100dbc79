"""What the APIs of a stack cost together: shared steps, shared parts, and the other kind."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.knowledge import prices, shared_parts
from components.knowledge.api_of_stack import ApiOfStack, Expected
from components.knowledge.kinds import Kind
from components.knowledge.pricing import cost_of, monthly_cost
from components.knowledge.stack_bill import BilledLine, other_kind, stack_bill, total

MILLION = 1_000_000


def api(kind: Kind, millions: int, **settings: Any) -> ApiOfStack:
    """An API of empty requests."""
    return ApiOfStack(kind, Expected(Decimal(millions * MILLION)), **settings)


def costs_of(lines: Iterable[BilledLine]) -> dict[str, Decimal]:
    return {line.price.item: line.cost for line in lines}


def test_one_api_costs_what_it_costs_alone() -> None:
    one = ApiOfStack(
        Kind.REST, Expected(Decimal(700 * MILLION), Decimal(2), Decimal(3)), cache_size="1.6", log_retention_days=90
    )
    alone = monthly_cost(one.usage(Kind.REST)).total
    assert abs(stack_bill({"one": one}).total - alone) <= Decimal("0.03")  # each of five lines is rounded to the cent


def test_the_steps_of_a_price_count_all_apis_of_the_stack() -> None:
    apis = {"a": api(Kind.HTTP, 200), "b": api(Kind.HTTP, 200), "c": api(Kind.REST, 200)}
    bill = stack_bill(apis)
    assert costs_of(bill.apis["a"])["HTTP API requests"] == Decimal("195.00")  # (300 * 1.00 + 100 * 0.90) / 2
    assert costs_of(bill.apis["c"])["REST API requests"] == Decimal("700.00")


def test_the_other_kind_is_priced_beside_those_that_stay() -> None:
    apis = {"a": api(Kind.HTTP, 333), "b": api(Kind.REST, 333)}
    other = other_kind("a", apis)
    assert other is not None
    assert (other.kind, other.lacks) == (Kind.REST, ())
    assert costs_of(other.lines)["REST API requests"] == Decimal("1048.95")  # (333 * 3.50 + 333 * 2.80) / 2


def test_an_http_api_counts_every_512_kilobytes_of_the_larger_direction() -> None:
    large = ApiOfStack(Kind.HTTP, Expected(Decimal(MILLION), Decimal(1), Decimal(513)))
    assert costs_of(stack_bill({"a": large}).apis["a"])["HTTP API requests"] == Decimal("2.00")
    other = other_kind("a", {"a": large})
    assert other is not None
    assert costs_of(other.lines)["REST API requests"] == Decimal("3.50")


def test_connections_count_by_the_minute_and_messages_by_32_kilobytes() -> None:
    socket = ApiOfStack(Kind.WEBSOCKET, Expected(Decimal(MILLION), Decimal(33), Decimal(33), Decimal(10_000)))
    costs = costs_of(stack_bill({"s": socket}).apis["s"])
    assert costs["WebSocket messages"] == Decimal("2.00")
    assert costs["WebSocket connection minutes"] == Decimal("109.50")
    assert other_kind("s", {"s": socket}) is None


def test_answers_of_a_private_api_leave_by_its_endpoint() -> None:
    private = ApiOfStack(
        Kind.REST, Expected(Decimal(1024 * 1024), Decimal(40), Decimal(60)), features=("private-endpoint",)
    )
    costs = costs_of(stack_bill({"p": private}).apis["p"])
    assert costs["data through interface endpoints"] == Decimal("1.00")  # 100 GB
    assert "data out to the internet" not in costs


def test_logs_are_kept_as_long_as_is_said() -> None:
    ten, hundred = (
        costs_of(stack_bill({"a": api(Kind.HTTP, 100, log_retention_days=days)}).apis["a"]) for days in (30, 365)
    )
    assert ten["CloudWatch Logs, taken in"] == hundred["CloudWatch Logs, taken in"]
    ratio = hundred["CloudWatch Logs, kept"] / ten["CloudWatch Logs, kept"]
    assert abs(ratio - Decimal(365) / 30) < Decimal("0.1")


@pytest.mark.parametrize(
    ("millions", "kilobytes", "kind", "units"),
    [
        (657, 0, "application", "7300"),  # 250 requests a second, 25 to a unit, all month
        (657, 0, "network", "3650"),
        (1.048576, 1000, "application", "1000"),  # a gigabyte an hour to a unit
    ],
)
def test_a_load_balancer_costs_by_the_hour_and_by_what_goes_through(
    millions: float, kilobytes: int, kind: str, units: str
) -> None:
    expected = Expected(Decimal(str(millions)) * MILLION, Decimal(0), Decimal(kilobytes))
    hours, capacity = shared_parts.load_balancer("front", kind, {"a": ApiOfStack(Kind.HTTP, expected)})
    assert (hours.quantity, hours.shared_by) == (Decimal(730), ("a",))
    assert capacity.quantity == Decimal(units)


def test_shared_parts_are_paid_once_and_a_web_acl_is_no_part_of_an_api() -> None:
    apis = {name: api(Kind.REST, 1, web_acl=True) for name in ("a", "b")}
    parts = [*shared_parts.web_acl("shield", 4, [*apis]), *shared_parts.vpc_link("link", ["a"])]
    bill = stack_bill(apis, parts)
    assert bill.shared_total == Decimal("9.00")
    assert {line.price.item for lines in bill.apis.values() for line in lines} == {
        "REST API requests",
        "CloudWatch Logs, taken in",
        "CloudWatch Logs, kept",
        "requests seen by a web ACL",
    }
    assert [part.shared_by for part, _ in bill.shared] == [("a", "b"), ("a", "b"), ("a",)]


def test_an_endpoint_costs_in_each_zone_and_a_network_without_one_nothing() -> None:
    (part,) = shared_parts.interface_endpoint("shop", 2, ["a"])
    assert part.quantity == Decimal(1460)
    assert shared_parts.interface_endpoint("shop", 0, []) == []


def test_what_the_other_kind_lacks_is_told_once() -> None:
    apis = {"a": api(Kind.REST, 1, features=("api-keys", "cors", "waf"), web_acl=True)}
    other = other_kind("a", apis)
    assert other is not None
    assert (other.lines, other.lacks) == ((), ("api-keys", "waf"))


@given(st.lists(st.integers(0, 3_000 * MILLION), min_size=1, max_size=5))
def test_the_lines_of_all_apis_cost_what_all_requests_cost(counts: list[int]) -> None:
    apis = {str(index): ApiOfStack(Kind.REST, Expected(Decimal(count))) for index, count in enumerate(counts)}
    bill = stack_bill(apis)
    lines = [line for one in bill.apis.values() for line in one if line.price is prices.REST_REQUESTS]
    whole = cost_of(prices.REST_REQUESTS, Decimal(sum(counts)) / MILLION)
    assert abs(total(lines) - whole) <= Decimal("0.01") * len(counts)
