from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.engine import cli

if TYPE_CHECKING:
    from pathlib import Path


def _executable(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache with no CLI in it, and nothing on PATH but the system's own programs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return tmp_path / "cache"


@pytest.mark.usefixtures("empty_cache")
def test_an_installed_cli_that_is_new_enough_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _executable(tmp_path / "old", "pulumi", "echo v3.253.9")
    new = _executable(tmp_path / "new", "pulumi", "echo v3.254.0")
    monkeypatch.setenv("PATH", f"{tmp_path / 'old'}:{tmp_path / 'new'}:/usr/bin:/bin")
    assert cli.find_or_build() == cli.Engine(new, {})


def test_a_cli_in_the_cache_is_used_with_the_language_host_of_this_checkout(empty_cache: Path) -> None:
    cli.cache_folder().mkdir(parents=True)
    built = _executable(cli.cache_folder(), "pulumi", "exit 1")
    engine = cli.find_or_build()
    assert engine.executable == built
    assert engine.executable.is_relative_to(empty_cache)
    assert engine.environment["GATEWAY_LANGUAGE_HOST"] == str(cli.HERE / "language_host.py")


@pytest.mark.usefixtures("empty_cache")
def test_a_failed_build_shows_why_and_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = 'if [ "$1" = version ]; then echo go version go1.25.11; else echo no space left on device >&2; exit 2; fi'
    _executable(tmp_path / "go", "go", go)
    monkeypatch.setenv("PATH", f"{tmp_path / 'go'}:/usr/bin:/bin")
    with pytest.raises(
        cli.EngineMissingError, match=r"(?s)exit code 2.*no space left on device.*install Pulumi 3\.254"
    ):
        cli.find_or_build()
    assert [file for file in cli.cache_folder().parent.iterdir() if file.is_dir()] == []


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("v3.259.0", (3, 259, 0)),
        ("go version go1.26 linux/amd64", (1, 26, 0)),
        ("v3.260.1-alpha.x1", (3, 260, 1)),
        ("", ()),
    ],
)
def test_version_numbers_are_read_from_what_a_command_prints(printed: str, version: tuple[int, ...]) -> None:
    assert cli._version(["echo", printed]) == version  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_a_command_that_is_missing_has_no_version(tmp_path: Path) -> None:
    assert cli._version([str(tmp_path / "pulumi")]) == ()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
