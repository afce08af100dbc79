"""Resources excused from a rule for a time, with a reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

_KEYS = ("resource", "reason", "expires")


@dataclass(frozen=True)
class Exemption:
    """Excuses the resources that `pattern` matches until the end of the day `expires`.

    In a pattern `*` stands for any run of characters, an empty one and `/` and `:` included; every other character,
    `?`, `[`, `{` and `$` too, stands for itself, and case counts. The whole of one of these must match: the resource's
    name ("orders-GET /orders/health"), its type and name ("aws:apigatewayv2/route:Route::orders-GET /orders/health"),
    or its URN.
    """

    pattern: str
    reason: str
    expires: date

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(".*".join(re.escape(part) for part in self.pattern.split("*")), re.DOTALL)

    def matches(self, urn: str) -> bool:
        """Whether a resource is one of those excused."""
        return any(self._expression.fullmatch(text) for text in (urn, f"{type_of(urn)}::{name_of(urn)}", name_of(urn)))

    def is_elsewhere(self, stack: Sequence[str]) -> bool:
        """Whether the pattern is a URN of another stack than the one whose URNs begin with these two parts."""
        parts = self.pattern.split("::")[:2]
        return self.pattern.startswith("urn:pulumi:") and not any("*" in part for part in parts) and parts != [*stack]

    def is_expired(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.expires


def name_of(urn: str) -> str:
    """The name in a URN, `urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>`; it may itself hold `::`."""
    return urn.split("::", 3)[-1]


def type_of(urn: str) -> str:
    """The type in a URN, without those of its parents."""
    parts = urn.split("::", 3)
    return parts[2].rsplit("$", 1)[-1] if len(parts) > 3 else ""  # noqa: PLR2004  the form of a URN


def read_exemptions(value: object, path: str, problems: list[str]) -> Iterator[Exemption]:
    """The exemptions written at a path of an enforcement file; what is wrong with them is appended to `problems`."""
    if not isinstance(value, list):
        problems.append(f"{path}: found {value!r}; it must be a list")
        return
    for index, entry in enumerate(cast("list[object]", value)):
        where = f"{path}[{index}]"
        known = len(problems)
        if not isinstance(entry, dict):
            problems.append(f"{where}: found {entry!r}; it must be an object")
            continue
        fields = cast("Mapping[str, object]", entry)
        problems += [
            f"{where}.{key}: no such key; allowed are {', '.join(_KEYS)}" for key in fields if key not in _KEYS
        ]
        texts = {key: _read_text(fields.get(key), f"{where}.{key}", problems) for key in _KEYS}
        expires = _read_date(texts["expires"], f"{where}.expires", problems)
        if len(problems) == known:
            yield Exemption(texts["resource"], texts["reason"], expires)


def _read_text(value: object, path: str, problems: list[str]) -> str:
    if isinstance(value, str) and value.strip():
        return value
    problems.append(f"{path}: found {value!r}; it must be text, and is required")
    return ""


def _read_date(value: str, path: str, problems: list[str]) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # no such day, reported below as any other text is
    if value:
        problems.append(f"{path}: found {value!r}; it must be a date such as 2027-06-30")
    return date.min
