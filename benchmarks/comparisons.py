"""What the components and the policies add to a preview, as ratios of runs side by side."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.previews import EMPTY_PACK, KINDS, PACK, PACK_OF_SHOP, Preview, many_routes, orders_api, shop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROUTES = 300
"""As many as AWS gives an API without being asked."""
ROUTES_OF_1000 = 420
"""Routes of a REST API that is a thousand resources."""
GOAL_OF_COMPONENTS = "at most 1.10"
GOAL_OF_POLICIES = "at most 1.18 (15 % of the preview)"
GOAL_OF_RULES = "at most 1.15"


def comparisons(folder: Path, kinds: Sequence[str]) -> Iterator[tuple[str, str, Preview, Preview]]:
    """Name, goal, and the two previews whose times are divided; those beside the kinds of API only with all of them."""
    whole = {*kinds} == {*KINDS}
    if whole:
        yield "components / raw, one API with functions, table and user pool", GOAL_OF_COMPONENTS, *orders_api(folder)
    for kind in kinds:
        name = f"components / raw, {KINDS[kind]} of {ROUTES} routes"
        yield name, GOAL_OF_COMPONENTS, *many_routes(folder, kind, ROUTES)
    http, _ = many_routes(folder, "http", ROUTES)
    if whole:
        judged = replace(shop(folder), flags=PACK_OF_SHOP)
        yield "with policies / without, the shop", GOAL_OF_POLICIES, judged, shop(folder)
        name = f"with policies / without, HTTP API of {ROUTES} routes"
        yield name, GOAL_OF_POLICIES, replace(http, flags=PACK), http
        rest, _ = many_routes(folder, "rest", ROUTES_OF_1000)
        packs = replace(rest, flags=PACK), replace(rest, flags=EMPTY_PACK)
        yield "all policies / an empty pack, REST API of 1,000 resources", GOAL_OF_RULES, *packs


def empty_table(pairs: int) -> Table:
    """The table, with its columns and no row yet."""
    table = Table(title=f"Previews side by side, {pairs} pairs each", title_justify="left", box=None, padding=(0, 2))
    for column in ("comparison", "median s", "median s", "ratio: median", "min", "max", "goal"):
        table.add_column(column, no_wrap=True)
    return table


def row(name: str, goal: str, times: list[tuple[float, float]]) -> list[str]:
    """The row of one comparison: medians of both, and of their ratios pair by pair."""
    ratios = [one / other for one, other in times]
    medians = [median(column) for column in zip(*times, strict=True)]
    figures = [*medians, median(ratios), min(ratios), max(ratios)]
    return [name, *(f"{figure:.2f}" for figure in figures), goal]


def timed(first: Preview, second: Preview, pairs: int) -> Iterator[tuple[float, float]]:
    """Seconds of both previews, taken in turn so that both meet the same machine, after a pair that is not counted."""
    first.run()
    second.run()
    for _ in range(pairs):
        yield _seconds(first), _seconds(second)


def _seconds(preview: Preview) -> float:
    start = time.perf_counter()
    preview.run()
    return time.perf_counter() - start
