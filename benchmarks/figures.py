"""What one run of a preview costs, as a whole and for the program in it."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.previews import Preview


@dataclass(frozen=True)
class Figures:
    """The cost of one run, or of a typical one."""

    seconds: float
    """From the start of the command line to its end."""
    whole: float
    """Seconds of processor time of engine, provider and program, which other work on the machine hardly changes."""
    program: float
    """Seconds of processor time of the program alone."""
    mebibytes: float
    """Peak of the program's memory (resident set)."""


def measured(preview: Preview) -> Figures:
    """The figures of one run of a program that tells its own; see `many_routes/own_figures.py`."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "figures.json"
        before, start = _processor_time_of_children(), time.perf_counter()
        replace(preview, settings=preview.settings | {"FIGURES": str(own)}).run()
        seconds, whole = time.perf_counter() - start, _processor_time_of_children() - before
        told = json.loads(own.read_text())
    return Figures(seconds, whole, told["seconds"], told["kibibytes"] / 1024)


def typical(runs: Iterable[Figures]) -> Figures:
    """The medians, each by itself."""
    listed = [*runs]
    return Figures(
        median(one.seconds for one in listed),
        median(one.whole for one in listed),
        median(one.program for one in listed),
        median(one.mebibytes for one in listed),
    )


def _processor_time_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
