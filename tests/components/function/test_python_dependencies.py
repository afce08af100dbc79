"""Dependencies of functions, installed by the real pip from wheels in a folder; nothing here reaches a network."""

import os
import shutil
import sys
from pathlib import Path

import pulumi
import pytest

from components import ComponentError, python_package
from tests.components.archives import content_of, digest
from tests.components.wheels import build_wheel
from tests.support.ports import free_port

REQUIREMENTS = "functions/orders/requirements.txt"


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip may look for wheels."""
    folder = tmp_path / "wheels"
    build_wheel(folder, "greeting", "1.0", {"greeting.py": "WORD = 'hello'\n"})
    build_wheel(folder, "greeting", "1.1", {"greeting.py": "WORD = 'welcome'\n"})
    needs = ["greeting>=1.1", 'colours; sys_platform == "win32"', 'loud; extra == "loud"', "boto3>=1"]
    build_wheel(folder, "speech", "2.0", {"speech/__init__.py": "", "speech/data.txt": "hm"}, needs=needs)
    for machine in ("aarch64", "x86_64"):
        tag = f"cp313-cp313-manylinux_2_28_{machine}"
        build_wheel(folder, "fast", "1.0", {"fast.so": machine}, tag=tag)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def program(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with one package, beside the wheels."""
    assert wheels.is_dir()
    return new_program(tmp_path / "program", monkeypatch)


def new_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = folder / "functions" / "orders"
    package.mkdir(parents=True)
    (package / "create.py").write_text("import greeting\n")
    monkeypatch.chdir(folder)
    return folder


def packaged(*pins: str, runtime: str = "python3.13", architecture: str = "arm64") -> pulumi.AssetArchive:
    """The package of the program in the current folder with these requirements."""
    Path(REQUIREMENTS).write_text("".join(f"{pin}\n" for pin in pins))
    return python_package("functions/orders").with_dependencies(runtime, architecture)


def test_dependencies_stand_at_the_root_of_the_archive(program: Path) -> None:
    archive = packaged("greeting==1.1", "speech==2.0")
    assert [*content_of(archive)] == [
        "greeting-1.1.dist-info/METADATA",
        "greeting-1.1.dist-info/WHEEL",
        "greeting-1.1.dist-info/entry_points.txt",
        "greeting.py",
        "orders/create.py",
        "speech/__init__.py",
        "speech/data.txt",
        "speech-2.0.dist-info/METADATA",
        "speech-2.0.dist-info/WHEEL",
        "speech-2.0.dist-info/entry_points.txt",
    ]
    assert b"welcome" in content_of(archive)["greeting.py"]
    assert (program / ".local/python-dependencies/.gitignore").read_text() == "*\n"


def test_nothing_of_this_machine_is_in_the_archive(program: Path) -> None:
    archive = packaged("greeting==1.1", "speech==2.0")
    for content in content_of(archive).values():
        assert str(program).encode() not in content
        assert sys.executable.encode() not in content
    for item in archive.assets.values():
        assert isinstance(item, pulumi.FileAsset | pulumi.FileArchive)
        assert not Path(item.path).is_absolute()


def test_two_machines_package_the_same(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wheels.is_dir()
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for machine, mode, pins in (
        ("one", 0o022, ["greeting==1.1", "speech==2.0"]),
        ("two", 0o077, ["# sorted", "Speech==2.0", "greeting==1.1  # a word"]),
    ):
        new_program(tmp_path / machine, monkeypatch)
        before = os.umask(mode)
        try:
            archive = packaged(*pins)
        finally:
            os.umask(before)
        for file in Path().rglob("*"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
        paths = [(name, getattr(item, "path", "")) for name, item in archive.assets.items()]
        found.append((digest(archive), paths))
    assert found[0] == found[1]


def test_another_version_is_another_archive(program: Path) -> None:
    assert program.is_dir()
    assert digest(packaged("greeting==1.0")) != digest(packaged("greeting==1.1"))


def test_wheels_are_those_of_the_architecture(program: Path) -> None:
    assert program.is_dir()
    for architecture, machine in (("arm64", b"aarch64"), ("x86_64", b"x86_64")):
        assert content_of(packaged("fast==1.0", architecture=architecture))["fast.so"] == machine


def test_unchanged_requirements_need_neither_pip_nor_wheels(
    program: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.is_dir()
    first = digest(packaged("greeting==1.1"))
    shutil.rmtree(wheels)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert digest(packaged("greeting==1.1")) == first
    assert digest(packaged("# a comment", "greeting==1.1")) == first


def test_a_hash_is_checked(program: Path) -> None:
    assert program.is_dir()
    with pytest.raises(pulumi.RunError) as caught:
        packaged(f"greeting==1.1 --hash=sha256:{'0' * 64}")
    text = str(caught.value)
    assert text.startswith(f'pip cannot install "{REQUIREMENTS}" for python3.13-arm64')
    assert "greeting==1.1 from file:" in text
    assert "Expected sha256 0000" in text
    assert "write a hash anew only if you know why its file changed" in text


def test_a_distribution_without_a_wheel_for_the_platform_is_told(program: Path) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        packaged("fast==1.0", runtime="python3.12")
    assert not isinstance(caught.value, ComponentError)
    assert "pip: ERROR: No matching distribution found for fast==1.0" in str(caught.value)
    assert "a wheel for Python 3.12 on manylinux_2_34_aarch64" in str(caught.value)
    assert [one.name for one in (program / ".local/python-dependencies").iterdir()] == [".gitignore"]


def test_an_index_out_of_reach_is_told_as_such(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.is_dir()
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{free_port()}/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(pulumi.RunError, match="check the network and pip's settings"):
        packaged("greeting==1.1")


def test_a_python_without_pip_is_told(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = program / "python"
    python.write_text(f'#!/bin/sh\necho "{python}: No module named pip" >&2\nexit 1\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(pulumi.RunError, match="-m ensurepip"):
        packaged("greeting==1.1")


def test_what_a_distribution_needs_must_be_pinned_too(program: Path) -> None:
    with pytest.raises(ComponentError) as caught:
        packaged("speech[loud]==2.0", "fast==1.0")
    assert [(one.where, one.found) for one in caught.value.problems] == [
        (REQUIREMENTS, "speech needs greeting>=1.1, which no line pins"),
        (REQUIREMENTS, "speech needs loud, which no line pins"),
    ]
    # What is not complete is not kept.
    assert [one.name for one in (program / ".local/python-dependencies").iterdir()] == [".gitignore"]


def test_a_pin_must_fit_what_another_needs(program: Path) -> None:
    assert program.is_dir()
    with pytest.raises(ComponentError) as caught:
        packaged("speech==2.0", "greeting==1.0")
    assert [one.found for one in caught.value.problems] == ["greeting==1.0, but speech needs greeting>=1.1"]


def test_a_dependency_may_not_have_the_name_of_the_package(program: Path, wheels: Path) -> None:
    assert program.is_dir()
    build_wheel(wheels, "shop_orders", "1.0", {"orders/__init__.py": ""})
    with pytest.raises(ComponentError) as caught:
        packaged("shop_orders==1.0")
    assert [one.where for one in caught.value.problems] == ['"orders"']


def test_lines_that_are_no_pins_stop_before_pip(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.is_dir()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ComponentError) as caught:
        packaged("greeting", "speech>=2")
    assert [one.where for one in caught.value.problems] == [f"{REQUIREMENTS}, line 1", f"{REQUIREMENTS}, line 2"]
