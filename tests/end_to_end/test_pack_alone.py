"""The policy pack as a folder that was copied next to another project, and over states with no project at all."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from local.workspace import ROOT
from tests.end_to_end.local_run import REGION, LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import pulumi_aws as aws

api = aws.apigatewayv2.Api("shop", protocol_type="HTTP")
aws.apigatewayv2.Route("open", api_id=api.id, route_key="GET /orders")
certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c-1"
endpoint = {"types": "REGIONAL"}
aws.apigateway.DomainName(
    "old", domain_name="api.example.com", security_policy="TLS_1_0", regional_certificate_arn=certificate,
    endpoint_configuration=endpoint,
)
"""
STATE = ROOT / "tests" / "policies" / "states" / "export.json"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    project = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "policies", project / "policies", ignore=shutil.ignore_patterns("__pycache__"))
    (project / ".venv").symlink_to(ROOT / ".venv")
    (project / "Pulumi.yaml").write_text("name: elsewhere\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: {REGION}\n")
    (project / "__main__.py").write_text(PROGRAM)
    run = LocalRun.of(tmp_path / "local", project, "dev")
    yield run
    run.end()


def test_a_copy_judges_another_project(run: LocalRun) -> None:
    pack = str(run.project / "policies")
    preview = run.pulumi("preview", "--policy-pack", pack)
    assert preview.returncode != 0
    for policy, resource in (
        ("route-authorization", "aws:apigatewayv2:Route: open"),
        ("domain-min-tls", "aws:apigateway:DomainName: old"),
    ):
        assert f"  {policy}  ({resource})" in preview.stdout, preview.stdout
    assert "Traceback" not in preview.stdout + preview.stderr


def test_a_group_is_let_off_and_tls_is_raised_by_the_engine_itself(run: LocalRun) -> None:
    enforcement = run.project / "enforcement.json"
    enforcement.write_text(json.dumps({"authorization": "advisory", "domain-min-tls": "remediate"}))
    pack = ["--policy-pack", str(run.project / "policies"), "--policy-pack-config", str(enforcement)]
    preview = run.pulumi("preview", "--diff", *pack)
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert re.search(r'securityPolicy +: "TLS_1_2"', preview.stdout), preview.stdout
    assert "[remediate]  domain-min-tls" in preview.stdout
    assert "[advisory] [severity: high]  route-authorization" in preview.stdout


def test_states_are_analyzed_without_a_project(run: LocalRun) -> None:
    pack = str(run.project / "policies")
    command = [str(ROOT / "local" / "pulumi"), "policy", "analyze", "--file", str(STATE), "--policy-pack", pack]
    analyzed = subprocess.run(command, env=run.environment, capture_output=True, text=True, timeout=300, check=False)
    assert analyzed.returncode == 1
    assert "one or more mandatory policy violations were found" in analyzed.stderr + analyzed.stdout
    assert "route-authorization" in analyzed.stdout
