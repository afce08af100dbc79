import json
from decimal import Decimal
from typing import Any

import pytest

from components.knowledge.api_of_stack import ApiOfStack, Expected
from components.knowledge.costs_output import costs_output, money
from components.knowledge.costs_reading import read_costs
from components.knowledge.kinds import Kind
from components.knowledge.shared_parts import vpc_link


def costs(kind: Kind = Kind.HTTP, requests: int = 0, region: str = "us-east-1", **settings: Any) -> dict[str, Any]:
    """The costs of one API, put out and read again."""
    output = costs_output({"orders": ApiOfStack(kind, Expected(Decimal(requests)), **settings)}, [], region)
    assert json.loads(json.dumps(output)) == output
    return read_costs(output)


def test_an_item_is_one_line_and_money_has_two_decimals() -> None:
    api = ApiOfStack(Kind.HTTP, Expected(Decimal(10_000_000)))
    output = costs_output({"orders": api}, vpc_link("shop", ["orders"]), "us-east-1")
    assert output["apis"]["orders"]["lines"][0] == "HTTP API requests: 10 million at $1.00 = $10.00"
    assert output["shared"]["lines"] == ["VPC link: 730 hour at $0.00 = $0.00 (shop; shared by orders)"]
    assert (money(Decimal("0.005")), money(Decimal(1_234_567))) == ("0.01", "1234567.00")


def test_the_chart_ends_where_the_steps_of_both_prices_are_known() -> None:
    chart = costs()["chart"]
    assert (chart["requests"][0], chart["requests"][-1]) == (1_000_000, 10_000_000_000)
    assert (chart["HTTP"][0], chart["REST"][0]) == ("1.00", "3.50")
    assert (chart["HTTP"][-1], chart["REST"][-1]) == ("9030.00", "24453.10")
    assert len(chart["requests"]) == len(chart["HTTP"]) == len(chart["REST"])


@pytest.mark.parametrize(
    ("requests", "first", "last"),
    [
        (1, 1, 10**10),
        (45_000, 1_000, 10**10),
        (10_000_000, 10**6, 10**10),
        (3 * 10**10, 10**6, 10**12),
    ],
)
def test_the_chart_reaches_beyond_the_traffic_that_is_expected(requests: int, first: int, last: int) -> None:
    chart = costs(requests=requests)["chart"]
    assert (chart["requests"][0], chart["requests"][-1]) == (first, last)
    assert chart["today"]["requests"] == requests


def test_what_the_requests_of_the_stack_cost_on_both_kinds_is_told() -> None:
    assert costs(requests=10_000_000)["chart"]["today"] == {"requests": 10_000_000, "HTTP": "10.00", "REST": "35.00"}
    assert costs(Kind.REST, requests=45_000)["chart"]["today"]["REST"] == "0.1575"


def test_messages_are_no_requests() -> None:
    told = costs(Kind.WEBSOCKET, requests=5)
    assert told["apis"]["orders"]["messages"] == 5
    assert "today" not in told["chart"]


def test_the_sources_are_those_of_the_prices_that_are_used() -> None:
    assert costs()["prices"]["sources"] == ["https://aws.amazon.com/api-gateway/pricing/"]
    assert costs(requests=10**6)["prices"]["sources"] == [
        "https://aws.amazon.com/api-gateway/pricing/",
        "https://aws.amazon.com/cloudwatch/pricing/",
    ]


def test_what_this_stack_leaves_unpriced_is_said() -> None:
    plain = costs()["notModelled"]
    found = costs(Kind.REST, region="eu-west-1", features=("streaming",))["notModelled"]
    assert [one for one in found if one not in plain] == [
        "What streaming adds to the requests of orders.",
        "The prices of eu-west-1, where the stack is: these are those of us-east-1.",
    ]
