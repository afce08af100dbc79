"""What stands in an archive of code, as far as this machine can know it. Pure: no Pulumi resource."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pulumi


def archive_contents(archive: object) -> dict[str, int] | None:
    """The size in bytes of each file by its path in the archive; None when some of it is not known here.

    Remote assets, tar files and files that do not exist are left to the engine, which reads or refuses them.
    """
    if isinstance(archive, pulumi.AssetArchive):
        return _contents_of_assets(archive)
    if not isinstance(archive, pulumi.FileArchive):
        return None
    path = Path(archive.path)
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.is_file()]
        return {file.relative_to(path).as_posix(): file.stat().st_size for file in files}
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as content:
            return {entry.filename: entry.file_size for entry in content.infolist() if not entry.is_dir()}
    return None


def python_modules(files: Iterable[str]) -> list[str]:
    """The modules that Python finds in an archive, sorted; a package is the module of its `__init__`."""
    modules: set[str] = set()
    for file in files:
        *folders, name = file.split("/")
        stem, _, suffix = name.partition(".")
        if suffix.endswith(("py", "so")):
            modules.add(".".join(folders if stem == "__init__" and folders else [*folders, stem]))
    return sorted(modules)


def _contents_of_assets(archive: pulumi.AssetArchive) -> dict[str, int] | None:
    sizes: dict[str, int] = {}
    for name, item in archive.assets.items():
        if isinstance(item, pulumi.StringAsset):
            sizes[name] = len(item.text.encode())
        elif isinstance(item, pulumi.FileAsset) and Path(item.path).is_file():
            sizes[name] = Path(item.path).stat().st_size
        else:
            inner = archive_contents(item)
            if inner is None:
                return None
            sizes |= {f"{name}/{path}": size for path, size in inner.items()}
    return sizes
