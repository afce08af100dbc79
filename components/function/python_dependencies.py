"""Python dependencies of functions: installed once by pip for Lambda's platform, then taken from a cache.

The cache is keyed by what decides its content, so that a preview with unchanged requirements downloads nothing. What
pip leaves behind that differs between machines is removed, so that the same requirements give the same files anywhere.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pulumi

from components.function.dependency_closure import missing_pins
from components.function.python_platform import PythonPlatform
from components.function.requirements_file import Pin, read_requirements
from components.problems import ComponentError

CACHE = Path(".local", "python-dependencies")
"""Relative to the program's folder, so that the paths in the state are the same on every machine."""

_CLEANING = 1
"""Raised when another kind of file is removed, so that no cache keeps what an older version left in it."""

_UNSTABLE = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"}
"""Files in `.dist-info` that say who installed what from where, and Lambda has no use for."""

_LINES_SHOWN = 6
_SOURCE = re.compile(r" \(from -r .*? \(line \d+\)\)")
"""Where pip read a pin: a file that is gone when the message is read."""


def installed_dependencies(requirements: str, platform: PythonPlatform) -> Path | None:
    """The folder with the dependencies that a requirements file pins; none when it pins nothing for the platform.

    Raises:
        ComponentError: when a line is no pin, or a pinned distribution needs one that is not pinned.
        pulumi.RunError: when pip cannot install them.
    """
    pins, problems = read_requirements(requirements, platform)
    if problems:
        raise ComponentError(f'requirements file "{requirements}"', problems)
    if not pins:
        return None
    content = "\n".join([f"cleaning {_CLEANING}", *(pin.line for pin in pins)])
    folder = CACHE / f"{platform.name}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
    if not folder.is_dir():
        _fill(folder, requirements, pins, platform)
    return folder


def _fill(folder: Path, requirements: str, pins: Sequence[Pin], platform: PythonPlatform) -> None:
    """Installs into a folder that no reader sees, which then becomes the cached one in a single step."""
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
    pulumi.log.info(f"installing the dependencies of {requirements} for {platform.name}")
    with tempfile.TemporaryDirectory(dir=CACHE, prefix=".installing-") as scratch:
        target = Path(scratch, "installed")
        target.mkdir()
        lines = Path(scratch, "requirements.txt")
        lines.write_text("".join(f"{pin.line}\n" for pin in pins), encoding="utf-8")
        _run_pip(lines, target, requirements, platform)
        problems = missing_pins(target, requirements, pins, platform)
        if problems:
            raise ComponentError(f'requirements file "{requirements}"', problems)
        _clean(target)
        try:
            target.rename(folder)
        except OSError:
            # Another program may have filled the cache with the same files meanwhile.
            if not folder.is_dir():
                raise


def _run_pip(lines: Path, target: Path, requirements: str, platform: PythonPlatform) -> None:
    # Only its log says that pip could not reach its index; what it prints is that the index has no such thing.
    log = lines.with_name("log")
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--no-compile", "--no-deps", f"--log={log}"]
    chosen = ["--only-binary=:all:", "--implementation=cp", f"--python-version={platform.python_version}"]
    chosen += [f"--platform={tag}" for tag in platform.wheel_platforms]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        *chosen,
        f"--target={target}",
        f"--requirement={lines}",
    ]
    # A user's default of installing into the home folder excludes a target.
    environment = {**os.environ, "PIP_USER": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 -- pip of this very interpreter, with pins that were parsed before
    if done.returncode:
        logged = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        raise pulumi.RunError(_failure(requirements, platform, _SOURCE.sub("", done.stderr), logged))


def _failure(requirements: str, platform: PythonPlatform, printed: str, logged: str) -> str:
    said = [line.strip() for line in printed.splitlines() if line.strip()]
    first = next((index for index, line in enumerate(said) if line.startswith("ERROR:")), -1)
    quoted = "\n".join(f"     pip: {line}" for line in said[first:][:_LINES_SHOWN])
    text = f'pip cannot install "{requirements}" for {platform.name}; nothing of the function was registered.\n{quoted}'
    return f"{text}\n     do:  {_remedy(platform, printed + logged)}"


def _remedy(platform: PythonPlatform, said: str) -> str:
    unreached = [line for line in said.splitlines() if "Could not fetch URL" in line and " 404 " not in line]
    if "No module named pip" in said:
        return f"install pip for this Python: {sys.executable} -m ensurepip"
    if unreached or "ConnectionPool(" in said:
        return (
            "check the network and pip's settings (PIP_INDEX_URL, PIP_PROXY, PIP_CERT); "
            "once installed, unchanged requirements need no network"
        )
    if "DO NOT MATCH THE HASHES" in said or "--require-hashes" in said:
        return "give every line its hashes, or none; write a hash anew only if you know why its file changed"
    if "No matching distribution" in said:
        return (
            f"take a version of which there is a wheel for Python {platform.python_version} on "
            f"{' or '.join(platform.wheel_platforms)}, or for any platform; or another architecture or runtime"
        )
    return "correct what pip names"


def _clean(folder: Path) -> None:
    """Removes what differs between machines: byte code, pip's notes, and scripts that name this machine's Python."""
    scripts = folder / "bin"
    if scripts.is_dir() and not (scripts / "__init__.py").exists():
        shutil.rmtree(scripts)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.chmod(0o755)
            if path.name == "__pycache__":
                shutil.rmtree(path)
        elif path.suffix == ".pyc" or (path.name in _UNSTABLE and path.parent.suffix == ".dist-info"):
            path.unlink()
        else:
            path.chmod(0o644)
    folder.chmod(0o755)
