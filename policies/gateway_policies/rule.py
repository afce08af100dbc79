"""The vocabulary of the pack: a rule, its settings, and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, cast

from gateway_policies.reading import Unknown
from gateway_policies.resources import Resource, Stack

Level = Literal["remediate", "mandatory", "advisory", "disabled"]
Severity = Literal["low", "medium", "high", "critical"]
SettingValue = float | str | bool | tuple[str, ...]
Settings = Mapping[str, SettingValue]


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
Remedy = Callable[[Mapping[str, object], Settings], dict[str, object]]
StackCheck = Callable[[Stack, Settings], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure, word, list of words or switch of a rule that an enforcement file may set, of the type of its default.

    `minimum` bounds a number; `description` says what it is and in which unit.
    """

    default: SettingValue
    description: str
    minimum: float = 0

    @property
    def schema(self) -> dict[str, object]:
        """The setting as JSON schema."""
        about: dict[str, object] = {"default": self.default, "description": self.description}
        match self.default:
            case bool():
                return {"type": "boolean", **about}
            case str():
                return {"type": "string", **about}
            case tuple():
                return {"type": "array", "items": {"type": "string"}, **about, "default": list(self.default)}
            case _:
                return {"type": "number", "minimum": self.minimum, **about}

    def problem(self, value: object) -> str:
        """What is wrong with a value that is given for it, or "" when nothing is."""
        match self.default:
            case bool():
                fits, allowed = isinstance(value, bool), "true or false"
            case str():
                fits, allowed = isinstance(value, str), "text"
            case tuple():
                words = cast("list[object]", value) if isinstance(value, list | tuple) else [None]
                fits, allowed = all(isinstance(word, str) for word in words), "a list of texts"
            case _:
                fits = isinstance(value, int | float) and not isinstance(value, bool) and value >= self.minimum
                allowed = f"a number of at least {self.minimum:g}"
        return "" if fits else f"found {value!r}; it must be {allowed}"


def words(settings: Settings, name: str) -> tuple[str, ...]:
    """A setting that is a list of words."""
    return cast("tuple[str, ...]", settings[name])


def number(settings: Settings, name: str) -> float:
    """A setting that is a figure."""
    return cast("float", settings[name])


def text(settings: Settings, name: str) -> str:
    """A setting that is a word."""
    return cast("str", settings[name])


def switch(settings: Settings, name: str) -> bool:
    """A setting that is on or off."""
    return cast("bool", settings[name])


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule: what it demands, why, how to comply, and the pure functions that judge it.

    `checks` judge one resource by its inputs, keyed by resource type, before the resource is made. `check_stack` judges
    what only shows between resources, and reads those of `stack_types`. The two never report the same thing.
    `remedies` give the properties of a resource as the rule wants them; without one a rule takes no level `remediate`.
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
    remedies: Mapping[str, Remedy] = field(default_factory=dict[str, Remedy])

    @property
    def types(self) -> tuple[str, ...]:
        """The resource types the rule reads."""
        return tuple(dict.fromkeys((*self.checks, *self.stack_types)))

    @property
    def defaults(self) -> Settings:
        """The settings as they are when no enforcement file sets them."""
        return {name: setting.default for name, setting in self.settings.items()}
