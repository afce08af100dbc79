"""Requirements files of functions: Python distributions, each pinned to one version. Pure: no Pulumi resource.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import UndefinedComparison
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from components.function.python_platform import PythonPlatform
from components.problems import Problem

_COMMENT = re.compile(r"(^|\s+)#.*$")
_HASH_OPTION = re.compile(r"\s+--hash[=\s]\s*")
_HASH = re.compile(r"sha(256|384|512):[0-9a-f]+")

_ALLOWED = "NAME==VERSION, with --hash=sha256:… if you like"


@dataclass(frozen=True)
class Pin:
    """One distribution of a requirements file."""

    name: str
    """Its name as the package index compares it."""
    requirement: Requirement
    hashes: tuple[str, ...]
    """Hashes of the files that may be installed, sorted; none when the file gives none."""

    @property
    def line(self) -> str:
        """The pin as pip reads it, without its marker, always written the same way."""
        extras = f"[{','.join(sorted(self.requirement.extras))}]" if self.requirement.extras else ""
        return " ".join([f"{self.name}{extras}{self.requirement.specifier}", *(f"--hash={one}" for one in self.hashes)])


def read_requirements(file: str, platform: PythonPlatform) -> tuple[list[Pin], list[Problem]]:
    """The pins of a requirements file that hold on a platform, sorted, and a problem for each line that is no pin.

    pip evaluates markers for the machine it runs on; here they are evaluated for the platform of the function, so that
    every machine packages the same.
    """
    pins: dict[str, Pin] = {}
    problems: list[Problem] = []
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        # What PowerShell writes when the output of a program is sent to a file.
        return [], [Problem(file, "bytes that are no UTF-8", "text in UTF-8", "save it as UTF-8")]
    for number, line in _logical_lines(text):
        where = f"{file}, line {number}"
        pin = _read_line(line, where, platform)
        if isinstance(pin, Problem):
            problems.append(pin)
        elif pin is not None and pin.name in pins:
            problems.append(Problem(where, f"{pin.name} a second time", "each distribution once", "remove one line"))
        elif pin is not None:
            pins[pin.name] = pin
    return [pins[name] for name in sorted(pins)], problems


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Each requirement with the number of its first line; a backslash continues a line, comments are left out."""
    lines: list[tuple[int, str]] = []
    parts: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _COMMENT.sub("", line).strip()
        parts.append(bare.removesuffix("\\"))
        if not bare.endswith("\\"):
            lines.append((number - len(parts) + 1, " ".join(parts).strip()))
            parts = []
    lines.append((len(text.splitlines()) - len(parts) + 1, " ".join(parts).strip()))
    return [(number, line) for number, line in lines if line]


def _read_line(line: str, where: str, platform: PythonPlatform) -> Pin | Problem | None:
    """The pin on a line, what is wrong with it, or nothing when its marker leaves out the platform."""
    text, *hashes = _HASH_OPTION.split(line)
    requirement = _read_requirement(text, where)
    if isinstance(requirement, Problem):
        return requirement
    wrong = [one for one in hashes if not _HASH.fullmatch(one)]
    if wrong:
        return Problem(where, f'the hash "{wrong[0]}"', "sha256:, sha384: or sha512: and the digest", "correct it")
    try:
        applies = requirement.marker is None or requirement.marker.evaluate(platform.markers)
    except UndefinedComparison:
        return Problem(
            where, f"the marker {requirement.marker}", "a comparison that has a meaning", "correct the marker"
        )
    return Pin(canonicalize_name(requirement.name), requirement, tuple(sorted(hashes))) if applies else None


def _read_requirement(text: str, where: str) -> Requirement | Problem:
    """The distribution and its one version, or what is wrong with the text."""
    if text.startswith("-"):
        remedy = "remove it; pip's own configuration says which index to use, such as PIP_INDEX_URL"
        return Problem(where, f'the option "{text}"', _ALLOWED, remedy)
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return Problem(where, f'"{text}"', _ALLOWED, "write the name of a distribution and its version")
    if requirement.url is not None:
        return Problem(where, f'"{text}"', _ALLOWED, "publish it to an index, or put its code into the folder")
    specifiers = [*requirement.specifier]
    if len(specifiers) != 1 or specifiers[0].operator != "==" or specifiers[0].version.endswith(".*"):
        remedy = "pin it with ==, or the same file would install something else tomorrow"
        return Problem(where, f'"{text}" without one version', _ALLOWED, remedy)
    return requirement
