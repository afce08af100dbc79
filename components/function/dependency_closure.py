"""Whether a requirements file pins all that its distributions need. Pure: reads installed metadata, changes nothing.

What is not pinned is not installed, so that nothing enters a function unasked; but a gap would only show at run time.
"""

from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from components.function.python_platform import PythonPlatform
from components.function.requirements_file import Pin
from components.problems import Problem

_IN_THE_RUNTIME = {"boto3", "botocore"}
"""Lambda's Python runtimes bring them: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html"""


def missing_pins(folder: Path, file: str, pins: Sequence[Pin], platform: PythonPlatform) -> list[Problem]:
    """A problem for each distribution that a pinned one needs on the platform, and that is missing or does not fit."""
    found: dict[str, Distribution] = {canonicalize_name(one.name): one for one in distributions(path=[str(folder)])}
    problems: dict[str, Problem] = {}
    waiting: list[tuple[str, str]] = [(pin.name, extra) for pin in pins for extra in ("", *pin.requirement.extras)]
    seen = {*waiting}
    while waiting:
        name, extra = waiting.pop()
        for needed in _needs(found[name], extra, platform):
            problem = _problem(file, name, needed, found)
            if problem is not None:
                problems[str(problem)] = problem
            target = canonicalize_name(needed.name)
            more = {(target, one) for one in ("", *needed.extras)} - seen if target in found else set[tuple[str, str]]()
            waiting += sorted(more)
            seen |= more
    return [problems[text] for text in sorted(problems)]


def _needs(distribution: Distribution, extra: str, platform: PythonPlatform) -> list[Requirement]:
    requirements = [Requirement(text) for text in distribution.requires or []]
    environment = {**platform.markers, "extra": extra}
    return [one for one in requirements if one.marker is None or one.marker.evaluate(environment)]


def _problem(file: str, name: str, needed: Requirement, found: dict[str, Distribution]) -> Problem | None:
    target = canonicalize_name(needed.name)
    wanted = f"{target}{needed.specifier}"
    if target in found:
        version = found[target].version
        if needed.specifier.contains(version, prereleases=True):
            return None
        return Problem(file, f"{target}=={version}, but {name} needs {wanted}", wanted, "pin a version that fits")
    if target in _IN_THE_RUNTIME:
        return None
    remedy = "pin it too; `pip-compile` or `uv pip compile` write a file with everything needed"
    return Problem(file, f"{name} needs {wanted}, which no line pins", f"{target}==VERSION", remedy)
