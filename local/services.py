"""`python -m local.services start | stop`: the shop's private services, where its load balancers look for them.

Each is a process on 127.0.0.1 at the port that stacks/Pulumi.local.yaml names. Its record and its log are in the folder
`services/` of the workspace.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx

from local.project import ProjectError, read_mapping
from local.workspace import ROOT, Workspace

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

SERVICES = ("catalog", "ledger")
STACK_FILE = ROOT / "stacks" / "Pulumi.local.yaml"
SECONDS = 20.0


class ServiceError(Exception):
    """A service could not be started or ended; the message says why and what to do."""


def main(arguments: list[str], stack_file: Path = STACK_FILE) -> int:
    """Starts or stops the services of the workspace; the exit code is 1 where an error is told on stderr."""
    parser = argparse.ArgumentParser(prog="python -m local.services", description=__doc__)
    parser.add_argument("action", choices=["start", "stop"])
    action = parser.parse_args(arguments).action
    workspace = Workspace.of_environment().folder
    try:
        if action == "stop":
            stop(workspace)
        else:
            for done in start(workspace, ports_of(stack_file)):
                print(done, file=sys.stderr)  # noqa: T201
    except (ServiceError, ProjectError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def ports_of(stack_file: Path) -> dict[str, int]:
    """Where each service listens, by the settings of a stack.

    Raises:
        ServiceError: the settings name no port for one or more of them.
    """
    config = _mapping(read_mapping(stack_file).get("config"))
    ports: dict[str, Any] = {name: _mapping(config.get(f"shop:{name}")).get("port") for name in SERVICES}
    wrong = [f"  shop:{name}.port is {port!r}" for name, port in ports.items() if not _is_port(port)]
    if wrong:
        raise ServiceError("\n".join([f"{stack_file}: give the TCP port of each service, from 1 to 65535:", *wrong]))
    return ports


def start(workspace: Path, ports: Mapping[str, int]) -> list[str]:
    """Starts each service that does not answer at its port yet. Gives a sentence for each that was started.

    Raises:
        ServiceError: a port is in use by another program, or a service ended before it answered.
    """
    folder = workspace / "services"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for name, port in ports.items():
            record = folder / f"{name}.json"
            if record.exists() and json.loads(record.read_text())["port"] != port:
                _end(record)  # else nothing would know of it once the record tells of the new one
        return [_start(folder, name, port) for name, port in ports.items() if _who_answers(port) != name]


def stop(workspace: Path) -> None:
    """Ends the services that were started in a workspace, and no other.

    Raises:
        ServiceError: one does not end.
    """
    folder = workspace / "services"
    if folder.exists():
        with _alone(folder):
            for record in sorted(folder.glob("*.json")):
                _end(record)


def _start(folder: Path, name: str, port: int) -> str:
    log = folder / f"{name}.log"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PULUMI_"))}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", f"services.{name}", "--port", str(port)],
            cwd=ROOT,
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _await_answer(process, name, port, log)
    except BaseException:
        process.kill()
        process.wait()
        raise
    (folder / f"{name}.json").write_text(json.dumps({"pid": process.pid, "port": port}))
    return f"Started the {name} service at http://127.0.0.1:{port}, log in {log}."


def _await_answer(process: subprocess.Popen[bytes], name: str, port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while _who_answers(port) != name:
        ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            what = f"ended at once (exit code {process.returncode})" if ended else f"is silent after {SECONDS:.0f} s"
            last = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
            raise ServiceError(
                f"The {name} service, at 127.0.0.1:{port}, {what}. If another program has port {port}, end it, or "
                f"change shop:{name}.port in {STACK_FILE.relative_to(ROOT)}. End of {log}:\n{last}"
            )
        time.sleep(0.05)


def _end(record: Path) -> None:
    """Ends the process that a record tells of, and forgets it."""
    name, known = record.stem, json.loads(record.read_text())
    # Another process may have got the number since: it is ended only while the service answers and is that process.
    if _who_answers(known["port"]) == name and _is_service(known["pid"], name):
        os.kill(known["pid"], signal.SIGTERM)
        deadline = time.monotonic() + SECONDS
        while _who_answers(known["port"]) == name:
            if time.monotonic() > deadline:
                raise ServiceError(
                    f"The {name} service (process {known['pid']}) does not end on SIGTERM: end it, then run this again."
                )
            time.sleep(0.05)
    record.unlink()


def _who_answers(port: int) -> str:
    """The name of the service at a port, "" for none or another program."""
    try:
        health: Any = httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return ""
    return str(_mapping(health).get("service", ""))


def _is_service(pid: int, name: str) -> bool:
    """Whether a process runs the service, by its command line."""
    if Path("/proc/self/cmdline").exists():  # Linux, where small images have no `ps`
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return False
    else:
        command = subprocess.run(
            ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    return f"-m services.{name} " in command


def _is_port(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**16


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Lets one process at a time start or stop the services of a workspace."""
    with (folder / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
