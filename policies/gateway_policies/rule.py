"""The vocabulary of the pack: a rule, its settings, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from gateway_policies.reading import Unknown
from gateway_policies.resources import Resource, Stack

Level = Literal["mandatory", "advisory", "disabled"]
Severity = Literal["low", "medium", "high", "critical"]
Settings = Mapping[str, float | str]


class Status(StrEnum):
    """How sure a finding is: `UNDECIDED` when what it depends on is not known."""

    VIOLATION = "violation"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one resource: its URN, the property, and a clause of what was found and what is allowed."""

    resource: str
    message: str
    status: Status
    property: str


def violation(resource: Resource, path: str, message: str) -> Finding:
    """A resource certainly breaks the rule."""
    return Finding(resource.urn, message, Status.VIOLATION, path)


def undecided(resource: Resource, unknown: Unknown) -> Finding:
    """The rule depends on a value that cannot be read."""
    return Finding(resource.urn, f"{unknown.path} {unknown.reason}", Status.UNDECIDED, unknown.path)


Check = Callable[[Resource, Settings], Iterable[Finding]]
StackCheck = Callable[[Stack, Settings], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure or word of a rule that an enforcement file may set; the type of the default is its type.

    `minimum` bounds a number; `description` says what it is and in which unit.
    """

    default: float | str
    description: str
    minimum: float = 0

    @property
    def schema(self) -> dict[str, object]:
        """The setting as JSON schema."""
        if isinstance(self.default, str):
            return {"type": "string", "default": self.default, "description": self.description}
        return {
            "type": "number",
            "default": self.default,
            "minimum": self.minimum,
            "description": self.description,
        }


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule: what it demands, why, how to comply, and the pure functions that judge it.

    `checks` judge one resource by its inputs, keyed by resource type, before the resource is made. `check_stack` judges
    what only shows between resources, and reads those of `stack_types`. The two never report the same thing.
    `title` says what is wrong in one sentence; `source` is the page of the AWS documentation or the RFC behind the
    rule; `controls` are the ids under which other catalogues know it.
    """

    name: str
    group: str
    severity: Severity
    level: Level
    title: str
    why: str
    fix: str
    source: str
    controls: tuple[str, ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict[str, Check])
    check_stack: StackCheck | None = None
    stack_types: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict[str, Setting])

    @property
    def types(self) -> tuple[str, ...]:
        """The resource types the rule reads."""
        return tuple(dict.fromkeys((*self.checks, *self.stack_types)))

    @property
    def defaults(self) -> Settings:
        """The settings as they are when no enforcement file sets them."""
        return {name: setting.default for name, setting in self.settings.items()}
