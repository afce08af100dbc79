"""Archives of Lambda code: a folder of Python and, for a LambdaFunction, what its requirements file names."""

from pathlib import Path, PurePosixPath

import pulumi

from components.function.python_dependencies import installed_dependencies
from components.function.python_platform import PythonPlatform
from components.problems import ComponentError, Problem

_LEFT_OUT = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store"}
_REQUIREMENTS = "requirements.txt"


class PythonPackage(pulumi.AssetArchive):
    """The sources of a Python package. A LambdaFunction adds the dependencies for its own runtime and architecture."""

    requirements: str | None
    """Path of the requirements file, relative to the program's folder."""

    def __init__(self, sources: dict[str, pulumi.Asset | pulumi.Archive], requirements: str | None) -> None:
        super().__init__(sources)
        self.requirements = requirements

    def with_dependencies(self, runtime: str, architecture: str) -> pulumi.AssetArchive:
        """The sources, and the dependencies at the root of the archive, for a platform of Lambda.

        Needed for functions of `pulumi_aws`; a LambdaFunction does so itself.

        Args:
            runtime: a Python runtime of Lambda, such as python3.13.
            architecture: arm64 or x86_64.

        Raises:
            ComponentError: when the requirements are not pinned or not complete, or when a dependency has the name of
                the package.
            pulumi.RunError: when pip cannot install them; the message has pip's words and the remedy.
        """
        if self.requirements is None:
            return self
        folder = installed_dependencies(self.requirements, PythonPlatform(runtime, architecture))
        if folder is None:
            return pulumi.AssetArchive({**self.assets})
        # A folder is one entry, however many files are in it: the engine and each policy handle every entry.
        found = {
            path.name: pulumi.FileArchive(path.as_posix()) if path.is_dir() else pulumi.FileAsset(path.as_posix())
            for path in sorted(folder.iterdir())
        }
        hidden = sorted({entry.split("/")[0] for entry in self.assets}.intersection(found))
        if hidden:
            allowed = "names that no dependency has"
            problems = [
                Problem(f'"{name}"', "in the sources and in a dependency", allowed, "rename the folder")
                for name in hidden
            ]
            raise ComponentError(f'requirements file "{self.requirements}"', problems)
        return pulumi.AssetArchive({**found, **self.assets})


def python_package(folder: str, requirements: str | None = None) -> PythonPackage:
    """The Python package in `folder`, under its own name, so that `orders/create.py` is the module `orders.create`.

    Caches stay out and the order is fixed, so that the same sources always give the same archive. Paths stay relative
    to the program's folder, as Pulumi reads them, so that the state is the same on every machine.

    A requirements file pins every dependency with `==`, also those of dependencies. They are installed as wheels for
    the function's platform, once, into `.local/python-dependencies`. Without hashes the index may serve another file
    for the same version one day; with them it cannot.

    Args:
        folder: path of the package, relative to the program's folder.
        requirements: path of the requirements file. Default: `requirements.txt` in the folder, if there is one.

    Raises:
        pulumi.RunError: when there is no such folder, no Python file in it, or no such requirements file.
    """
    root = Path(folder)
    files = sorted(file for file in root.rglob("*") if file.is_file() and not _left_out(file, root))
    if not any(file.suffix == ".py" for file in files):
        looked = f"(looked in {root.resolve()})"
        raise pulumi.RunError(f'no Python file in the folder "{folder}" {looked}; name the folder of a Python package')
    if requirements is None and (root / _REQUIREMENTS).is_file():
        requirements = (root / _REQUIREMENTS).as_posix()
    elif requirements is not None and not Path(requirements).is_file():
        looked = f"(looked at {Path(requirements).resolve()})"
        raise pulumi.RunError(f'no requirements file "{requirements}" {looked}; name a file, or leave it out')
    entries = {str(PurePosixPath(root.name, *file.relative_to(root).parts)): file.as_posix() for file in files}
    return PythonPackage({entry: pulumi.FileAsset(path) for entry, path in entries.items()}, requirements)


def _left_out(file: Path, root: Path) -> bool:
    # The requirements file decides what is packaged; a comment in it must not make a new version of the function.
    is_requirements = file == root / _REQUIREMENTS
    return is_requirements or file.suffix == ".pyc" or bool(_LEFT_OUT.intersection(file.parts))
