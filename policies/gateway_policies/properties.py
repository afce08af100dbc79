"""Property trees: walking to a place and reading what stands there as the type it should have.

A value of the wrong type is `Unknown`: the provider will refuse it or change it, so no rule can decide from it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from gateway_policies.reading import Absent, Known, Reading, Unknown, entry


@dataclass(frozen=True, slots=True)
class Value:
    """One place of a property tree: its path, spelled as in the documentation, and what was read there."""

    path: str
    reading: Reading[object]

    def at(self, *keys: str) -> "Value":
        """Descend into maps. Below what is absent all is absent, below what is unknown all is unknown."""
        value = self
        for key in keys:
            path = f"{value.path}.{key}" if value.path else key
            found = value.mapping()
            value = Value(path, entry(found.value, key, path) if isinstance(found, Known) else found)
        return value

    def mapping(self) -> Reading[Mapping[str, object]]:
        """Read a map of properties."""
        if isinstance(self.reading, Known) and isinstance(self.reading.value, Mapping):
            return Known(cast("Mapping[str, object]", self.reading.value))
        return self._other("a map")

    def items(self) -> "Reading[list[Value]]":
        """Read a list; each of its items is read by itself, so that one unknown item does not hide the others."""
        if not isinstance(self.reading, Known):
            return self.reading
        found = self.reading.value
        if isinstance(found, Sequence) and not isinstance(found, str | bytes):
            items = cast("Sequence[object]", found)
            paths = [f"{self.path}[{index}]" for index in range(len(items))]
            return Known([Value(path, entry(items, index, path)) for index, path in enumerate(paths)])
        return self._other("a list")

    def text(self) -> Reading[str]:
        """Read a string."""
        if isinstance(self.reading, Known) and isinstance(self.reading.value, str):
            return Known(self.reading.value)
        return self._other("text")

    def number(self) -> Reading[float]:
        """Read a finite number; as the AWS provider does, accept one written as text, and no boolean."""
        if isinstance(self.reading, Known) and isinstance(self.reading.value, int | float | str):
            try:
                number = float(self.reading.value)
            except (ValueError, OverflowError):
                return self._other("a number")
            if math.isfinite(number) and not isinstance(self.reading.value, bool):
                return Known(number)
        return self._other("a number")

    def flag(self) -> Reading[bool]:
        """Read a boolean; as the AWS provider does, accept "true" and "false"."""
        if isinstance(self.reading, Known):
            found = self.reading.value
            if isinstance(found, bool):
                return Known(found)
            if isinstance(found, str) and found.lower() in {"true", "false"}:
                return Known(found.lower() == "true")
        return self._other("a boolean")

    def _other(self, expected: str) -> Absent | Unknown:
        if isinstance(self.reading, Known):
            return Unknown(self.path, f"is {_kind(self.reading.value)} where {expected} is expected")
        return self.reading


def read(properties: Mapping[str, object]) -> Value:
    """The root of a property tree."""
    return Value("", Known(properties))


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Mapping):
        return "a map"
    return "a list" if isinstance(value, Sequence) else type(value).__name__
