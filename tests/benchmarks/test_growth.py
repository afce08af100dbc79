from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.comparisons import row
from benchmarks.figures import Figures, measured, typical
from benchmarks.growth import SIZES, START, Growth
from benchmarks.previews import many_routes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def growth(cost: Callable[[int], float]) -> Growth:
    return Growth({size: Figures(cost(size), cost(size), cost(size), cost(size)) for size in (START, *SIZES)})


def test_a_cost_in_proportion_has_the_ratio_one_whatever_the_start() -> None:
    linear = growth(lambda routes: 7 + routes * 0.25)
    assert linear.per_route(100) == Figures(0.25, 0.25, 0.25, 0.25)
    assert linear.ratios() == Figures(1, 1, 1, 1)


def test_a_cost_that_grows_with_the_square_shows() -> None:
    squares = growth(lambda routes: 7 + routes * routes)
    assert squares.ratios().seconds == pytest.approx(301 / 31)


def test_a_typical_run_is_the_median_of_each_figure() -> None:
    runs = [Figures(1, 6, 8, 3), Figures(2, 5, 7, 1), Figures(9, 4, 9, 2)]
    assert typical(runs) == Figures(2, 5, 8, 2)


def test_ratios_are_taken_pair_by_pair() -> None:
    assert row("a / b", "at most 1.10", [(2, 1), (3, 3), (8, 2)]) == [
        "a / b", "3.00", "2.00", "2.00", "1.00", "4.00", "at most 1.10",
    ]  # fmt: skip


def test_a_program_tells_what_it_costs_itself(tmp_path: Path) -> None:
    by_component, _ = many_routes(tmp_path, "http", 3)
    figures = measured(by_component)
    assert 0.1 < figures.program < figures.whole
    assert 20 < figures.mebibytes < 2000
    assert figures.seconds > 0.1
