"""How time and memory grow with the number of routes: they should grow in proportion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.figures import Figures, measured, typical
from benchmarks.previews import KINDS, many_routes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.previews import Preview

SIZES = (30, 100, 300)
"""Routes."""
START = 1
"""An API needs a route: what one of one route costs is the fixed start, and is taken off."""
_COLUMNS = ("program", "routes", "preview s", "processor s", "ms a route", "of program s", "ms a route", "peak MiB")


@dataclass(frozen=True)
class Growth:
    """The figures of one program by the number of its routes, START among them."""

    by_size: Mapping[int, Figures]

    def per_route(self, size: int) -> Figures:
        """What each further route costs, the fixed start taken off."""
        start, at_size, routes = self.by_size[START], self.by_size[size], size - START
        return Figures(
            (at_size.seconds - start.seconds) / routes,
            (at_size.whole - start.whole) / routes,
            (at_size.program - start.program) / routes,
            (at_size.mebibytes - start.mebibytes) / routes,
        )

    def ratios(self) -> Figures:
        """What a route costs among the most of them, for each 1 that it costs among the fewest."""
        return divided(self.per_route(max(SIZES)), self.per_route(min(SIZES)))


def divided(one: Figures, other: Figures) -> Figures:
    """Each figure of the one by that of the other."""
    return Figures(
        one.seconds / other.seconds,
        one.whole / other.whole,
        one.program / other.program,
        one.mebibytes / other.mebibytes,
    )


def grown(folder: Path, kind: str, runs: int) -> dict[str, Growth]:
    """How the program with the component grows, and how the raw one does.

    The sizes and the programs take turns, so that all of them meet the same machine.
    """
    programs = {size: many_routes(folder, kind, size) for size in (START, *SIZES)}
    for by_component, raw in programs.values():
        by_component.run()
        raw.run()
    taken = [{size: _both(*pair) for size, pair in programs.items()} for _ in range(runs)]
    return {
        name: Growth({size: typical(run[size][index] for run in taken) for size in programs})
        for index, name in enumerate(("component", "raw"))
    }


def table(kind: str, runs: int, growths: Mapping[str, Growth]) -> Table:
    """One row for each program and size, then the ratios."""
    title = f"{KINDS[kind]}: growth with its routes, medians of {runs} runs; a route's own cost is without the start"
    made = Table(title=title, title_justify="left", box=None, padding=(0, 2))
    for column in (*_COLUMNS, "KiB a route"):
        made.add_column(column, no_wrap=True)
    for name, growth in growths.items():
        for size in (START, *SIZES):
            made.add_row(
                name, str(size), *_cells(growth.by_size[size], None if size == START else growth.per_route(size))
            )
    for name, growth in growths.items():
        ratios = growth.ratios()
        cells = ("", "", f"{ratios.whole:.2f}", "", f"{ratios.program:.2f}", "", f"{ratios.mebibytes:.2f}")
        made.add_row(f"{name}, a route: {max(SIZES)} / {min(SIZES)} (goal 1.0)", "", *cells)
    most = divided(growths["component"].by_size[max(SIZES)], growths["raw"].by_size[max(SIZES)])
    cells = (f"{most.seconds:.2f}", f"{most.whole:.2f}", "", f"{most.program:.2f}", "", f"{most.mebibytes:.2f}", "")
    made.add_row("component / raw (goal 1.10 at most)", str(max(SIZES)), *cells)
    return made


def _both(by_component: Preview, raw: Preview) -> tuple[Figures, Figures]:
    return measured(by_component), measured(raw)


def _cells(at_size: Figures, each: Figures | None) -> list[str]:
    own = (
        ("", "", "")
        if each is None
        else (f"{each.whole * 1000:.2f}", f"{each.program * 1000:.2f}", f"{each.mebibytes * 1024:.0f}")
    )
    return [
        f"{at_size.seconds:.2f}",
        f"{at_size.whole:.2f}",
        own[0],
        f"{at_size.program:.2f}",
        own[1],
        f"{at_size.mebibytes:.1f}",
        own[2],
    ]
