"""The account's setting for logs: made once, waited for, and still there when the stack that made it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.workspace import ROOT
from tests.end_to_end.local_run import REGION, LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})

from components import ApiGatewayAccount, RestApi, Route, Throttle, WebSocketApi

account = ApiGatewayAccount("logs", {{}})
shared = {{"account": account, "throttle": Throttle(rate=10, burst=20)}}
answer = Route(mock={{}}, public="a test calls it")
RestApi("payments", {{**shared, "stage": "live", "routes": {{"GET /payments": answer}}}})
RestApi("refunds", {{**shared, "stage": "live", "routes": {{"GET /refunds": answer}}}})
WebSocketApi("line", {{**shared, "routes": {{"$connect": answer, "$default": Route(mock={{}})}}}})
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    project = tmp_path / "logs"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: logs\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: {REGION}\n")
    (project / "__main__.py").write_text(PROGRAM)
    run = LocalRun.of(tmp_path / "local", project, "dev")
    yield run
    run.end()


def test_one_role_serves_every_api_and_outlives_the_stack(run: LocalRun) -> None:
    up = run.pulumi("up", "--yes")
    assert up.returncode == 0, up.stdout + up.stderr
    role_arn = run.aws("apigateway").get_account()["cloudwatchRoleArn"]
    role = role_arn.rpartition("/")[2]
    assert [one["RoleName"] for one in run.aws("iam").list_roles()["Roles"]] == [role]
    resources = run.exported()["resources"]
    (setting,) = [one["urn"] for one in resources if one["type"] == "aws:apigateway/account:Account"]
    stages = [one for one in resources if one["type"].endswith("stage:Stage")]
    assert len(stages) == 3
    assert all(setting in one["dependencies"] for one in stages)

    gone = run.pulumi("destroy", "--yes")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert run.aws("apigateway").get_rest_apis()["items"] == []
    assert run.aws("apigateway").get_account()["cloudwatchRoleArn"] == role_arn
    assert run.aws("iam").list_role_policies(RoleName=role)["PolicyNames"] != []
    assert run.exported().get("resources", []) == []


def test_execution_logs_are_on_with_a_group_that_forgets(run: LocalRun) -> None:
    assert run.pulumi("up", "--yes").returncode == 0
    gateway, websockets = run.aws("apigateway"), run.aws("apigatewayv2")
    apis = {one["name"].rpartition("-")[0]: one["id"] for one in gateway.get_rest_apis()["items"]}
    settings = gateway.get_stage(restApiId=apis["payments"], stageName="live")["methodSettings"]["*/*"]
    assert (settings["loggingLevel"], settings["dataTraceEnabled"]) == ("ERROR", False)
    (line,) = websockets.get_apis()["Items"]
    routes = websockets.get_stage(ApiId=line["ApiId"], StageName="live")["DefaultRouteSettings"]
    assert (routes["LoggingLevel"], routes["DataTraceEnabled"]) == ("ERROR", False)
    groups = {
        one["logGroupName"]: one.get("retentionInDays") for one in run.aws("logs").describe_log_groups()["logGroups"]
    }
    assert groups[f"API-Gateway-Execution-Logs_{apis['payments']}/live"] == 30
    assert groups[f"/aws/apigateway/{line['ApiId']}/live"] == 30
