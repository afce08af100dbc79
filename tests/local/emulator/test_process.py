from __future__ import annotations

import os
import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest

from local.emulator import process
from local.emulator.inventory import client, inventory
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGION = "eu-west-1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    yield tmp_path
    process.stop(tmp_path, forget=True)


def _make_api(url: str) -> str:
    gateway: Any = client("apigatewayv2", url, REGION)
    return str(gateway.create_api(Name="orders", ProtocolType="HTTP")["ApiId"])


def test_it_is_started_once_and_used_again(folder: Path) -> None:
    first, said = process.start(folder)
    again, said_again = process.start(folder)
    assert again == first
    assert said == f"Started the emulator at {first.url}, log in {folder / 'emulator.log'}."
    assert said_again == ""


def test_it_listens_on_loopback_only(folder: Path) -> None:
    emulator, _ = process.start(folder)
    with open("/proc/net/tcp") as table:  # noqa: PTH123  not a file that a path describes
        listening = {line.split()[1] for line in table.readlines()[1:] if line.split()[3] == "0A"}
    ports = {emulator.port, emulator.tls_port}
    addresses = {address for address in listening if int(address.split(":")[1], 16) in ports}
    assert addresses == {f"0100007F:{port:04X}" for port in ports}


def test_what_a_killed_emulator_had_confirmed_is_there_after_the_next_start(folder: Path) -> None:
    emulator, _ = process.start(folder)
    api_id = _make_api(emulator.url)
    os.kill(emulator.pid, signal.SIGKILL)

    restarted, said = process.start(folder)

    assert said == f"The emulator (process {emulator.pid}) was gone: started again at {emulator.url}, as it was."
    assert restarted.url == emulator.url
    assert inventory(restarted.url, [REGION]) == [f"apigatewayv2: {api_id}"]


def test_a_stop_keeps_the_state_until_it_is_to_be_forgotten(folder: Path) -> None:
    emulator, _ = process.start(folder)
    api_id = _make_api(emulator.url)
    process.stop(folder, forget=False)
    assert not emulator.answers()

    kept, _ = process.start(folder)
    assert inventory(kept.url, [REGION]) == [f"apigatewayv2: {api_id}"]
    process.stop(folder, forget=True)

    fresh, _ = process.start(folder)
    assert inventory(fresh.url, [REGION]) == []


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv(process.PORT_SETTING, str(port))
        with pytest.raises(process.EmulatorError, match=rf"Port {port} on 127\.0\.0\.1.*another program.*make down"):
            process.start(tmp_path)
    assert process.recorded(tmp_path) is None


def test_the_port_and_the_authority_of_tls_stay_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.TLS_PORT_SETTING, str(free_port()))
    emulator, _ = process.start(folder)
    authority = process.authority_file(folder).read_bytes()
    assert emulator.tls_port == int(os.environ[process.TLS_PORT_SETTING])
    assert str(process.authority_file(folder)) in process.way_to_domains(emulator, folder)
    os.kill(emulator.pid, signal.SIGKILL)
    monkeypatch.delenv(process.TLS_PORT_SETTING)
    again, _ = process.start(folder)
    assert (again.tls_port, process.authority_file(folder).read_bytes()) == (emulator.tls_port, authority)


def test_a_port_of_tls_in_use_is_named_with_the_way_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv(process.TLS_PORT_SETTING, str(port))
        with pytest.raises(process.EmulatorError, match=rf"Port {port} on.*GATEWAY_EMULATOR_TLS_PORT=<port> make up"):
            process.start(folder)
    assert process.recorded(folder) is None


def test_an_emulator_of_an_older_checkout_is_known(tmp_path: Path) -> None:
    (tmp_path / "emulator.json").write_text('{"pid": 1, "port": 4566}')
    assert process.recorded(tmp_path) == process.Emulator(1, 4566)


@pytest.mark.parametrize("setting", [process.PORT_SETTING, process.TLS_PORT_SETTING])
@pytest.mark.parametrize("wanted", ["", "http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(
    setting: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(setting, wanted)
    with pytest.raises(process.EmulatorError, match=r"give a port number from 1 to 65535"):
        process.start(tmp_path)


def test_an_emulator_that_ends_at_once_shows_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))  # no standard library there
    with pytest.raises(process.EmulatorError, match=r"(?s)ended at once \(exit code 1\).*encodings"):
        process.start(tmp_path)
