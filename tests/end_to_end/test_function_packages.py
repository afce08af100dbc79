"""A LambdaFunction with dependencies, by the real engine: packaged, deployed, invoked, and left alone when unchanged.

What this does not prove: that the wheels run on Lambda; the emulator runs functions with this machine's Python.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from local.engine.cli import cache_folder
from local.workspace import ROOT
from tests.components.wheels import build_wheel
from tests.end_to_end.local_run import LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import pulumi
import pulumi_aws as aws
from components import LambdaFunction, python_package

function = LambdaFunction("orders", {
    "code": python_package("functions/orders"), "handler": "orders.create.handler", "alias": "live",
    "environment": {"AREA": "north"}, "secrets": {"CARRIER_KEY": "hunter2"},
})
api = aws.apigatewayv2.Api("orders", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "orders", api_id=api.id, integration_type="AWS_PROXY", integration_uri=function.target_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "open", api_id=api.id, route_key="GET /orders", target=pulumi.Output.concat("integrations/", integration.id)
)
stage = aws.apigatewayv2.Stage("v1", api_id=api.id, name="v1", auto_deploy=True)
aws.lambda_.Permission(
    "orders", action="lambda:InvokeFunction", function=function.function_name, qualifier=function.qualifier,
    principal="apigateway.amazonaws.com", source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
pulumi.export("url", stage.invoke_url)
pulumi.export("target", function.target_arn)
pulumi.export("version", function.version)
"""

CODE = """
import os
import greeting

def handler(event, context):
    return {"word": greeting.WORD, "area": os.environ["AREA"], "key": len(os.environ["CARRIER_KEY"])}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalRun]:
    build_wheel(tmp_path / "wheels", "greeting", "1.0", {"greeting.py": "WORD = 'hello'\n"})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder().parent.parent))
    project = tmp_path / "project"
    package = project / "functions" / "orders"
    package.mkdir(parents=True)
    (package / "create.py").write_text(CODE)
    (package / "requirements.txt").write_text("greeting==1.0\n")
    (project / "components").symlink_to(ROOT / "components")
    (project / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (project / "__main__.py").write_text(PROGRAM)
    run = LocalRun.of(tmp_path / "local", project, "dev")
    yield run
    run.end()


def test_the_same_input_is_the_same_function_wherever_it_is_packaged(run: LocalRun, tmp_path: Path) -> None:
    up = run.pulumi("up", "--yes")
    assert up.returncode == 0, up.stdout + up.stderr
    outputs = run.outputs()
    assert outputs["target"].endswith(":live")
    answer = httpx.get(f"{outputs['url']}/orders", trust_env=False, timeout=30)
    assert answer.json() == {"word": "hello", "area": "north", "key": 7}
    assert "hunter2" not in run.pulumi("stack", "export").stdout

    # Another checkout, with other times and permissions, that installs the dependencies anew.
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(run.project, elsewhere, ignore=shutil.ignore_patterns(".local", "components"))
    (elsewhere / "components").symlink_to(ROOT / "components")
    for file in (elsewhere / "functions").rglob("*.*"):
        file.chmod(0o700)
        os.utime(file, (1_000_000_000, 1_000_000_000))
    copied = replace(run, project=elsewhere).pulumi("preview", "--expect-no-changes")
    assert copied.returncode == 0, copied.stdout + copied.stderr
    assert "installing the dependencies" in copied.stdout

    # The first one has them already, and needs nothing to install them from.
    shutil.rmtree(tmp_path / "wheels")
    again = run.pulumi("preview", "--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "installing the dependencies" not in again.stdout


def test_a_change_of_the_code_moves_the_alias_to_a_new_version(run: LocalRun) -> None:
    assert run.pulumi("up", "--yes").returncode == 0
    assert run.outputs()["version"] == "1"
    code = run.project / "functions" / "orders" / "create.py"
    code.write_text(code.read_text().replace("greeting.WORD", "greeting.WORD.upper()"))
    assert run.pulumi("up", "--yes").returncode == 0
    outputs = run.outputs()
    assert outputs["version"] == "2"
    assert httpx.get(f"{outputs['url']}/orders", trust_env=False, timeout=30).json()["word"] == "HELLO"


def test_what_pip_cannot_install_is_told_without_a_traceback(run: LocalRun) -> None:
    (run.project / "functions" / "orders" / "requirements.txt").write_text("greeting==2.0\n")
    refused = run.pulumi("preview")
    assert refused.returncode != 0
    assert 'pip cannot install "functions/orders/requirements.txt" for python3.13-arm64' in refused.stdout
    assert "No matching distribution found for greeting==2.0" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr
