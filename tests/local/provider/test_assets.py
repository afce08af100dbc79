"""Archives as zip files."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from local.provider.assets import UnreadableAssetError, zip_archive
from local.provider.values import Archive, Asset

if TYPE_CHECKING:
    from pathlib import Path


def contents(archive: Archive) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zip_archive(archive))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    left, right = tmp_path / "left", tmp_path / "right"
    for folder, names in ((left, ("a.py", "b.py")), (right, ("b.py", "a.py"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_text(f"# {name}")
    (right / "a.py").touch()
    of_left = zip_archive(Archive(path=str(left)))
    assert of_left == zip_archive(Archive(path=str(right)))
    assets = {"b.py": Asset(text="# b.py"), "a.py": Asset(path=str(left / "a.py"))}
    assert of_left == zip_archive(Archive(assets=assets))
    assert of_left != zip_archive(Archive(assets={**assets, "b.py": Asset(text="# c.py")}))


def test_archives_inside_archives_keep_their_paths(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "x.txt").write_text("x")
    archive = Archive(assets={"main.py": Asset(text="m"), "lib": Archive(path=str(tmp_path))})
    assert contents(archive) == {"main.py": b"m", "lib/deep/x.txt": b"x"}


def test_zip_and_tar_files_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.write(tmp_path / "x.txt", "in/x.txt")
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as target:
        target.add(tmp_path / "x.txt", "in/x.txt")
    assert contents(Archive(path=str(tmp_path / "a.zip"))) == {"in/x.txt": b"x"}
    assert zip_archive(Archive(path=str(tmp_path / "a.zip"))) == zip_archive(Archive(path=str(tmp_path / "a.tgz")))


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (Archive(path="/nowhere/at/all"), "No such file"),
        (Archive(uri="https://example.com/a.zip"), "is remote"),
        (Archive(assets={"a": Asset(uri="https://example.com/a")}), "is remote"),
        (Archive(path=__file__), "neither a folder nor a zip"),
    ],
)
def test_what_cannot_be_read_is_named(archive: Archive, words: str) -> None:
    with pytest.raises(UnreadableAssetError, match=words):
        zip_archive(archive)
