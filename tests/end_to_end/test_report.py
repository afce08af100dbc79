"""`make report` with the real engine: the page of a stack with an account nowhere and a secret somewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from local.workspace import ROOT
from tests.end_to_end.local_run import CUSTOMER_KEY, LocalRun, copy_of_program

if TYPE_CHECKING:
    from pathlib import Path


def test_a_stack_is_told_in_one_page_without_its_secrets(tmp_path: Path) -> None:
    project = copy_of_program(tmp_path)
    for folder in ("local", "report"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    run = LocalRun.of(tmp_path / "workspace", project, "prod")
    key = run.pulumi("config", "set", "--secret", "--path", "shop:apiKeys.acme", CUSTOMER_KEY)
    assert key.returncode == 0, key.stdout + key.stderr

    file = tmp_path / "report.html"
    done = subprocess.run(
        [sys.executable, "-m", "report", "--stack", "prod", "--output", str(file)],
        cwd=project,
        env=run.environment | {"PYTHONPATH": f"{project}{os.pathsep}{project / 'policies'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"The report is in {file}" in done.stderr.replace("\n", "")
    page = file.read_text().replace("<wbr>", "")
    for told in ("api.shop.example.com", "/orders/health", "called by the uptime monitor", "$1,008.62"):
        assert told in page
    assert 'id="cost-chart"' in page
    assert "api-key-not-literal" in page  # the stack with the key it is
    assert CUSTOMER_KEY not in page + done.stdout + done.stderr


def test_a_stack_that_is_not_there_is_told_with_those_that_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "report", "--stack", "nowhere"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'policies'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no stack 'nowhere': stacks/ has settings of dev, local, prod, staging." in done.stderr
    assert "Traceback" not in done.stderr
