"""`local/pulumi` on a project that knows nothing of this one: no components, no settings, a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from local.engine.cli import cache_folder
from local.workspace import ROOT
from tests.end_to_end.local_run import LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import json
import pulumi
import pulumi_aws as aws

role = aws.iam.Role("echo", assume_role_policy=json.dumps({
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}))
code = "def handler(event, context):\\n    return {'path': event['pathParameters']['path']}"
echo = aws.lambda_.Function(
    "echo", role=role.arn, runtime="python3.13", handler="index.handler",
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset(code)}),
)
api = aws.apigatewayv2.Api("echo", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "echo", api_id=api.id, integration_type="AWS_PROXY", integration_uri=echo.arn, payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "open", api_id=api.id, route_key="GET /{path+}", target=pulumi.Output.concat("integrations/", integration.id)
)
stage = aws.apigatewayv2.Stage("v1", api_id=api.id, name="v1", auto_deploy=True)
aws.lambda_.Permission(
    "echo", action="lambda:InvokeFunction", function=echo.name, principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
pulumi.export("url", stage.invoke_url)
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalRun]:
    # The one thing that is kept for the user, and for all checkouts: a CLI that took minutes to build.
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder().parent.parent))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    project = tmp_path / "echo"
    project.mkdir()
    (tmp_path / "home").mkdir()
    (project / "Pulumi.yaml").write_text("name: echo\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (project / "__main__.py").write_text(PROGRAM)
    run = LocalRun.of(tmp_path / "local", project, "dev")
    yield run
    run.end()


def test_a_foreign_program_is_judged_and_answers(run: LocalRun) -> None:
    pack = ROOT / "policies"
    judged = run.pulumi("preview", "--policy-pack", str(pack))
    assert judged.returncode != 0
    assert "route-authorization  (aws:apigatewayv2:Route: open)" in judged.stdout
    assert "stage-throttling  (aws:apigatewayv2:Stage: v1)" in judged.stdout

    up = run.pulumi("up", "--yes")
    assert up.returncode == 0, up.stdout + up.stderr
    url = run.outputs()["url"]
    assert httpx.get(f"{url}/any/where", trust_env=False, timeout=30).json() == {"path": "any/where"}


def test_nothing_of_the_user_is_read_or_written(run: LocalRun) -> None:
    before = {file.name: file.read_text() for file in run.project.iterdir()}
    assert run.pulumi("up", "--yes").returncode == 0
    assert {file.name: file.read_text() for file in run.project.iterdir() if file.is_file()} == before
    assert list((run.folder.parent / "home").rglob("*")) == []


def test_the_audit_finds_in_the_state_what_the_preview_found(run: LocalRun, tmp_path: Path) -> None:
    assert run.pulumi("up", "--yes").returncode == 0
    state = tmp_path / "state.json"
    state.write_text(run.pulumi("stack", "export").stdout)
    audit = [sys.executable, "-m", "gateway_policies.audit", str(state)]
    done = subprocess.run(
        audit, env=os.environ | {"PYTHONPATH": "policies"}, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 1
    found = {(each["policy"], each["resource"].split("::")[-1]) for each in json.loads(done.stdout)}
    assert {("route-authorization", "open"), ("stage-throttling", "v1"), ("access-logging", "v1")} <= found


def test_a_project_file_that_is_none_is_an_error_without_a_traceback(run: LocalRun) -> None:
    (run.project / "Pulumi.yaml").write_text("runtime: python\n")
    refused = run.pulumi("preview")
    assert refused.returncode == 1
    assert f"error: {run.project}/Pulumi.yaml: `name` is missing" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_port_that_is_taken_is_an_error_without_a_traceback(run: LocalRun) -> None:
    refused = replace(run, port=0).pulumi("up", "--yes")
    assert refused.returncode == 1
    assert "error: GATEWAY_EMULATOR_PORT is '0': give a port number from 1 to 65535" in refused.stderr
    assert "Traceback" not in refused.stderr
