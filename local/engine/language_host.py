"""The Python language host: what the Pulumi engine calls to run a Python program or policy pack.

An official Pulumi CLI brings a host of its own. The CLI that is built from Go modules has none, since the host's
module is in no registry, so this one stands beside it. It is started by the engine as `pulumi-language-python
<engine address>`, prints its port as the first line of standard output, and serves `pulumirpc.LanguageRuntime`.

Running a program needs `pulumi-language-python-exec`, a script of the Pulumi SDK, whose path is in the environment
variable GATEWAY_LANGUAGE_EXEC.

Protocol: pulumi/proto/pulumi/language.proto of the Pulumi SDK.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent import futures
from importlib import metadata
from pathlib import Path
from typing import IO, TYPE_CHECKING

import grpc
from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import language_pb2 as proto
from pulumi.runtime.proto import language_pb2_grpc, plugin_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXEC_SCRIPT = "GATEWAY_LANGUAGE_EXEC"
# The exec script leaves with this code when it has already shown the user what is wrong.
ALREADY_SHOWN = 32
# An engine holds one stream open for each policy pack or component plugin that runs here, besides its own calls.
MAX_CALLS_AT_ONCE = 64
MAX_MESSAGE_BYTES = 400 * 1024 * 1024
OUT, ERR = 1, 2


def interpreter(info: proto.ProgramInfo) -> str:
    """The Python that runs a program: of the virtual environment its project file names, else this one."""
    virtualenv = json_format.MessageToDict(info.options).get("virtualenv")
    if not virtualenv:
        return sys.executable
    python = Path(info.root_directory, virtualenv, "bin", "python")
    if not python.exists():
        raise FileNotFoundError(
            f"{info.root_directory}: the virtual environment {virtualenv!r} of its project file has no bin/python. "
            "Create it with `pulumi install`, or with `make setup` in the project that this command line belongs to."
        )
    return str(python)


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Serves the calls of one engine, and ends every process it started when it ends."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()

    # What the engine asks before it runs anything

    def Handshake(
        self, request: proto.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> proto.LanguageHandshakeResponse:
        return proto.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def GetRequiredPackages(
        self,
        request: proto.GetRequiredPackagesRequest,
        context: grpc.ServicerContext,
    ) -> proto.GetRequiredPackagesResponse:
        """Names none: the engine looks for a provider when a resource first asks for it, with the exact version."""
        return proto.GetRequiredPackagesResponse()

    # Running

    def Run(self, request: proto.RunRequest, context: grpc.ServicerContext) -> proto.RunResponse:
        """Runs a program to its end. Its output goes to this process's, which the engine shows."""
        arguments = {
            "monitor": request.monitor_address,
            "engine": sys.argv[-1],
            "project": request.project,
            "root_directory": request.info.root_directory,
            "stack": request.stack,
            "pwd": request.pwd,
            "dry_run": str(request.dryRun).lower(),
            "parallel": str(request.parallel),
            "organization": request.organization,
        }
        environment = os.environ | {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        program = Path(request.info.program_directory, request.info.entry_point)
        try:
            command = [interpreter(request.info), "-u", os.environ[EXEC_SCRIPT]]
            flags = [part for name, value in arguments.items() if value for part in (f"--{name}", value)]
            process = self._start([*command, *flags, str(program), *request.args], environment, cwd=request.pwd)
        except OSError as error:
            return proto.RunResponse(error=str(error))
        context.add_callback(process.kill)
        code = self._wait(process)
        if code == ALREADY_SHOWN:
            return proto.RunResponse(bail=True)
        if code < 0:
            return proto.RunResponse(error=f"Program exited via signal: {signal.Signals(-code).name}")
        return proto.RunResponse(error=f"Program exited with non-zero exit code: {code}" if code else "")

    def RunPlugin(
        self, request: proto.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[proto.RunPluginResponse]:
        """Runs a policy pack or a plugin written in Python, streaming its output; ended when the stream is."""
        directory = request.info.program_directory
        try:
            python = interpreter(request.info)
            if request.kind == "analyzer":
                command = [python, "-u", "-m", "pulumi.policy", *request.args, directory]
                cwd = directory
            else:
                command, cwd = [python, "-u", directory, *request.args], request.pwd
            environment = dict(entry.split("=", 1) for entry in request.env) or dict(os.environ)
            process = self._start(command, environment, cwd=cwd, piped=True)
        except OSError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
        context.add_callback(process.kill)
        for stream, chunk in _output(process):
            yield proto.RunPluginResponse(stdout=chunk) if stream == OUT else proto.RunPluginResponse(stderr=chunk)
        yield proto.RunPluginResponse(exitcode=self._wait(process))

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        self.end_all()
        return empty_pb2.Empty()

    # What `pulumi about`, `pulumi install` and `pulumi new` ask

    def About(self, request: proto.AboutRequest, context: grpc.ServicerContext) -> proto.AboutResponse:
        return proto.AboutResponse(executable=interpreter(request.info), version=sys.version.split()[0])

    def GetProgramDependencies(
        self,
        request: proto.GetProgramDependenciesRequest,
        context: grpc.ServicerContext,
    ) -> proto.GetProgramDependenciesResponse:
        listing = [interpreter(request.info), "-m", "pip", "list", "--format=json"]
        flags = [] if request.transitiveDependencies else ["--not-required"]
        packages = json.loads(subprocess.run([*listing, *flags], check=True, capture_output=True).stdout)
        return proto.GetProgramDependenciesResponse(
            dependencies=[proto.DependencyInfo(name=each["name"], version=each["version"]) for each in packages]
        )

    def InstallDependencies(
        self,
        request: proto.InstallDependenciesRequest,
        context: grpc.ServicerContext,
    ) -> Iterator[proto.InstallDependenciesResponse]:
        """Makes the virtual environment that the project file names and installs its requirements.txt into it."""
        root = Path(request.info.root_directory)
        virtualenv = json_format.MessageToDict(request.info.options).get("virtualenv")
        steps: list[list[str]] = []
        if virtualenv and not (root / virtualenv / "bin" / "python").exists():
            steps.append([sys.executable, "-m", "venv", str(root / virtualenv)])
        if (root / "requirements.txt").exists():
            python = str(root / virtualenv / "bin" / "python") if virtualenv else sys.executable
            steps.append([python, "-m", "pip", "install", "-r", str(root / "requirements.txt")])
        for step in steps:
            process = self._start(step, dict(os.environ), cwd=str(root), piped=True)
            for stream, chunk in _output(process):
                response = proto.InstallDependenciesResponse
                yield response(stdout=chunk) if stream == OUT else response(stderr=chunk)
            if code := self._wait(process):
                context.abort(grpc.StatusCode.ABORTED, f"`{' '.join(step)}` left with exit code {code}")

    def RuntimeOptionsPrompts(
        self,
        request: proto.RuntimeOptionsRequest,
        context: grpc.ServicerContext,
    ) -> proto.RuntimeOptionsResponse:
        return proto.RuntimeOptionsResponse()

    # Processes

    def end_all(self) -> None:
        """Ends every program and plugin that still runs."""
        for process in list(self._running):
            process.kill()

    def _start(
        self, command: Sequence[str], environment: dict[str, str], *, cwd: str, piped: bool = False
    ) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE if piped else None
        process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=pipe, stderr=pipe)
        self._running.add(process)
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> int:
        code = process.wait()
        self._running.discard(process)
        return code


def _output(process: subprocess.Popen[bytes]) -> Iterator[tuple[int, bytes]]:
    """What a process writes, as (OUT | ERR, a line), until both streams are closed."""
    import queue  # noqa: PLC0415  only plugins need it, and every run of a program pays for start-up

    chunks: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()

    def forward(name: int, stream: IO[bytes]) -> None:
        for line in iter(stream.readline, b""):
            chunks.put((name, line))
        chunks.put((name, b""))

    streams = {OUT: process.stdout, ERR: process.stderr}
    for name, stream in streams.items():
        if stream is not None:
            threading.Thread(target=forward, args=(name, stream), daemon=True).start()
    still_open = len(streams)
    while still_open:
        name, chunk = chunks.get()
        if chunk:
            yield name, chunk
        else:
            still_open -= 1


def main() -> None:
    """Serves until the engine ends this process, or has itself ended."""
    host = LanguageHost()
    options = [("grpc.max_receive_message_length", MAX_MESSAGE_BYTES), ("grpc.max_send_message_length", -1)]
    server = grpc.server(futures.ThreadPoolExecutor(MAX_CALLS_AT_ONCE), options=options)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()

    def leave(*_: object) -> None:
        host.end_all()
        os._exit(0)

    # Waiting for open streams to close would hold the engine up for seconds at the end of each run.
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    print(port, flush=True)  # noqa: T201  the engine reads the port from here

    engine = os.getppid()
    while os.getppid() == engine:
        time.sleep(0.5)
    leave()


if __name__ == "__main__":
    main()
