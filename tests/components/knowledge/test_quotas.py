from typing import Any

import pulumi
import pytest

from components.knowledge import limits
from components.knowledge.quotas import near, outside, over, raised_quota_problems, stage_variable_problems, too_long


@pytest.mark.parametrize(("count", "problems", "warnings"), [(239, 0, 0), (240, 0, 1), (300, 0, 1), (301, 1, 0)])
def test_a_count_is_fine_then_near_then_over(count: int, problems: int, warnings: int) -> None:
    assert len(over("routes", count, 300, "split the API")) == problems
    assert len(near("routes", count, 300)) == warnings


def test_the_texts_name_count_and_quota() -> None:
    (problem,) = over("routes", 301, 300, "split the API")
    assert (problem.where, problem.found, problem.allowed) == ("routes", "301 routes", "300 at most")
    assert near("routes", 250, 300) == ["250 routes of the 300 that AWS allows an API"]


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        (50, True),
        (29_000, True),
        (29_000.0, True),
        (49, False),
        (29_001, False),
        (60.5, False),
        (True, False),
        ("60", False),
    ],
)
def test_a_number_lies_between_two_bounds(value: object, *, fine: bool) -> None:
    found = outside("timeout", value, lowest=50, highest=29_000, unit="milliseconds", remedy="shorten it")
    assert (found == []) == fine
    assert [one.allowed for one in found] == ([] if fine else ["whole milliseconds from 50 to 29000"])


def test_bytes_are_those_of_utf_8() -> None:
    assert too_long("template", "ä" * 5, 9, "characters", "shorten it") == []
    (problem,) = too_long("template", "ä" * 5, 9, "bytes", "shorten it")
    assert (problem.found, problem.allowed) == ("10 bytes", "9 bytes at most")


def test_stage_variables_have_a_number_and_lengths() -> None:
    assert stage_variable_problems({"a" * 64: "b" * 512, "unknown": pulumi.Output.from_input("b" * 513)}) == []
    found = stage_variable_problems({**{f"v{number}": "" for number in range(100)}, "a" * 65: "b" * 513})
    assert [one.found for one in found] == ["101 stage_variables", "65 characters", "513 characters"]


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "300", float("inf"), None])
def test_a_raised_quota_is_a_whole_number(value: Any) -> None:
    (problem,) = raised_quota_problems({"routes": value})
    assert problem.found == f"routes {value!r}"
    assert raised_quota_problems({"routes": 500}) == []


def test_an_unknown_quota_is_a_problem() -> None:
    quotas: Any = {"route": 500}
    assert [one.remedy for one in raised_quota_problems(quotas)] == ['did you mean "routes"?']


def test_every_limit_has_a_unit_and_a_page_of_aws() -> None:
    tables = (limits.ACCOUNT, limits.HTTP, limits.REST, limits.WEBSOCKET)
    every = [quota for table in tables for quota in table.values()]
    assert all(one.value > 0 and one.unit and one.source.startswith("https://docs.aws.amazon.com/") for one in every)


@pytest.mark.parametrize(
    ("table", "name", "value", "raisable"),
    [
        (limits.HTTP, "routes", 300, True),
        (limits.HTTP, "integration timeout", 30_000, False),
        (limits.REST, "resources", 300, True),
        (limits.REST, "integration timeout", 29_000, True),
        (limits.REST, "resource policy", 8_192, True),
        (limits.REST, "mapping template", 307_200, False),
        (limits.REST, "cache time", 3_600, False),
        (limits.WEBSOCKET, "message", 131_072, False),
        (limits.WEBSOCKET, "frame", 32_768, False),
        (limits.WEBSOCKET, "connection", 7_200, False),
        (limits.ACCOUNT, "requests per second", 10_000, True),
        (limits.ACCOUNT, "Lambda function policy", 20_480, False),
    ],
)
def test_the_figures_are_those_of_aws(table: dict[str, limits.Quota], name: str, value: int, *, raisable: bool) -> None:
    assert (table[name].value, table[name].raisable) == (value, raisable)


def test_the_figures_of_http_apis_have_names_of_their_own() -> None:
    assert (limits.ROUTES, limits.AUTHORIZERS, limits.INTEGRATIONS) == (300, 10, 300)
    assert (limits.AUDIENCES_PER_AUTHORIZER, limits.SCOPES_PER_ROUTE, limits.INTEGRATION_TIMEOUT) == (50, 10, 30)
