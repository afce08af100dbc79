import os
from pathlib import Path

import pulumi
import pytest

from components import python_package
from tests.components.archives import content_of, digest, paths_of


def write_package(program: Path) -> Path:
    """The folder of a package in the folder of a program."""
    package = program / "functions" / "orders"
    for file in (
        "get.py",
        "__init__.py",
        "nested/deep.py",
        "schema.json",
        "__pycache__/get.cpython-313.pyc",
        "old.pyc",
    ):
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text(file)
    return package


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with one package."""
    write_package(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_package_keeps_its_name_and_leaves_caches_out(program: Path) -> None:
    assert program.exists()
    assert paths_of(python_package("functions/orders")) == {
        "orders/__init__.py": "functions/orders/__init__.py",
        "orders/get.py": "functions/orders/get.py",
        "orders/nested/deep.py": "functions/orders/nested/deep.py",
        "orders/schema.json": "functions/orders/schema.json",
    }


def test_the_order_of_an_archive_is_fixed(program: Path) -> None:
    entries = list(paths_of(python_package("functions/orders")))
    (program / "functions/orders/a.py").write_text("")
    assert entries == sorted(entries)
    assert list(paths_of(python_package("functions/orders"))) == sorted([*entries, "orders/a.py"])


@pytest.mark.parametrize("folder", ["functions/order", "functions/orders/__pycache__"])
def test_a_folder_without_python_is_refused(program: Path, folder: str) -> None:
    assert program.exists()
    with pytest.raises(pulumi.RunError, match=f'no Python file in the folder "{folder}"'):
        python_package(folder)


def test_the_same_sources_are_the_same_archive_on_every_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests: list[str] = []
    recorded: list[dict[str, str]] = []
    for machine, mode, written in (("one", 0o600, 1_000_000_000), ("two", 0o755, 1_700_000_000)):
        package = write_package(tmp_path / machine)
        for file in package.rglob("*"):
            file.chmod(0o755 if file.is_dir() else mode)
            os.utime(file, (written, written))
        monkeypatch.chdir(tmp_path / machine)
        archive = python_package("functions/orders")
        digests.append(digest(archive))
        recorded.append(paths_of(archive))
    assert digests[0] == digests[1]
    assert recorded[0] == recorded[1]
    (package / "get.py").write_text("another line")
    assert digest(python_package("functions/orders")) != digests[0]


def test_the_requirements_file_is_found_and_not_sent(program: Path) -> None:
    assert python_package("functions/orders").requirements is None
    (program / "functions/orders/requirements.txt").write_text("# nothing\n")
    package = python_package("functions/orders")
    assert package.requirements == "functions/orders/requirements.txt"
    assert "orders/requirements.txt" not in package.assets


def test_a_requirements_file_may_stand_elsewhere(program: Path) -> None:
    (program / "lock.txt").write_text("")
    assert python_package("functions/orders", requirements="lock.txt").requirements == "lock.txt"
    with pytest.raises(pulumi.RunError, match='no requirements file "other'):
        python_package("functions/orders", requirements="other.txt")


def test_a_package_without_requirements_is_complete_as_it_is(program: Path) -> None:
    package = python_package("functions/orders")
    assert package.with_dependencies("python3.13", "arm64") is package
    (program / "functions/orders/requirements.txt").write_text("# nothing\n")
    empty = python_package("functions/orders").with_dependencies("python3.13", "arm64")
    assert content_of(empty) == content_of(package)
    assert not (program / ".local").exists()
