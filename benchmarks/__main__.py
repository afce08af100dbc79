"""`make bench`: what components and policies add to a preview, and how APIs and judging grow with their size."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from benchmarks import comparisons, growth, policies
from benchmarks.previews import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(pairs: int, runs: int, kinds: Sequence[str]) -> None:
    """Prints one table of ratios, and one of growth for each kind of API."""
    console = Console(width=max(Console().width, 170))  # a table that is read from a file is not to be wrapped
    with tempfile.TemporaryDirectory() as folder:
        if pairs:
            table = comparisons.empty_table(pairs)
            for name, goal, first, second in comparisons.comparisons(Path(folder), kinds):
                console.print(f"{name} …")
                times = [*track(comparisons.timed(first, second, pairs), total=pairs, transient=True)]
                table.add_row(*comparisons.row(name, goal, times))
            console.print(table)
            console.print(policies.against_checkov(pairs))
        for kind in kinds if runs else ():
            console.print(f"growth of {KINDS[kind]} …")
            console.print(growth.table(kind, runs, growth.grown(Path(folder), kind, runs)))
        if runs:
            console.print(policies.growth(runs))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=int, default=9, help="pairs of runs for each ratio, 0 for none (%(default)s)")
    parser.add_argument(
        "--runs", type=int, default=5, help="runs for each size, 0 for no growth (default: %(default)s)"
    )
    parser.add_argument(
        "--kinds", nargs="+", choices=KINDS, default=[*KINDS], help="kinds of API (default: all, and the policies too)"
    )
    given = parser.parse_args()
    main(given.pairs, given.runs, given.kinds)
