"""Programs of other teams, without components, judged by the pack: while they are previewed, and from what that prints.

Each program has beside it what must be reported of each of its resources, and nothing else may be.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gateway_policies.audit import main as audit
from local.workspace import ROOT
from tests.end_to_end.local_run import LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAMS = Path(__file__).with_name("foreign")
Reported = dict[str, dict[str, list[str]]]


@pytest.fixture(params=["raw", "body", "balanced"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> LocalRun:
    project = tmp_path / request.param
    shutil.copytree(PROGRAMS / request.param, project)
    (project / ".venv").symlink_to(ROOT / ".venv")
    (project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    return LocalRun.of(tmp_path / "local", project, "dev")


def reported(findings: Iterable[tuple[str, str, str]]) -> Reported:
    """Status, type and name, policies: of findings given as status, URN and policy."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for status, urn, policy in findings:
        found[status]["::".join(urn.split("::")[2:])].add(policy)
    return {
        status: {name: sorted(policies) for name, policies in sorted(by_name.items())}
        for status, by_name in sorted(found.items())
    }


def test_each_resource_is_judged_right(run: LocalRun, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((run.project / "expected.json").read_text())

    judged = run.pulumi(
        "preview", "--json", "--policy-pack", str(ROOT / "policies"), more={"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "1"}
    )
    events = [json.loads(line) for line in judged.stdout.splitlines() if line.startswith("{")]
    policies = [event["policyEvent"] for event in events if "policyEvent" in event]
    assert (
        reported(
            ("undecided" if ": undecided: " in one["message"] else "violation", one["resourceUrn"], one["policyName"])
            for one in policies
        )
        == expected
    )
    assert judged.returncode != 0

    preview = run.project / "preview.json"
    preview.write_text(run.pulumi("preview", "--json").stdout)
    assert audit([str(preview)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert reported((one["status"], one["resource"], one["policy"]) for one in found) == expected
