"""The private services of the local stack: started, used again, ended."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local import services
from local.services import STACK_FILE, ServiceError
from local.workspace import FOLDER_SETTING
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[dict[str, int]]:
    """Free ports; what was started there in the workspace `tmp_path` is ended."""
    yield {name: free_port() for name in services.SERVICES}
    services.stop(tmp_path)


def _health(port: int) -> str:
    return str(httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).json()["service"])


def _healths(ports: dict[str, int]) -> list[str]:
    return [_health(port) for port in ports.values()]


def _record(workspace: Path, name: str) -> Path:
    return workspace / "services" / f"{name}.json"


def _recorded(workspace: Path, name: str) -> dict[str, Any]:
    return json.loads(_record(workspace, name).read_text())


def _assert_silent(port: int) -> None:
    with pytest.raises(httpx.ConnectError):
        _health(port)


@contextmanager
def _another_program(port: int) -> Generator[None]:
    """A program that answers every request with 501."""
    server = http.server.HTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def test_the_ports_are_those_of_the_settings(tmp_path: Path) -> None:
    assert services.ports_of(STACK_FILE).keys() == {*services.SERVICES}
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text("config: {'shop:catalog': {port: 1}, 'shop:ledger': {port: 65535}}\n")
    assert services.ports_of(file) == {"catalog": 1, "ledger": 65535}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "None"),
        ("config: 5", "None"),
        ("config: {'shop:catalog': 5, 'shop:ledger': []}", "None"),
        ("config: {'shop:catalog': {port: 0}, 'shop:ledger': {port: 0}}", "0"),
        ("config: {'shop:catalog': {port: 65536}, 'shop:ledger': {port: 65536}}", "65536"),
        ("config: {'shop:catalog': {port: true}, 'shop:ledger': {port: true}}", "True"),
        ("config: {'shop:catalog': {port: '80'}, 'shop:ledger': {port: '80'}}", "'80'"),
    ],
)
def test_every_port_that_is_none_is_named(text: str, found: str, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text(text)
    with pytest.raises(ServiceError) as refused:
        services.ports_of(file)
    assert str(refused.value).splitlines() == [
        f"{file}: give the TCP port of each service, from 1 to 65535:",
        f"  shop:catalog.port is {found}",
        f"  shop:ledger.port is {found}",
    ]


def test_services_start_once_and_end(tmp_path: Path, ports: dict[str, int]) -> None:
    assert services.start(tmp_path, ports) == [
        f"Started the {name} service at http://127.0.0.1:{port}, log in {tmp_path / 'services' / name}.log."
        for name, port in ports.items()
    ]
    assert _healths(ports) == [*ports]
    before = [_recorded(tmp_path, name) for name in ports]
    assert [known["port"] for known in before] == [*ports.values()]
    assert services.start(tmp_path, ports) == []
    assert [_recorded(tmp_path, name) for name in ports] == before
    services.stop(tmp_path)
    for name, port in ports.items():
        _assert_silent(port)
        assert not _record(tmp_path, name).exists()


def test_services_that_have_gone_are_started_again(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    record = _record(tmp_path, "catalog")
    kept = record.read_text()
    services.stop(tmp_path)
    record.write_text(kept)
    assert len(services.start(tmp_path, ports)) == 2
    assert _recorded(tmp_path, "catalog")["pid"] != json.loads(kept)["pid"]


def test_starts_at_the_same_time_start_each_service_once(tmp_path: Path, ports: dict[str, int]) -> None:
    with ThreadPoolExecutor() as several:
        done = [*several.map(services.start, [tmp_path] * 4, [ports] * 4)]
    assert sorted(map(len, done)) == [0, 0, 0, 2]
    services.stop(tmp_path)
    for port in ports.values():
        _assert_silent(port)


def test_nothing_is_stopped_where_nothing_was_started(tmp_path: Path) -> None:
    services.stop(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_service_of_another_workspace_is_used_and_left(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    other = tmp_path / "other"
    assert services.start(other, ports) == []
    assert not _record(other, "catalog").exists()
    services.stop(other)
    assert _healths(ports) == [*ports]


def test_a_service_whose_port_was_changed_moves(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    moved = ports | {"catalog": free_port()}
    assert len(services.start(tmp_path, moved)) == 1
    assert _healths(moved) == [*moved]
    _assert_silent(ports["catalog"])


def test_a_process_that_has_got_the_number_since_is_left(tmp_path: Path, ports: dict[str, int]) -> None:
    services.start(tmp_path, ports)
    record = _record(tmp_path, "catalog")
    known = json.loads(record.read_text())
    bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        for pid in (bystander.pid, 2**22 + 1):  # a number above Linux's largest is nobody's
            record.write_text(json.dumps({**known, "pid": pid}))
            services.stop(tmp_path)
            assert _health(ports["catalog"]) == "catalog"
            assert not record.exists()
        assert bystander.poll() is None
    finally:
        bystander.communicate(b"\n")
        record.write_text(json.dumps(known))


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path, ports: dict[str, int]) -> None:
    with _another_program(ports["ledger"]), pytest.raises(ServiceError) as refused:
        services.start(tmp_path, ports)
    told = str(refused.value)
    assert told.startswith(f"The ledger service, at 127.0.0.1:{ports['ledger']}, ended at once (exit code 1).")
    assert "end it, or change shop:ledger.port in stacks/Pulumi.local.yaml" in told
    assert told.splitlines()[-1].startswith("error: the ledger cannot listen at 127.0.0.1:")
    assert _record(tmp_path, "catalog").exists()
    assert not _record(tmp_path, "ledger").exists()


def test_another_service_at_a_port_is_not_taken_for_the_one_that_is_wanted(
    tmp_path: Path, ports: dict[str, int]
) -> None:
    with pytest.raises(ServiceError, match="The ledger service, at"):
        services.start(tmp_path, ports | {"ledger": ports["catalog"]})


def test_a_service_that_stays_silent_is_ended(
    tmp_path: Path, ports: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SECONDS", 0.0)  # no service is that quick
    with pytest.raises(ServiceError, match="is silent after 0 s"):
        services.start(tmp_path, ports)
    for port in ports.values():
        _assert_silent(port)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the environment of a process is read from /proc")
def test_a_service_inherits_no_credentials(
    tmp_path: Path, ports: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "x")
    monkeypatch.setenv("KEPT", "x")
    services.start(tmp_path, ports)
    content = Path(f"/proc/{_recorded(tmp_path, 'ledger')['pid']}/environ").read_text()
    names = {setting.partition("=")[0] for setting in content.split("\0")}
    assert "KEPT" in names
    assert not [name for name in names if name.startswith(("AWS_", "PULUMI_"))]


def test_the_command_starts_what_the_settings_name_and_stops_it(
    tmp_path: Path, ports: dict[str, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text(json.dumps({"config": {f"shop:{name}": {"port": port} for name, port in ports.items()}}))
    assert services.main(["start"], file) == 0
    assert [line.split()[:3] for line in capsys.readouterr().err.splitlines()] == [["Started", "the", n] for n in ports]
    assert _healths(ports) == [*ports]
    assert services.main(["stop"], file) == 0
    assert capsys.readouterr().err == ""
    for port in ports.values():
        _assert_silent(port)


@pytest.mark.parametrize("text", ["config: {}", "config: [", "5"])
def test_settings_that_are_wrong_are_an_error_with_the_name_of_the_file(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    file = tmp_path / "Pulumi.local.yaml"
    file.write_text(text)
    assert services.main(["start"], file) == 1
    assert capsys.readouterr().err.startswith(f"error: {file}")
