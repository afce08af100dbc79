"""A service as a process on a free port, and requests to it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from local.workspace import ROOT
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SECONDS = 20.0


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    client: httpx.Client
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def logged(self, text: str) -> str:
        """The line of the log that has this text, which is written about when the answer is."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if found := [line for line in self.log.read_text().splitlines() if text in line]:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"{text!r} is not in the log:\n{self.log.read_text()}")

    def ask_raw(self, request: bytes) -> bytes:
        """What is answered, until the service closes the connection, to bytes that no HTTP client would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))


@contextmanager
def running(name: str, log: Path) -> Generator[Service]:
    """A service of its own, which ends without an error when it is told to."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(command(name, port), cwd=ROOT, stderr=output)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=SECONDS) as client:
            _await_health(client)
            yield Service(client, process, port, log)
    finally:
        process.terminate()
        code = process.wait(SECONDS)
    assert code == 0
    assert "Traceback" not in log.read_text()


def command(name: str, port: int) -> list[str]:
    """The command line of a service."""
    return [sys.executable, "-m", f"services.{name}", "--port", str(port)]


def _await_health(client: httpx.Client) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            client.get("/health")
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
