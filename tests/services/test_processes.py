"""What every service does as a process: it stands alone, takes many connections, and ends."""

from __future__ import annotations

import shutil
import signal
import socket
import struct
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from local.workspace import ROOT
from tests.services.asking import SECONDS, command, running

if TYPE_CHECKING:
    from pathlib import Path

SERVICES = ["catalog", "ledger"]
HEALTH = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize("name", SERVICES)
def test_it_ends_on_sigterm_with_connections_open(name: str, tmp_path: Path) -> None:
    with (
        running(name, tmp_path / "log") as service,
        socket.create_connection(("127.0.0.1", service.port), timeout=SECONDS) as connection,
    ):
        connection.sendall(HEALTH)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        service.process.terminate()
        assert service.process.wait(SECONDS) == 0


@pytest.mark.parametrize("name", SERVICES)
def test_connections_that_come_at_once_are_all_answered(name: str, tmp_path: Path) -> None:
    with running(name, tmp_path / "log") as service, ExitStack() as opened:
        address = ("127.0.0.1", service.port)
        # Held up, it takes none of them until all have come.
        service.process.send_signal(signal.SIGSTOP)
        opened.callback(service.process.send_signal, signal.SIGCONT)
        connections = [opened.enter_context(socket.create_connection(address, timeout=SECONDS)) for _ in range(100)]
        service.process.send_signal(signal.SIGCONT)
        for connection in connections:
            connection.sendall(HEALTH)
        assert {connection.recv(65_536)[:12] for connection in connections} == {b"HTTP/1.1 200"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_client_that_goes_away_is_one_line_in_the_log(name: str, tmp_path: Path) -> None:
    with running(name, tmp_path / "log") as service:
        with socket.create_connection(("127.0.0.1", service.port), timeout=SECONDS) as connection:
            connection.sendall(HEALTH)
            assert connection.recv(65_536)
            # Closes with a reset instead of the usual end.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert service.logged("reset by peer").startswith("127.0.0.1 - - [Errno ")


@pytest.mark.parametrize("name", SERVICES)
def test_a_port_it_cannot_have_is_an_error_in_one_line(name: str, tmp_path: Path) -> None:
    with running(name, tmp_path / "log") as service:
        for port in (service.port, 99_999):
            refused = subprocess.run(command(name, port), cwd=ROOT, capture_output=True, text=True, check=False)
            assert refused.returncode == 1
            assert refused.stderr.startswith(f"error: the {name} cannot listen at 127.0.0.1:{port}: ")
            assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_package_needs_nothing_but_the_standard_library(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "services" / name, tmp_path / "services" / name)
    isolated = [sys.executable, "-S", "-m", f"services.{name}", "--help"]
    shown = subprocess.run(isolated, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--port" in shown.stdout
