"""An `up` that is interrupted: the next one completes the stack, and says what may be left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.emulator import process
from local.workspace import ROOT
from tests.end_to_end.local_run import LocalRun, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 120.0
Kill = Callable[[LocalRun, "subprocess.Popen[bytes]"], None]

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


def _kill_processes(run: LocalRun, part: bytes) -> None:
    """Kills the processes of this run whose command line has this part, and no other process."""
    mine = str(run.folder).encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue  # it has ended, or is not ours to read
        if part in command and mine in environment:
            os.kill(int(folder.name), signal.SIGKILL)


def _kill_engine(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del run
    up.kill()


def _stop_engine(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does."""
    del run
    up.send_signal(signal.SIGINT)


def _kill_provider(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del up
    _kill_processes(run, b"local.provider")


def _kill_program(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del up
    _kill_processes(run, b"pulumi-language-python-exec")


def _kill_emulator(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del up
    emulator = process.recorded(run.workspace.emulator)
    assert emulator
    os.kill(emulator.pid, signal.SIGKILL)


def _stop_reading(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    """Whoever read what `up` prints reads no more, as a terminal that is closed."""
    del run
    assert up.stdout
    up.stdout.close()


def _written(file: Path) -> int:
    """When a file was last written, in nanoseconds; 0 before it is there."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _interrupt(run: LocalRun, kill: Kill, after: str) -> str:
    """Starts an `up`, kills something once the emulator has saved resources of a service, and waits for its end."""
    saved = run.workspace.emulator / "state" / f"{after}.json"
    before = _written(saved)
    command = run.command("up", "--yes")
    with subprocess.Popen(command, env=run.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as up:
        deadline = time.monotonic() + SECONDS
        while _written(saved) == before:
            if up.poll() is not None or time.monotonic() > deadline:
                up.kill()
                pytest.fail(f"no {after} was saved, exit code {up.poll()}:\n{up.communicate()[0].decode()}")
            time.sleep(0.002)
        kill(run, up)
        if up.stdout and up.stdout.closed:
            up.wait(timeout=SECONDS)
            return ""
        printed, _ = up.communicate(timeout=SECONDS)
    assert up.returncode != 0
    return printed.decode()


@pytest.mark.parametrize(
    ("kill", "after"),
    [
        (_kill_engine, "apigateway"),
        (_stop_engine, "lambda"),
        (_stop_reading, "lambda"),
        (_kill_program, "iam"),
        (_kill_provider, "apigateway"),
        (_kill_emulator, "dynamodb"),
    ],
)
def test_the_next_up_completes_the_stack(kill: Kill, after: str, run: LocalRun) -> None:
    _assert_that_the_next_up_completes(run, kill, after)


def test_the_next_up_completes_the_whole_shop(whole_shop: LocalRun) -> None:
    _assert_that_the_next_up_completes(whole_shop, _kill_engine, "apigateway_v1")


def test_what_the_engine_was_interrupted_in_is_told_until_it_is_cleared(run: LocalRun) -> None:
    _assert_that_the_next_up_completes(run, _kill_engine, "iam")
    told = run.up()
    assert "interrupted while creating" in told.stdout
    cleared = run.pulumi("refresh", "--yes", "--clear-pending-creates")
    assert cleared.returncode == 0, cleared.stdout + cleared.stderr
    quiet = run.up("--expect-no-changes")
    assert quiet.returncode == 0, quiet.stdout + quiet.stderr
    assert "interrupted" not in quiet.stdout + quiet.stderr


def test_a_full_log_stops_nothing(run: LocalRun) -> None:
    """As on a full disk: every write to /dev/full fails."""
    run.workspace.emulator.mkdir(parents=True)
    (run.workspace.emulator / "emulator.log").symlink_to("/dev/full")
    up = run.up()
    assert up.returncode == 0, up.stdout + up.stderr
    again = run.up("--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr


def _assert_that_the_next_up_completes(run: LocalRun, kill: Kill, after: str) -> None:
    _interrupt(run, kill, after)
    recorded = {each["urn"]: each.get("id") for each in run.exported()["resources"]}

    up = run.up()
    assert up.returncode == 0, up.stdout + up.stderr
    assert "Traceback" not in up.stdout + up.stderr

    resources = run.exported()["resources"]
    now = {each["urn"]: each.get("id") for each in resources}
    assert len(now) == len(resources)
    assert {urn: now.get(urn) for urn in recorded} == recorded, "what was recorded is another one now, or gone"

    # The engine tells what it itself was interrupted in, this program what the engine does not know of.
    told = "\n".join([up.stderr, *(line for line in up.stdout.splitlines() if "interrupted while" in line)])
    held = [each.partition(": ")[::2] for each in run.held_by_emulator()]
    # A path or an ARN may end with what Pulumi calls the resource.
    known = {one for _, name in held for one in (name, name.rpartition("/")[2])}
    ids = {each["id"] for each in resources if "id" in each}
    for service, name in held:
        # Those whose name only AWS decides are named by their type.
        recorded_or_told = {name, name.rpartition("/")[2]} & ids or name in told
        assert recorded_or_told or any(one in told for one in TYPES[service]), f"{service}: {name} is silently doubled"
    types = {one for several in TYPES.values() for one in several}
    for resource in (each for each in resources if each["custom"] and each["type"] in types):
        assert resource["id"] in known, f"{resource['urn']} is recorded and not there"

    again = run.up("--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "interrupted" not in again.stderr


def test_the_emulator_killed_after_the_provider(run: LocalRun) -> None:
    _interrupt(run, _kill_provider, "iam")
    _interrupt(run, _kill_emulator, "apigateway")
    up = run.up()
    assert up.returncode == 0, up.stdout + up.stderr
    again = run.up("--expect-no-changes")
    assert again.returncode == 0, again.stdout
    refreshed = run.pulumi("refresh", "--yes", "--expect-no-changes")
    assert refreshed.returncode == 0, refreshed.stdout


def test_an_emulator_that_dies_is_named_with_the_way_to_start_it(run: LocalRun) -> None:
    printed = _interrupt(run, _kill_emulator, "iam")
    assert f"the emulator at http://127.0.0.1:{run.port} does not answer" in printed
    assert "Traceback" not in printed
