"""A service as a process on a free port, and requests to it."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from local.workspace import ROOT
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 20.0


@contextmanager
def running(name: str) -> Generator[httpx.Client]:
    """A client of a service of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", f"services.{name}", "--port", str(port)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=SECONDS) as client:
            _await_health(client)
            yield client
    finally:
        process.terminate()
        assert process.wait(SECONDS) == -15  # ended by SIGTERM, as a container is


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
