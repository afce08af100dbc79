"""The code of a LambdaFunction: its rules, and what is sent to Lambda. No Pulumi resource.

Source of the figures: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from collections.abc import Mapping

import pulumi

from components.function.archive_contents import archive_contents, python_modules
from components.function.args import LambdaFunctionArgs
from components.function.packaging import PythonPackage
from components.function.python_platform import PythonPlatform
from components.function.requirements_file import read_requirements
from components.function.rules import DEFAULT_ARCHITECTURE, DEFAULT_RUNTIME
from components.problems import Problem, did_you_mean

_MOST_BYTES = 250 * 1024 * 1024
_LARGEST_SHOWN = 3


def complete_code(args: LambdaFunctionArgs) -> pulumi.Archive:
    """The code with the dependencies that its requirements file names for the function's platform.

    Raises:
        ComponentError: when the requirements are not complete.
        pulumi.RunError: when pip cannot install them.
    """
    code = args["code"]
    if not isinstance(code, PythonPackage):
        return code
    platform = _platform(args)
    return code.with_dependencies(platform.runtime, platform.architecture)


def archive_problems(args: Mapping[str, object]) -> list[Problem]:
    """A problem when the code is no archive, such as the path of a folder."""
    code = args.get("code")
    if code is None or isinstance(code, pulumi.Archive | pulumi.Output):
        return []
    remedy = 'give an archive, such as python_package("functions/orders")'
    return [Problem("code", type(code).__name__, "an archive of Pulumi", remedy)]


def has_requirements(args: Mapping[str, object]) -> bool:
    """Whether the code is only complete once its dependencies are installed."""
    code = args.get("code")
    return isinstance(code, PythonPackage) and code.requirements is not None


def requirements_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the requirements file of the code; nothing is installed for that."""
    code, platform = args.get("code"), _platform(args)
    if not isinstance(code, PythonPackage) or code.requirements is None:
        return []
    if not platform.known:
        found = f'{platform.name}, with the requirements file "{code.requirements}"'
        allowed = "a Python runtime, such as python3.13, on arm64 or x86_64"
        return [Problem("runtime", found, allowed, "name a runtime that its dependencies can be installed for")]
    return read_requirements(code.requirements, platform)[1]


def handler_problems(args: Mapping[str, object]) -> list[Problem]:
    """A problem when the handler of a Python function does not have the form that Lambda reads."""
    handler = args.get("handler")
    if handler is None or not _is_python(args):
        return []
    module, dot, function = str(handler).rpartition(".")
    if dot and module and function:
        return []
    return [Problem("handler", f"{handler!r}", "module.function", 'write "module.function", such as "app.handler"')]


def code_problems(args: Mapping[str, object], code: object) -> list[Problem]:
    """Everything wrong with the complete code of a function, as far as its content is known on this machine."""
    contents = archive_contents(code)
    if contents is None:
        return []
    return [*_module_problems(args, contents), *_size_problems(contents)]


def _platform(args: Mapping[str, object]) -> PythonPlatform:
    architecture = str(args.get("architecture", DEFAULT_ARCHITECTURE))
    return PythonPlatform(str(args.get("runtime", DEFAULT_RUNTIME)), architecture)


def _is_python(args: Mapping[str, object]) -> bool:
    return str(args.get("runtime", DEFAULT_RUNTIME)).startswith("python")


def _module_problems(args: Mapping[str, object], contents: dict[str, int]) -> list[Problem]:
    handler = args.get("handler")
    # A layer may bring the module of the handler.
    if handler is None or not _is_python(args) or args.get("layers") or handler_problems(args):
        return []
    # Lambda takes both: a/b.handler and a.b.handler.
    module = str(handler).rpartition(".")[0].replace("/", ".")
    modules = python_modules(contents)
    if module in modules:
        return []
    own = [name for name in modules if name in _own_modules(args)]
    found = f'"{handler}", but the code has no module "{module}"'
    return [Problem("handler", found, ", ".join(own), did_you_mean(module, modules, "name a module of the code"))]


def _own_modules(args: Mapping[str, object]) -> set[str]:
    """The modules of the sources: those of dependencies would fill the screen."""
    return {*python_modules(archive_contents(args["code"]) or {})}


def _size_problems(contents: dict[str, int]) -> list[Problem]:
    total = sum(contents.values())
    if total <= _MOST_BYTES:
        return []
    folders: dict[str, int] = {}
    for path, size in contents.items():
        folder = path.split("/")[0]
        folders[folder] = folders.get(folder, 0) + size
    largest = sorted(folders, key=lambda name: -folders[name])[:_LARGEST_SHOWN]
    shown = ", ".join(f"{name} {_megabytes(folders[name])}" for name in largest)
    remedy = "remove what the function does not use, or run it from a container image"
    found = f"{_megabytes(total)} unzipped ({shown})"
    return [Problem("code", found, f"{_megabytes(_MOST_BYTES)} unzipped, layers included", remedy)]


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
