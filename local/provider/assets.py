"""Assets and archives as bytes: the same files always give the same zip."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from local.provider.values import Archive, Asset

if TYPE_CHECKING:
    from collections.abc import Iterator

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_EXECUTABLE_FILE: Final = 0o100755 << 16  # a custom runtime's `bootstrap` must be executable


class UnreadableAssetError(ValueError):
    """An asset or archive that is not on this machine, or is of a kind the stand-in does not read."""


def zip_archive(archive: Archive) -> bytes:
    """The archive as a zip file with sorted names and fixed dates.

    Raises:
        UnreadableAssetError: a file is missing, or the archive is remote or of a format other than zip and tar.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as output:
        for name, content in sorted(files_of(archive), key=lambda entry: entry[0]):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _EXECUTABLE_FILE
            output.writestr(entry, content)
    return target.getvalue()


def sha256_base64(content: bytes) -> str:
    """The hash that Lambda calls `CodeSha256`."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def files_of(archive: Archive, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the archive: its path inside, with slashes, and its content."""
    if archive.assets is not None:
        for name, item in archive.assets.items():
            inner = f"{prefix}{name}"
            if isinstance(item, Asset):
                yield inner, content_of(item)
            else:
                yield from files_of(item, f"{inner}/")
    elif archive.path is not None:
        yield from _files_at(Path(archive.path), prefix)
    else:
        raise UnreadableAssetError(
            f"the archive {archive.uri} is remote: the local stand-in reads files of this machine only"
        )


def content_of(asset: Asset) -> bytes:
    """The bytes of one asset."""
    if asset.text is not None:
        return asset.text.encode()
    if asset.path is None:
        raise UnreadableAssetError(
            f"the asset {asset.uri} is remote: the local stand-in reads files of this machine only"
        )
    return _read(Path(asset.path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableAssetError(f"{path}: {error.strerror}") from error


def _files_at(path: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield f"{prefix}{file.relative_to(path).as_posix()}", _read(file)
        return
    content = _read(path)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            yield from ((f"{prefix}{name}", source.read(name)) for name in source.namelist() if not name.endswith("/"))
        return
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as source:
            for member in source.getmembers():
                file = source.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield f"{prefix}{member.name}", file.read()
    except tarfile.TarError as error:
        raise UnreadableAssetError(f"{path} is neither a folder nor a zip or tar archive") from error
