from pathlib import Path
from typing import cast

import pulumi
import pytest

from components import python_package


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with one package."""
    package = tmp_path / "functions" / "orders"
    for file in ("get.py", "__init__.py", "nested/deep.py", "schema.json", "__pycache__/get.cpython-313.pyc"):
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text(file)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(archive: pulumi.AssetArchive) -> dict[str, str]:
    return {entry: str(cast("pulumi.FileAsset", asset).path) for entry, asset in archive.assets.items()}


def test_a_package_keeps_its_name_and_leaves_caches_out(program: Path) -> None:
    assert program.exists()
    assert paths(python_package("functions/orders")) == {
        "orders/__init__.py": "functions/orders/__init__.py",
        "orders/get.py": "functions/orders/get.py",
        "orders/nested/deep.py": "functions/orders/nested/deep.py",
        "orders/schema.json": "functions/orders/schema.json",
    }


def test_the_order_of_an_archive_is_fixed(program: Path) -> None:
    entries = list(paths(python_package("functions/orders")))
    (program / "functions/orders/a.py").write_text("")
    assert entries == sorted(entries)
    assert list(paths(python_package("functions/orders"))) == sorted([*entries, "orders/a.py"])


@pytest.mark.parametrize("folder", ["functions/order", "functions/orders/__pycache__"])
def test_a_folder_without_python_is_refused(program: Path, folder: str) -> None:
    assert program.exists()
    with pytest.raises(pulumi.RunError, match=f'no Python file in the folder "{folder}"'):
        python_package(folder)
