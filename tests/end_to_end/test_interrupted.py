"""An `up` that is interrupted: the next one completes the stack, and says what may be left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from local.workspace import ROOT
from tests.end_to_end import interrupting
from tests.end_to_end.interrupting import interrupted_up
from tests.end_to_end.local_run import LocalRun, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.end_to_end.interrupting import Kill

# What the emulator's inventory calls a resource, and the types it may have in Pulumi.
TYPES = {
    "acm": ("aws:acm/certificate:Certificate",),
    "apigateway": (
        "aws:apigateway/restApi:RestApi",
        "aws:apigateway/apiKey:ApiKey",
        "aws:apigateway/usagePlan:UsagePlan",
    ),
    "apigatewayv2": (
        "aws:apigatewayv2/api:Api",
        "aws:apigatewayv2/domainName:DomainName",
        "aws:apigatewayv2/vpcLink:VpcLink",
    ),
    "cloudwatch": ("aws:cloudwatch/dashboard:Dashboard", "aws:cloudwatch/metricAlarm:MetricAlarm"),
    "cognito-idp": ("aws:cognito/userPool:UserPool",),
    "dynamodb": ("aws:dynamodb/table:Table",),
    "ec2": ("aws:ec2/vpc:Vpc",),
    "elbv2": ("aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"),
    "iam": ("aws:iam/role:Role",),
    "kms": ("aws:kms/key:Key",),
    "lambda": ("aws:lambda/function:Function",),
    "logs": ("aws:cloudwatch/logGroup:LogGroup",),
    "route53": ("aws:route53/zone:Zone",),
    "s3": ("aws:s3/bucket:Bucket",),
    "sns": ("aws:sns/topic:Topic",),
    "wafv2": ("aws:wafv2/webAcl:WebAcl",),
}


@dataclass(frozen=True)
class Interruption:
    """What ends an `up`, once resources of a service are saved, and what this one and the next one say of it."""

    kill: Kill
    after: str
    printed: str = ""
    told: str = ""


UNLOCKED = "was killed and left the stack locked; the lock is removed"
INTERRUPTIONS = {
    "engine early": Interruption(interrupting.kill_engine, "iam", told=UNLOCKED),
    "engine late": Interruption(interrupting.kill_engine, "apigateway", told=UNLOCKED),
    "Ctrl-C": Interruption(interrupting.press_ctrl_c, "lambda", printed="^C received; cancelling"),
    "program": Interruption(interrupting.kill_program, "iam", printed="Program exited via signal: SIGKILL"),
    "provider": Interruption(interrupting.kill_provider, "dynamodb"),
    "emulator": Interruption(
        interrupting.kill_emulator, "lambda", printed="does not answer", told="was gone: started again at"
    ),
}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path / "local", orders_program(tmp_path))
    yield run
    run.end()


@pytest.fixture
def whole_shop(tmp_path: Path) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path / "local", ROOT)
    yield run
    run.end()


@pytest.mark.parametrize("interruption", INTERRUPTIONS.values(), ids=INTERRUPTIONS)
def test_the_next_up_completes_the_stack(interruption: Interruption, run: LocalRun) -> None:
    printed = interrupted_up(run, interruption.kill, interruption.after)
    assert interruption.printed in printed
    assert "Traceback" not in printed
    recorded = _recorded(run)

    up = run.pulumi("up", "--yes", "--skip-preview")
    assert up.returncode == 0, up.stdout + up.stderr
    assert interruption.told in up.stderr
    assert "Traceback" not in up.stdout + up.stderr
    _assert_complete(run, recorded, up.stderr)


def test_the_next_up_completes_the_whole_shop(whole_shop: LocalRun) -> None:
    """Three `up`s are interrupted before one ends."""
    told, recorded = "", {}
    for kill, after in (
        (interrupting.kill_provider, "dynamodb"),
        (interrupting.kill_engine, "lambda"),
        (interrupting.kill_emulator, "apigateway_v1"),
    ):
        told += interrupted_up(whole_shop, kill, after)
        now = _recorded(whole_shop)
        assert now.items() >= recorded.items(), "what was recorded is another one now, or gone"
        recorded = now

    up = whole_shop.up()
    assert up.returncode == 0, up.stdout + up.stderr
    _assert_complete(whole_shop, recorded, told + up.stderr)


def _recorded(run: LocalRun) -> dict[str, str | None]:
    """The id of each resource in the state."""
    return {each["urn"]: each.get("id") for each in run.exported().get("resources", [])}


def _assert_complete(run: LocalRun, recorded: dict[str, str | None], told: str) -> None:
    """Nothing recorded is lost, everything is as recorded, and what exists twice was told."""
    exported = run.exported()
    resources = exported["resources"]
    now = {each["urn"]: each.get("id") for each in resources}
    assert len(now) == len(resources)
    assert now.items() >= recorded.items(), "what was recorded is another one now, or gone"
    assert not exported.get("pending_operations")

    ids = {each["id"] for each in resources if "id" in each}
    for service, name in (each.partition(": ")[::2] for each in run.held_by_emulator()):
        # A path or an ARN may end with what Pulumi calls the resource.
        recorded_or_told = {name, name.rpartition("/")[2]} & ids or name in told
        # Those whose name only AWS decides are named by their type.
        assert recorded_or_told or any(one in told for one in TYPES[service]), f"{service}: {name} is silently doubled"

    again = run.pulumi("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "warning:" not in again.stderr
