"""The chart of cost against traffic: what it draws is what the output says."""

import math
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from components.knowledge.api_of_stack import ApiOfStack, Expected
from components.knowledge.costs_output import costs_output
from components.knowledge.costs_reading import read_costs
from components.knowledge.kinds import Kind
from report.cost_chart import cost_chart

SVG = "{http://www.w3.org/2000/svg}"


def costs(requests: int = 10_000_000) -> dict[str, Any]:
    return read_costs(costs_output({"orders": ApiOfStack(Kind.HTTP, Expected(Decimal(requests)))}, [], "us-east-1"))


def series(root: ET.Element, number: int) -> list[ET.Element]:
    """The groups with what belongs to a series: its line, its dots, its labels."""
    return [one for one in root.iter(f"{SVG}g") if one.get("class") == f"series serie-{number} color-{number}"]


def told(root: ET.Element, number: int) -> list[str]:
    """What the dots of a series say: `10 million: $35.00`."""
    notes = [one for group in series(root, number) for one in group.iter(f"{SVG}desc")]
    return [one.text or "" for one in notes if one.get("class") == "value"]


def drawn(root: ET.Element, number: int) -> list[tuple[float, float]]:
    """Where the line of a series goes."""
    path = next(one for group in series(root, number) for one in group.iter(f"{SVG}path"))
    numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", path.get("d") or "")]
    return [*zip(numbers[::2], numbers[1::2], strict=True)]


def test_it_is_well_formed_and_needs_nothing_beside_itself() -> None:
    text = cost_chart(costs())
    root = ET.fromstring(text)  # noqa: S314 -- made here
    assert root.tag == f"{SVG}svg"
    assert text.startswith("<svg ")
    assert not re.findall(r"<script|<image|@import|url\(|href", text)
    assert set(re.findall(r"https?://[^\s\"<)]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
        "http://www.gnu.org/licenses/&gt;.",  # pygal's style sheet names its licence
    }


def test_the_same_costs_give_the_same_chart() -> None:
    assert cost_chart(costs()) == cost_chart(costs())


def test_axes_and_series_have_names() -> None:
    root = ET.fromstring(cost_chart(costs()))  # noqa: S314 -- made here
    texts = {one.text for one in root.iter(f"{SVG}text")}
    assert {"requests a month", "US dollars a month", "REST API", "HTTP API", "this stack: 10 million"} <= texts
    assert {"1 million", "10 billion", "$1", "$10,000"} <= texts


def test_both_series_end_where_the_prices_do() -> None:
    root = ET.fromstring(cost_chart(costs()))  # noqa: S314 -- made here
    rest, http = told(root, 0), told(root, 1)
    assert (rest[0], rest[-1]) == ("1 million: $3.50", "10 billion: $24,453.10")
    assert (http[0], http[-1]) == ("1 million: $1.00", "10 billion: $9,030.00")


@pytest.mark.parametrize(("number", "kind"), [(0, "REST"), (1, "HTTP")])
def test_lines_are_drawn_as_far_as_their_values_are_apart(number: int, kind: str) -> None:
    given = costs()
    points = drawn(ET.fromstring(cost_chart(given)), number)  # noqa: S314 -- made here
    requests, dollars = given["chart"]["requests"], [float(one) for one in given["chart"][kind]]
    assert len(points) == len(requests)
    (left, low), (right, high) = points[0], points[-1]
    for (x, y), count, cost in zip(points, requests, dollars, strict=True):
        across = math.log10(count / requests[0]) / math.log10(requests[-1] / requests[0])
        up = math.log10(cost / dollars[0]) / math.log10(dollars[-1] / dollars[0])
        assert (x - left) / (right - left) == pytest.approx(across, abs=0.01)
        assert (y - low) / (high - low) == pytest.approx(up, abs=0.01)


def test_the_traffic_of_the_stack_is_marked_on_both_lines() -> None:
    root = ET.fromstring(cost_chart(costs()))  # noqa: S314 -- made here
    labels = [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "label"]
    assert labels == ["$35.00 on REST", "$10.00 on HTTP"]
    (x, rest), (same, http) = drawn(root, 2)
    assert x == same
    index = costs()["chart"]["requests"].index(10_000_000)
    assert (drawn(root, 0)[index], drawn(root, 1)[index]) == (pytest.approx((x, rest)), pytest.approx((x, http)))


def test_without_traffic_nothing_is_marked() -> None:
    root = ET.fromstring(cost_chart(costs(0)))  # noqa: S314 -- made here
    assert [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "label"] == []
    assert not any("this stack" in (one.text or "") for one in root.iter(f"{SVG}text"))


def test_colours_are_told_for_light_and_for_dark() -> None:
    text = cost_chart(costs())
    assert "@media (prefers-color-scheme:dark)" in text.replace("scheme: dark", "scheme:dark")
    for name in ("ink", "faint", "http", "rest"):
        assert len(set(re.findall(rf"--cost-chart-{name}: ?(#[0-9a-f]{{6}})", text))) == 2


@pytest.mark.parametrize("requests", [0, 45_000, 10_000_000])
def test_the_legend_stands_within_the_picture(requests: int) -> None:
    root = ET.fromstring(cost_chart(costs(requests)))  # noqa: S314 -- made here
    height = float((root.get("viewBox") or "").split()[3])
    (legends,) = (one for one in root.iter(f"{SVG}g") if (one.get("class") or "").startswith("legends"))
    top = float(re.findall(r"[\d.]+", legends.get("transform") or "")[1])
    bottoms = [top + float(one.get("y") or 0) + float(one.get("height") or 0) for one in legends.iter(f"{SVG}rect")]
    assert len(bottoms) == (3 if requests else 2)
    assert max(bottoms) < height
