"""An `up` whose logs, files or output are taken no more: what was confirmed is kept, and the next `up` completes it."""

from __future__ import annotations

import array
import fcntl
import json
import subprocess
import termios
import time
from typing import IO, TYPE_CHECKING, Any

import pytest

from tests.end_to_end.interrupting import SECONDS, fill_disk, interrupted_up, kill_emulator, make_room
from tests.end_to_end.local_run import LocalRun, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What the pipe of a reader holds, which an `up` fills, and less room than any of its lines takes.
PIPE, LINE = 4096, 160


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path / "local", orders_program(tmp_path))
    yield run
    run.end()


def test_a_full_log_stops_nothing(run: LocalRun) -> None:
    """As on a disk that is full for the log alone: every write to /dev/full fails."""
    run.workspace.emulator.mkdir(parents=True)
    (run.workspace.emulator / "emulator.log").symlink_to("/dev/full")
    up = run.pulumi("up", "--yes", "--skip-preview")
    assert up.returncode == 0, up.stdout + up.stderr
    _assert_as_recorded(run)


def test_what_a_full_disk_does_not_take_is_not_confirmed(run: LocalRun) -> None:
    printed = interrupted_up(run, fill_disk, "dynamodb")
    assert f"{run.workspace.emulator}/state/" in printed
    assert "cannot be written (File too large)" in printed
    assert "Traceback" not in printed

    # The emulator comes back with what is on disk, which is all that the engine has recorded.
    make_room(run)
    recorded = _recorded(run)
    kill_emulator(run)
    up = run.pulumi("up", "--yes", "--skip-preview", "--refresh")
    assert up.returncode == 0, up.stdout + up.stderr
    assert "Traceback" not in up.stdout + up.stderr
    assert _recorded(run).items() >= recorded.items()
    _assert_as_recorded(run)


def test_a_reader_who_stops_reading_loses_nothing(run: LocalRun) -> None:
    command = run.command("up", "--yes", "--skip-preview", policies=False)
    with subprocess.Popen(
        command, env=run.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pipesize=PIPE
    ) as up:
        assert up.stdout
        deadline = time.monotonic() + SECONDS
        while _unread(up.stdout) < PIPE - LINE:
            assert up.poll() is None, "it ended without filling the pipe"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        up.stdout.close()
        assert up.wait(timeout=SECONDS) != 0

    recorded = _recorded(run)
    up_again = run.pulumi("up", "--yes", "--skip-preview")
    assert up_again.returncode == 0, up_again.stdout + up_again.stderr
    assert "was killed and left the stack locked; the lock is removed" in up_again.stderr
    assert _recorded(run).items() >= recorded.items()
    _assert_as_recorded(run)


def _recorded(run: LocalRun) -> dict[str, str | None]:
    state: dict[str, Any] = json.loads(run.workspace.stack_state("shop", run.stack).read_text())
    return {each["urn"]: each.get("id") for each in state["checkpoint"]["latest"]["resources"]}


def _assert_as_recorded(run: LocalRun) -> None:
    again = run.pulumi("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr


def _unread(pipe: IO[bytes]) -> int:
    """Bytes that wait in a pipe."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]
