"""Starting the emulator once, using it again, and ending it.

All it needs lives in one folder: `emulator.json` (its process and ports), `emulator.log`, `authority/` (which signs the
certificates of custom domains), and `state/`, from which a stopped or killed emulator comes back as it was.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from local.emulator.credentials import DUMMY_CREDENTIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

PORT_SETTING, TLS_PORT_SETTING = "GATEWAY_EMULATOR_PORT", "GATEWAY_EMULATOR_TLS_PORT"
PREFERRED_PORTS, PREFERRED_TLS_PORTS = range(4566, 4600), range(8443, 8543)
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 15.0
ROOT = Path(__file__).parent.parent.parent


class EmulatorError(Exception):
    """The emulator could not be started; the message says why and what to do."""


@dataclass(frozen=True)
class Emulator:
    """A process that was started, whether or not it still runs."""

    pid: int
    port: int
    tls_port: int = 0  # 0 of one that an older checkout has started

    @property
    def url(self) -> str:
        """Where it answers, as `http://127.0.0.1:<port>`."""
        return f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        """Whether this very process, not another one at its port, answers a health check."""
        try:
            os.kill(self.pid, 0)
            return httpx.get(f"{self.url}/_ministack/health", timeout=5, trust_env=False).is_success
        except (OSError, httpx.HTTPError):
            return False


def recorded(folder: Path) -> Emulator | None:
    """The emulator that was last started in `folder`, or None where none was, or it was stopped."""
    try:
        return Emulator(**json.loads((folder / "emulator.json").read_text()))
    except FileNotFoundError:
        return None


def start(folder: Path) -> tuple[Emulator, str]:
    """The emulator of `folder`, started unless it runs, and a sentence on what was done ("" for nothing).

    Raises:
        EmulatorError: its port is in use by something else, or its process ended before it answered.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        before = recorded(folder)
        if before and before.answers():
            return before, ""
        port = before.port if before else _choose_port()
        with _listen_for_tls(before.tls_port if before else 0) as secure:
            emulator = _launch(folder, port, secure)
        if before:
            return (
                emulator,
                f"The emulator (process {before.pid}) was gone: started again at {emulator.url}, as it was.",
            )
        return emulator, f"Started the emulator at {emulator.url}, log in {folder / 'emulator.log'}."


def stop(folder: Path, *, forget: bool) -> None:
    """Ends the emulator of `folder`; its state stays for the next start unless it is to be forgotten."""
    if not folder.exists():
        return
    with _alone(folder):
        emulator = recorded(folder)
        if emulator and emulator.answers():
            os.kill(emulator.pid, signal.SIGTERM)
            _await(lambda: not emulator.answers(), SECONDS_TO_STOP, f"process {emulator.pid} does not end on SIGTERM")
        if forget:
            (folder / "emulator.json").unlink(missing_ok=True)
            for kept in ("state", "authority"):
                shutil.rmtree(folder / kept, ignore_errors=True)


def authority_file(folder: Path) -> Path:
    """The certificate of the authority that clients of custom domains must trust (`curl --cacert`)."""
    return folder / "authority" / "ca.pem"


def curl_over_tls(emulator: Emulator, folder: Path, name: str) -> str:
    """The command that reaches a custom domain over TLS, to which a path is added."""
    connect = f"--connect-to {name}::127.0.0.1:{emulator.tls_port}"
    return f"curl --cacert {authority_file(folder)} {connect} https://{name}"


def way_to_domains(emulator: Emulator, folder: Path) -> str:
    """A sentence on how the custom domains of an emulator are reached over TLS."""
    return f"Custom domains answer over TLS: {curl_over_tls(emulator, folder, '<domain>')}/"


def _listen_for_tls(recorded: int) -> socket.socket:
    """A socket that listens at the port of before, at the wanted one, or at the first that is free.

    The emulator inherits it, so that no other program can take the port in between.
    """
    wanted = recorded or _wanted_port(TLS_PORT_SETTING)
    for port in [wanted] if wanted else PREFERRED_TLS_PORTS:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    if wanted:
        raise _in_use(wanted, TLS_PORT_SETTING)
    raise EmulatorError(
        f"No port of {PREFERRED_TLS_PORTS[0]} to {PREFERRED_TLS_PORTS[-1]} is free: set {TLS_PORT_SETTING}."
    )


def _choose_port() -> int:
    wanted = _wanted_port(PORT_SETTING)
    if wanted is None:
        free = (port for port in PREFERRED_PORTS if _is_free(port))
        if (port := next(free, None)) is None:
            raise EmulatorError(
                f"No port of {PREFERRED_PORTS[0]} to {PREFERRED_PORTS[-1]} is free: set {PORT_SETTING}."
            )
        return port
    return wanted


def _wanted_port(setting: str) -> int | None:
    wanted = os.environ.get(setting)
    if wanted is None:
        return None
    if not wanted.isdecimal() or not 0 < int(wanted) < 2**16:
        raise EmulatorError(f"{setting} is {wanted!r}: give a port number from 1 to 65535.")
    return int(wanted)


def _in_use(port: int, setting: str) -> EmulatorError:
    return EmulatorError(
        f"Port {port} on 127.0.0.1, which the emulator needs, is in use by another program. End that program, or "
        f"take another port: `make down`, then {setting}=<port> make up."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _launch(folder: Path, port: int, secure: socket.socket) -> Emulator:
    if not _is_free(port):
        raise _in_use(port, PORT_SETTING)
    log = folder / "emulator.log"
    # The name of a socket that does not exist keeps ministack away from the containers of a Docker engine.
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "GATEWAY_TLS_SOCKET": str(secure.fileno()),
        "GATEWAY_AUTHORITY": str(authority_file(folder).parent),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(folder / "state" / "s3"),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": f"unix://{folder / 'no-docker.sock'}",
        "LAMBDA_EXECUTOR": "local",
        "AWS_ACCESS_KEY_ID": DUMMY_CREDENTIAL,
        "AWS_SECRET_ACCESS_KEY": DUMMY_CREDENTIAL,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.emulator.server"],
            cwd=ROOT,
            env=inherited | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=[secure.fileno()],
        )
    emulator = Emulator(process.pid, port, secure.getsockname()[1])

    def ready() -> bool:
        if process.poll() is not None:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
            raise EmulatorError(f"The emulator ended at once (exit code {process.returncode}). End of {log}:\n{last}")
        return emulator.answers()

    try:
        _await(ready, SECONDS_TO_START, f"it does not answer at {emulator.url}; see {log}")
    except BaseException:
        process.kill()
        raise
    (folder / "emulator.json").write_text(json.dumps(asdict(emulator)))
    return emulator


def _await(condition: Callable[[], bool], seconds: float, complaint: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise EmulatorError(f"The emulator: after {seconds:.0f} s {complaint}.")
        time.sleep(0.05)


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Lets one process at a time start or stop the emulator of a folder."""
    with (folder / "emulator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
