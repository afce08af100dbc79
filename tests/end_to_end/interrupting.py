"""Ways to interrupt an `up`, each of which touches the processes of one run and no other."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.emulator import process

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.local_run import LocalRun

    Kill = Callable[[LocalRun, subprocess.Popen[bytes]], None]

# Far more than any step takes: a machine that does other work must fail no test.
SECONDS = 240.0


def kill_engine(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    """`local/pulumi` becomes the Pulumi CLI, so that its process is the engine's."""
    del run
    up.kill()


def press_ctrl_c(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    """A terminal sends the signal to the whole group of processes."""
    del run
    os.killpg(up.pid, signal.SIGINT)


def kill_provider(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del up
    for pid in _processes(run, b"local.provider"):
        os.kill(pid, signal.SIGKILL)


def kill_program(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    del up
    for pid in _processes(run, b"pulumi-language-python-exec"):
        os.kill(pid, signal.SIGKILL)


def kill_emulator(run: LocalRun, up: subprocess.Popen[bytes] | None = None) -> None:
    del up
    os.kill(_emulator(run), signal.SIGKILL)


def fill_disk(run: LocalRun, up: subprocess.Popen[bytes]) -> None:
    """No file takes another byte of the emulator or the provider: neither logs, nor states, nor notes."""
    del up
    for pid in (_emulator(run), *_processes(run, b"local.provider")):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def make_room(run: LocalRun) -> None:
    """The disk takes what the emulator writes again."""
    resource.prlimit(_emulator(run), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def interrupted_up(run: LocalRun, kill: Kill, after: str) -> str:
    """What an `up` printed that was interrupted once the emulator had saved resources of a service."""
    saved = run.workspace.emulator / "state" / f"{after}.json"
    before = _written(saved)
    command = run.command("up", "--yes", "--skip-preview", policies=False)
    with subprocess.Popen(
        command, env=run.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as up:
        deadline = time.monotonic() + SECONDS
        while _written(saved) == before:
            if up.poll() is not None or time.monotonic() > deadline:
                up.kill()
                pytest.fail(f"no {after} was saved, exit code {up.poll()}:\n{up.communicate()[0].decode()}")
            time.sleep(0.002)
        kill(run, up)
        printed, _ = up.communicate(timeout=SECONDS)
    assert up.returncode != 0, f"it ended before it was interrupted:\n{printed.decode()}"
    return printed.decode()


def _emulator(run: LocalRun) -> int:
    emulator = process.recorded(run.workspace.emulator)
    assert emulator
    return emulator.pid


def _processes(run: LocalRun, part: bytes) -> list[int]:
    """The processes of this run whose command line has a part."""
    mine = str(run.folder).encode()
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue  # it has ended, or is not ours to read
        if part in command and mine in environment:
            found.append(int(folder.name))
    assert found, f"no process of {run.folder} runs {part.decode()}"
    return found


def _written(file: Path) -> int:
    """When a file was last written, in nanoseconds; 0 before it is there."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
