"""`python -m local.services start | stop`: the shop's private services, where its load balancers look for them.

Each is a process on 127.0.0.1 at the port that stacks/Pulumi.local.yaml names. Its record and its log are in the folder
`services/` of the workspace.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx

from local.project import ProjectError, read_mapping
from local.workspace import ROOT, Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SERVICES = ("catalog", "ledger")
STACK_FILE = ROOT / "stacks" / "Pulumi.local.yaml"
SECONDS = 20.0


class ServiceError(Exception):
    """A service could not be started or ended; the message says why and what to do."""


def ports_of(stack_file: Path) -> dict[str, int]:
    """Where each service listens, by the settings of a stack.

    Raises:
        ServiceError: the settings name no port for one of them.
    """
    config: dict[str, Any] = read_mapping(stack_file).get("config") or {}
    ports: dict[str, int] = {}
    for name in SERVICES:
        settings: dict[str, Any] = config.get(f"shop:{name}") or {}
        port = settings.get("port")
        if not isinstance(port, int):
            raise ServiceError(f"{stack_file}: shop:{name}.port is {port!r}: give the TCP port of the {name} service.")
        ports[name] = port
    return ports


def start(workspace: Path, ports: Mapping[str, int]) -> list[str]:
    """Starts each service that does not answer at its port yet. Gives a sentence for each that was started.

    Raises:
        ServiceError: a port is in use by another program, or a service ended before it answered.
    """
    folder = workspace / "services"
    folder.mkdir(parents=True, exist_ok=True)
    return [_start(folder, name, port) for name, port in ports.items() if _who_answers(port) != name]


def stop(workspace: Path) -> None:
    """Ends the services that were started in a workspace, and no other.

    Raises:
        ServiceError: one does not end.
    """
    for record in sorted((workspace / "services").glob("*.json")):
        known = json.loads(record.read_text())
        # Another process may have got the number since: it is ended only while the service answers and is that process.
        if _who_answers(known["port"]) == record.stem and _is_service(known["pid"], record.stem):
            os.kill(known["pid"], signal.SIGTERM)
            _await_end(record.stem, known["port"])
        record.unlink()


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
    deadline = time.monotonic() + SECONDS
    while _who_answers(port) != name:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            last = "\n".join(log.read_text(errors="replace").splitlines()[-3:])
            raise ServiceError(
                f"The {name} service does not answer at 127.0.0.1:{port}. If another program has that port, end it, or "
                f"change shop:{name}.port in {STACK_FILE.relative_to(ROOT)}. End of {log}:\n{last}"
            )
        time.sleep(0.05)
    (folder / f"{name}.json").write_text(json.dumps({"pid": process.pid, "port": port}))
    return f"Started the {name} service at http://127.0.0.1:{port}, log in {log}."


def _who_answers(port: int) -> str:
    """The name of the service at a port, "" for none or another program."""
    try:
        health: Any = httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return ""
    return str(health.get("service", "")) if hasattr(health, "get") else ""


def _is_service(pid: int, name: str) -> bool:
    """Whether a process runs the service, by its command line."""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607 -- where it is differs
    return f"-m services.{name} " in shown.stdout


def _await_end(name: str, port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while _who_answers(port) == name:
        if time.monotonic() > deadline:
            raise ServiceError(f"The {name} service at 127.0.0.1:{port} does not end on SIGTERM.")
        time.sleep(0.05)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.services", description=__doc__)
    parser.add_argument("action", choices=["start", "stop"])
    chosen = parser.parse_args()
    place = Workspace.of_environment().folder
    try:
        if chosen.action == "stop":
            stop(place)
        else:
            for done in start(place, ports_of(STACK_FILE)):
                print(done, file=sys.stderr)  # noqa: T201
    except (ServiceError, ProjectError) as error:
        sys.exit(f"error: {error}")
