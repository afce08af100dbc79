"""`python -m report.costs` with the real engine: a preview, with no emulator running."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from local.workspace import FOLDER_SETTING, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_the_costs_of_a_stack_are_told_without_deploying_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "report.costs", "--stack", "dev", "--json"],
        cwd=ROOT,
        env=os.environ | {FOLDER_SETTING: str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    costs = json.loads(done.stdout)
    assert {"HTTP", "REST", "WEBSOCKET"} == {api["kind"] for api in costs["apis"].values()}
    assert float(costs["total"]) > float(costs["shared"]["total"]) > 0
    assert not (tmp_path / "emulator").exists()
