"""What a component says when its arguments cannot be built: every problem at once, before anything is registered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pulumi


@dataclass(frozen=True)
class Problem:
    """One mistake in the arguments of a component."""

    where: str
    """The part of the arguments that is wrong, such as `route "GET /orders"`."""
    found: str
    """What stands there."""
    allowed: str
    """What may stand there, or the valid choices."""
    remedy: str
    """What to do about it."""

    def __str__(self) -> str:
        return f"{self.where}\n     found:   {self.found}\n     allowed: {self.allowed}\n     do:      {self.remedy}"


class ComponentError(pulumi.RunError):
    """The arguments of a component are wrong. Pulumi prints the text without a traceback.

    Attributes:
        problems: every problem of the component, in the order of its arguments.
    """

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"{number:>2}. {problem}" for number, problem in enumerate(problems, start=1)]
        super().__init__("\n".join([f"{subject} has {count}; nothing of it was registered.", *lines]))


def choices(names: Iterable[str]) -> str:
    """The valid names as text, sorted."""
    return ", ".join(sorted(names)) or "none is defined"


def did_you_mean(found: str, names: Iterable[str], otherwise: str) -> str:
    """A remedy that names the nearest valid name, or `otherwise` when none is near."""
    near = get_close_matches(found, list(names), n=1)
    return f'did you mean "{near[0]}"?' if near else otherwise


def unknown_keys(where: str, given: Mapping[str, object], shape: type) -> list[Problem]:
    """A problem for each key of `given` that the TypedDict `shape` lacks: a typing slip would else be ignored."""
    valid = shape.__annotations__
    return [
        Problem(where, f'the key "{key}"', choices(valid), did_you_mean(key, valid, "remove it"))
        for key in given
        if key not in valid
    ]


def missing_keys(where: str, given: Mapping[str, object], required: Iterable[str]) -> list[Problem]:
    """A problem for each required key that `given` leaves out."""
    return [Problem(where, f'no "{key}"', f'"{key}" is required', "add it") for key in required if key not in given]
