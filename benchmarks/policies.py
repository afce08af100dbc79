"""The policy pack by itself: how judging grows with a stack, and how it compares with another scanner.

Judging runs in a process of its own for each size, as `python -m benchmarks.policies COUNT`, which prints figures.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.generated_stacks import generated, stack_export, terraform_plan
from local.workspace import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (100, 1_000, 10_000)
GOAL_SECONDS, GOAL_MEGABYTES = 5, 300
SCANNED = 1_000
"""Resources of the stack that both scanners get."""
CHECKOV_SETTING = "CHECKOV"
"""Names the program, where checkov is not on PATH."""


def growth(runs: int) -> Table:
    """Seconds and megabytes of judging a stack of each size: medians of `runs` processes."""
    table = _table(f"Judging a stack, {runs} processes each", "resources", "seconds", "MB", "µs a resource", "findings")
    for size in SIZES:
        figures = [_judged(size) for _ in range(runs)]
        seconds = median(one["seconds"] for one in figures)
        megabytes = median(one["megabytes"] for one in figures)
        each = f"{seconds / size * 1e6:.0f}"
        table.add_row(f"{size:,}", f"{seconds:.2f}", f"{megabytes:.0f}", each, f"{figures[0]['findings']:,}")
    table.caption = f"goal for {SIZES[-1]:,}: at most {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB"
    return table


def against_checkov(pairs: int) -> Table | str:
    """Both scanners over the same resources, in turn; or why there is no comparison."""
    checkov = os.environ.get(CHECKOV_SETTING) or shutil.which("checkov")
    if not checkov:
        return f"no comparison with checkov: it is not on PATH, and {CHECKOV_SETTING} does not name it"
    with tempfile.TemporaryDirectory() as folder:
        state, plan = Path(folder, "state.json"), Path(folder, "plan.json")
        resources = generated(SCANNED)
        state.write_text(json.dumps(stack_export(resources)))
        plan.write_text(json.dumps(terraform_plan(resources)))
        ours = [sys.executable, "-m", "gateway_policies.audit", str(state)]
        theirs = [checkov, "--quiet", "--compact", "--framework", "terraform_plan", "--file", str(plan)]
        times = [(_seconds(ours), _seconds(theirs)) for _ in range(pairs)]
    ratios = [their / our for our, their in times]
    table = _table(
        f"Audit of {SCANNED:,} resources, {pairs} pairs", "audit s", "checkov s", "times faster: median", "min", "max"
    )
    medians = [median(column) for column in zip(*times, strict=True)]
    table.add_row(*(f"{one:.2f}" for one in (*medians, median(ratios), min(ratios), max(ratios))))
    return table


def _judged(size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.policies", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    # Both end with 1 when they have found something, as they must here.
    if done.returncode != 1:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "policies")])}


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", caption_justify="left", box=None, padding=(0, 2))
    for column in columns:
        table.add_column(column, no_wrap=True, justify="right")
    return table


def _measure(size: int) -> Iterator[tuple[str, float]]:
    # Here alone: the benchmark itself does without the pack.
    from gateway_policies.evaluate import evaluate  # noqa: PLC0415
    from gateway_policies.resources import Resource  # noqa: PLC0415

    resources = [
        Resource(
            urn=one.urn,
            type=one.type,
            name=one.name,
            props=one.inputs,
            property_dependencies={key: [source.urn] for key, source in one.comes_from.items()},
            id=one.id,
        )
        for one in generated(size)
    ]
    start = time.perf_counter()
    found = evaluate(resources)
    yield "seconds", time.perf_counter() - start
    yield "megabytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "findings", len(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policies", description=__doc__)
    parser.add_argument("count", type=int, help="resources of the stack that is judged")
    print(json.dumps(dict(_measure(parser.parse_args().count))))  # noqa: T201
