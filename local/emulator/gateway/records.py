"""Reading values of any JSON, and the records in which ministack keeps what was configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_map(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def nested(record: Mapping[str, Any] | None, *keys: str) -> dict[str, Any]:
    """The object that stands under a key of a record, or under a path of keys; empty where none does."""
    found: Any = record
    for key in keys:
        found = as_map(found).get(key)
    return as_map(found)


def held(store: Any, *keys: str) -> dict[str, Any]:
    """The same in one of ministack's stores, which are no records themselves."""
    return nested(store.get(keys[0]), *keys[1:])
