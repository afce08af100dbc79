"""`make bench`: what the components and the policies add to a preview, as ratios of runs side by side."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.previews import POLICIES, Preview, many_routes, shop

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL_OF_COMPONENTS = "at most 1.10"
GOAL_OF_POLICIES = "at most 1.18 (15 % of the preview)"


def compare(first: Preview, second: Preview, pairs: int) -> list[tuple[float, float]]:
    """Seconds of both previews, taken in turn so that both meet the same machine, after a pair that is not counted."""
    first.run()
    second.run()
    return [(_seconds(first), _seconds(second)) for _ in track(range(pairs), transient=True)]


def _seconds(preview: Preview) -> float:
    start = time.perf_counter()
    preview.run()
    return time.perf_counter() - start


def comparisons(folder: Path) -> Iterator[tuple[str, str, Preview, Preview]]:
    """Name, goal, and the two previews whose times are divided."""
    by_component, raw = shop(folder)
    yield "components / raw, the shop", GOAL_OF_COMPONENTS, by_component, raw
    by_component_200, raw_200 = many_routes(folder, 200)
    yield "components / raw, 200 routes", GOAL_OF_COMPONENTS, by_component_200, raw_200
    for name, preview in (("the shop", by_component), ("200 routes", by_component_200)):
        yield f"with policies / without, {name}", GOAL_OF_POLICIES, replace(preview, flags=POLICIES), preview


def main(pairs: int) -> None:
    """Prints one row for each comparison."""
    console = Console(width=max(Console().width, 120))  # a table that is read from a file is not to be wrapped
    table = Table(title=f"Previews side by side, {pairs} pairs each", title_justify="left", box=None, padding=(0, 2))
    for column in ("comparison", "median s", "median s", "ratio: median", "min", "max", "goal"):
        table.add_column(column)
    with tempfile.TemporaryDirectory() as folder:
        for name, goal, first, second in comparisons(Path(folder)):
            console.print(f"{name} …")
            times = compare(first, second, pairs)
            ratios = [one / other for one, other in times]
            medians = [statistics.median(column) for column in zip(*times, strict=True)]
            figures = [*medians, statistics.median(ratios), min(ratios), max(ratios)]
            table.add_row(name, *(f"{figure:.2f}" for figure in figures), goal)
    console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=int, default=9, help="pairs of runs for each comparison (default: %(default)s)")
    main(parser.parse_args().pairs)
