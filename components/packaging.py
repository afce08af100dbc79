"""Archives of Lambda code. Pure: no Pulumi resource."""

from pathlib import Path, PurePosixPath

import pulumi

_LEFT_OUT = {"__pycache__", ".pytest_cache"}


def python_package(folder: str) -> pulumi.AssetArchive:
    """The Python package in `folder`, under its own name, so that `orders/create.py` is the module `orders.create`.

    Caches stay out and the order is fixed, so that the same sources always give the same archive. Paths stay relative
    to the program's folder, as Pulumi reads them, so that the state is the same on every machine.

    Args:
        folder: path of the package, relative to the program's folder.

    Raises:
        pulumi.RunError: when there is no such folder, or no Python file in it.
    """
    root = Path(folder)
    files = sorted(file for file in root.rglob("*") if file.is_file() and not _LEFT_OUT.intersection(file.parts))
    if not any(file.suffix == ".py" for file in files):
        looked = f"(looked in {root.resolve()})"
        raise pulumi.RunError(f'no Python file in the folder "{folder}" {looked}; name the folder of a Python package')
    entries = {str(PurePosixPath(root.name, *file.relative_to(root).parts)): file.as_posix() for file in files}
    return pulumi.AssetArchive({entry: pulumi.FileAsset(path) for entry, path in entries.items()})
