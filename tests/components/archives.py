"""What an archive of code holds."""

import hashlib
import os
from pathlib import Path
from typing import cast

import pulumi


def content_of(archive: pulumi.Archive) -> dict[str, bytes]:
    """Every file of an archive, in the order in which the engine reads them."""
    if isinstance(archive, pulumi.FileArchive):
        root = Path(archive.path)
        return {
            file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()
        }
    assets = cast("pulumi.AssetArchive", archive).assets
    found: dict[str, bytes] = {}
    for name, item in sorted(assets.items()):
        if isinstance(item, pulumi.FileAsset):
            found[name] = Path(item.path).read_bytes()
        else:
            found |= {f"{name}/{path}": content for path, content in content_of(cast("pulumi.Archive", item)).items()}
    return found


def digest(archive: pulumi.Archive) -> str:
    """A hash over the names, the order and the content of all files, as the engine hashes an archive."""
    total = hashlib.sha256()
    for name, content in content_of(archive).items():
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def paths_of(archive: pulumi.AssetArchive) -> dict[str, str]:
    """The path on this machine behind each entry of an archive, as the state records it."""
    return {entry: os.fspath(cast("pulumi.FileAsset", asset).path) for entry, asset in archive.assets.items()}
