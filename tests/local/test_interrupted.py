"""What is put in order of a stack whose run was killed, and what is told of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from local import unconfirmed
from local.interrupted import may_exist_twice, put_in_order
from local.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

URN = "urn:pulumi:local::shop::aws:dynamodb/table:Table::orders"
BEFORE, AFTER = "2020-01-01T00:00:00.123456789Z", "2999-01-01T00:00:00Z"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def _record(workspace: Workspace, **latest: Any) -> None:
    state = workspace.stack_state("shop", "local")
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text(json.dumps({"checkpoint": {"latest": latest}}))


def _lock(workspace: Workspace, process: int) -> Path:
    lock = workspace.state / ".pulumi" / "locks" / "organization" / "shop" / "local" / "a-lock.json"
    lock.parent.mkdir(parents=True)
    lock.write_text(json.dumps({"pid": process, "hostname": socket.gethostname()}))
    return lock


def _process_that_ended() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def _no_command(command: str, given: str) -> str:
    raise AssertionError(f"`pulumi stack {command}` was run with {given!r}")


def test_the_lock_of_a_process_that_is_gone_is_removed(workspace: Workspace) -> None:
    _record(workspace)
    process = _process_that_ended()
    lock = _lock(workspace, process)
    [told] = put_in_order(workspace, "shop", "local", _no_command)
    assert f"(process {process}) was killed and left the stack locked" in told
    assert not lock.exists()


def test_a_stack_that_another_run_works_on_is_left_alone(workspace: Workspace) -> None:
    _record(workspace, pending_operations=[{"type": "creating", "resource": {"urn": URN}}])
    lock = _lock(workspace, os.getpid())
    assert put_in_order(workspace, "shop", "local", _no_command) == []
    assert lock.exists()


def test_operations_under_way_are_taken_out_and_creations_told(workspace: Workspace) -> None:
    creating = {"type": "creating", "resource": {"urn": URN, "inputs": {"name": "orders-1a2b3c4"}}}
    updating = {"type": "updating", "resource": {"urn": URN.replace("orders", "users")}}
    _record(workspace, pending_operations=[creating, updating])
    commands: list[tuple[str, str]] = []

    def run(command: str, given: str) -> str:
        commands.append((command, given))
        return "the state" if command == "export" else ""

    [told] = put_in_order(workspace, "shop", "local", run)
    assert "killed with 2 operations under way" in told
    assert commands == [("export", ""), ("import", "the state")]
    [named] = may_exist_twice(workspace, "shop", "local")
    assert "\n  aws:dynamodb/table:Table orders, named orders-1a2b3c4\n" in named
    assert "users" not in named


@pytest.mark.parametrize(("created", "told"), [(AFTER, False), (BEFORE, True)], ids=["it is", "its predecessor is"])
def test_a_creation_is_told_unless_it_is_recorded(created: str, told: bool, workspace: Workspace) -> None:
    unconfirmed.begin(workspace.unconfirmed, unconfirmed.Creation(URN, ""))
    _record(workspace, resources=[{"urn": URN, "created": created}])
    assert bool(may_exist_twice(workspace, "shop", "local")) is told
    assert unconfirmed.is_noted(workspace.unconfirmed, URN) is told


def test_a_note_that_cannot_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "unconfirmed").write_text("a file where the folder should be")
    with pytest.raises(unconfirmed.NoteError, match=r"Table orders was not created: .*/unconfirmed cannot take"):
        unconfirmed.begin(tmp_path / "unconfirmed", unconfirmed.Creation(URN, ""))
