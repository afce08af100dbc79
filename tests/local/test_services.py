"""The private services of the local stack: started, used again, ended."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from local import services
from local.services import STACK_FILE, ServiceError
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _health(port: int) -> str:
    return str(httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).json()["service"])


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[dict[str, int]]:
    """Free ports; what was started there in the workspace `tmp_path` is ended."""
    yield {name: free_port() for name in services.SERVICES}
    services.stop(tmp_path)


def test_the_ports_are_those_of_the_settings(tmp_path: Path) -> None:
    assert services.ports_of(STACK_FILE).keys() == {*services.SERVICES}
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text("config: {'shop:catalog': {port: 1}, 'shop:ledger': {}}\n")
    with pytest.raises(ServiceError, match=r"shop:ledger\.port is None: give the TCP port"):
        services.ports_of(file)


def test_services_start_once_and_end(tmp_path: Path, ports: dict[str, int]) -> None:
    assert [text.split()[2] for text in services.start(tmp_path, ports)] == ["catalog", "ledger"]
    assert {name: _health(port) for name, port in ports.items()} == {name: name for name in ports}
    assert services.start(tmp_path, ports) == []
    services.stop(tmp_path)
    for port in ports.values():
        with pytest.raises(httpx.ConnectError):
            _health(port)


def test_a_service_of_another_workspace_is_used_and_left(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    other = tmp_path / "other"
    assert services.start(other, ports) == []
    services.stop(other)
    assert {name: _health(port) for name, port in ports.items()} == {name: name for name in ports}


def test_a_process_that_has_got_the_number_since_is_left(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    record = tmp_path / "services" / "catalog.json"
    known = json.loads(record.read_text())
    try:
        record.write_text(json.dumps({**known, "pid": 1}))
        services.stop(tmp_path)
        assert _health(ports["catalog"]) == "catalog"
    finally:
        record.write_text(json.dumps(known))


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path, ports: dict[str, int]) -> None:
    server = http.server.HTTPServer(("127.0.0.1", ports["catalog"]), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(ServiceError, match=r"(?s)catalog.*change shop:catalog\.port in stacks/Pulumi.local.yaml"):
            services.start(tmp_path, ports)
    finally:
        server.shutdown()
        server.server_close()
    assert not (tmp_path / "services" / "catalog.json").exists()
