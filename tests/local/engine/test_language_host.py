"""The language host, called over gRPC as the engine calls it. Whole programs run in tests/end_to_end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import language_pb2 as proto
from pulumi.runtime.proto import language_pb2_grpc

from local.engine import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

EXEC_SCRIPT = """
import sys, runpy
runpy.run_path(sys.argv[-1], run_name="__main__")
"""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    script = tmp_path / "exec.py"
    script.write_text(EXEC_SCRIPT)
    environment = os.environ | {"GATEWAY_LANGUAGE_EXEC": str(script)}
    command = [sys.executable, str(cli.HERE / "language_host.py"), "127.0.0.1:1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        yield started
        started.kill()


@pytest.fixture
def host(process: subprocess.Popen[bytes]) -> Iterator[language_pb2_grpc.LanguageRuntimeStub]:
    assert process.stdout
    port = int(process.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel)


def _info(folder: Path, program: str = "", **options: str) -> proto.ProgramInfo:
    (folder / "__main__.py").write_text(program)
    struct = struct_pb2.Struct()
    struct.update(options)
    return proto.ProgramInfo(root_directory=str(folder), program_directory=str(folder), entry_point=".", options=struct)


def _run(host: Any, folder: Path, program: str, **options: str) -> proto.RunResponse:
    request = proto.RunRequest(info=_info(folder, program, **options), pwd=str(folder), parallel=1, project="shop")
    response: proto.RunResponse = host.Run(request)
    return response


@pytest.mark.parametrize(
    ("program", "error", "bail"),
    [
        ("", "", False),
        ("raise SystemExit(3)", "Program exited with non-zero exit code: 3", False),
        ("raise SystemExit(32)", "", True),
        ("import os; os.kill(os.getpid(), 9)", "Program exited via signal: SIGKILL", False),
    ],
    ids=["success", "failure", "failure already shown", "killed"],
)
def test_the_end_of_a_program_is_told_as_it_was(
    program: str, error: str, bail: bool, host: Any, tmp_path: Path
) -> None:
    response = _run(host, tmp_path, program)
    assert (response.error, response.bail) == (error, bail)


def test_a_virtual_environment_that_is_missing_is_named(host: Any, tmp_path: Path) -> None:
    response = _run(host, tmp_path, "", virtualenv="venv")
    assert "the virtual environment 'venv' of its project file has no bin/python" in response.error
    assert "pulumi install" in response.error


def test_the_configuration_reaches_the_program_and_nothing_else_does(host: Any, tmp_path: Path) -> None:
    program = (
        "import json, os, pathlib\n"
        "assert json.loads(os.environ['PULUMI_CONFIG']) == {'shop:a': '1'}\n"
        "assert json.loads(os.environ['PULUMI_CONFIG_SECRET_KEYS']) == ['shop:b']\n"
        "pathlib.Path('seen').write_text(os.getcwd())\n"
    )
    request = proto.RunRequest(
        info=_info(tmp_path, program), pwd=str(tmp_path), config={"shop:a": "1"}, configSecretKeys=["shop:b"]
    )
    response = host.Run(request)
    assert response.error == ""
    assert (tmp_path / "seen").read_text() == str(tmp_path)


def test_a_plugin_is_streamed_to_its_end(host: Any, tmp_path: Path) -> None:
    program = "import sys; print('4711'); print('noted', file=sys.stderr); sys.exit(5)"
    request = proto.RunPluginRequest(info=_info(tmp_path, program), pwd=str(tmp_path), kind="resource")
    messages = list(host.RunPlugin(request))
    assert sorted((m.WhichOneof("output"), m.stdout or m.stderr or m.exitcode) for m in messages[:-1]) == [
        ("stderr", b"noted\n"),
        ("stdout", b"4711\n"),
    ]
    assert messages[-1].exitcode == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_host_and_its_plugins_at_once(
    number: signal.Signals, process: subprocess.Popen[bytes], host: Any, tmp_path: Path
) -> None:
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    stream = host.RunPlugin(proto.RunPluginRequest(info=_info(tmp_path, program), pwd=str(tmp_path), kind="resource"))
    plugin = int(next(stream).stdout)

    process.send_signal(number)
    # The engine waits five seconds for a host that does not end.
    assert process.wait(timeout=4) == 0
    assert process.stderr
    assert process.stderr.read() == b""
    _await_end(plugin)


def test_a_plugin_ends_with_its_stream(host: Any, tmp_path: Path) -> None:
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    stream = host.RunPlugin(proto.RunPluginRequest(info=_info(tmp_path, program), pwd=str(tmp_path), kind="resource"))
    plugin = int(next(stream).stdout)
    stream.cancel()
    _await_end(plugin)


def test_cancel_ends_what_runs(host: Any, tmp_path: Path) -> None:
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    stream = host.RunPlugin(proto.RunPluginRequest(info=_info(tmp_path, program), pwd=str(tmp_path), kind="resource"))
    next(stream)
    host.Cancel(empty_pb2.Empty())
    assert [message.exitcode for message in stream] == [-signal.SIGKILL]


def test_dependencies_are_installed_into_the_environment_that_the_project_names(host: Any, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("")
    info = _info(tmp_path, virtualenv="venv")
    list(host.InstallDependencies(proto.InstallDependenciesRequest(info=info)))
    about = host.About(proto.AboutRequest(info=info))
    assert about.executable == str(tmp_path / "venv" / "bin" / "python")
    listed = host.GetProgramDependencies(proto.GetProgramDependenciesRequest(info=info, transitiveDependencies=True))
    assert "pip" in {each.name for each in listed.dependencies}


def _await_end(pid: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):  # it may go between the opening of the file and its reading
            return
        if status.split()[2] == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} still runs")
