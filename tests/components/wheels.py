"""Wheels that tests build by hand."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_COMPATIBLE = "py3-none-any"


def build_wheel(
    folder: Path,
    name: str,
    version: str,
    files: Mapping[str, str],
    *,
    needs: Sequence[str] = (),
    tag: str = _COMPATIBLE,
) -> Path:
    """A wheel with these files, written by hand."""
    information = f"{name}-{version}.dist-info"
    metadata = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}", *(f"Requires-Dist: {one}" for one in needs)]
    content = {
        **files,
        f"{information}/METADATA": "\n".join([*metadata, ""]),
        f"{information}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{information}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    content[f"{information}/RECORD"] = "".join(f"{path},,\n" for path in [*content, f"{information}/RECORD"])
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as target:
        for path, text in content.items():
            target.writestr(path, text)
    return wheel
