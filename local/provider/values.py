"""The values of Pulumi properties as plain Python, with marks for what Python has no word for.

A value is `None`, a `bool`, a `float`, a `str`, a `list`, a `dict`, or one of the marks below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = Any
"""Any value of a property, marks included."""

Properties: TypeAlias = "dict[str, Value]"


class Unknown:
    """An output that only a deployment decides; there is one instance, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that Pulumi keeps encrypted and never shows."""

    value: Value = field(repr=False)


@dataclass(frozen=True)
class Asset:
    """One file: its text, a path on this machine, or a URI."""

    text: str | None = None
    path: str | None = None
    uri: str | None = None
    digest: str = ""


@dataclass(frozen=True)
class Archive:
    """A tree of files: named assets and archives, or a path or a URI of a folder or of an archive file."""

    assets: Mapping[str, Asset | Archive] | None = None
    path: str | None = None
    uri: str | None = None
    digest: str = ""


def as_list(value: Value) -> list[Value] | None:
    """The value when it is a list."""
    return cast("list[Value]", value) if isinstance(value, list) else None


def as_dict(value: Value) -> Properties | None:
    """The value when it is a map."""
    return cast("Properties", value) if isinstance(value, dict) else None


def objects_of(value: Value) -> list[Properties]:
    """The objects of a list; none when there is no list."""
    return [entries for item in as_list(value) or [] if (entries := as_dict(item)) is not None]


def object_of(value: Value) -> Properties:
    """The value when it is a map, else an empty one."""
    return as_dict(value) or {}


def plain(value: Value) -> Value:
    """The value without its secret marks."""
    if isinstance(value, Secret):
        return plain(value.value)
    if (items := as_list(value)) is not None:
        return [plain(item) for item in items]
    if (entries := as_dict(value)) is not None:
        return {key: plain(item) for key, item in entries.items()}
    return value


def has_unknown(value: Value) -> bool:
    """Whether the value, or anything inside it, is unknown."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Secret):
        return has_unknown(value.value)
    if (items := as_list(value)) is not None:
        return any(has_unknown(item) for item in items)
    if (entries := as_dict(value)) is not None:
        return any(has_unknown(item) for item in entries.values())
    return False


def has_secret(value: Value) -> bool:
    """Whether the value, or anything inside it, is secret."""
    if isinstance(value, Secret):
        return True
    if (items := as_list(value)) is not None:
        return any(has_secret(item) for item in items)
    if (entries := as_dict(value)) is not None:
        return any(has_secret(item) for item in entries.values())
    return False


def is_empty(value: Value) -> bool:
    """Whether AWS cannot tell the value from an absent one: null, "", an empty list or map, or a map of such.

    An empty map inside a map is a choice, as in `{"block": {}}`.
    """
    if value is None or value == "":
        return True
    if (items := as_list(value)) is not None:
        return not items
    if (entries := as_dict(value)) is not None:
        return all(is_empty(item) and not isinstance(item, dict) for item in entries.values())
    return False


def with_secrets_of(source: Value, value: Value) -> Value:
    """The value, secret wherever the source it came from is secret."""
    if isinstance(value, Secret):
        return value
    if isinstance(source, Secret):
        return Secret(value)
    source_entries, entries = as_dict(source), as_dict(value)
    if source_entries is not None and entries is not None:
        return {key: with_secrets_of(source_entries.get(key), item) for key, item in entries.items()}
    source_items, items = as_list(source), as_list(value)
    if source_items is not None and items is not None:
        if len(source_items) == len(items):
            return [with_secrets_of(left, right) for left, right in zip(source_items, items, strict=True)]
        # A list that changed its length lost the places of its secrets, so all of it is secret.
        return Secret(items) if has_secret(source_items) else items
    return value
