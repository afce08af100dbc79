"""Methods of Java's own classes, which mapping templates call and airspeed does not all know."""

from __future__ import annotations

import json
import re
from typing import Any

from local.emulator.gateway.records import as_list, as_map


class JavaMap(dict[str, Any]):
    """A JSON object as Velocity prints it: `{a=1}`."""

    def __str__(self) -> str:
        """Its entries, in their order."""
        return "{" + ", ".join(f"{name}={value}" for name, value in self.items()) + "}"


class JavaList(list[Any]):
    """A JSON array as Velocity prints it: as JSON."""

    def __str__(self) -> str:
        """Its items, as JSON."""
        return json.dumps(_plain(self), separators=(",", ":"), ensure_ascii=False)


class JavaBoolean(int):
    """A JSON boolean as Velocity prints it: `true`."""

    def __str__(self) -> str:
        """`true` or `false`."""
        return "true" if self else "false"


def java(value: Any) -> Any:
    """A JSON value as templates meet it."""
    if isinstance(value, dict):
        return JavaMap({name: java(entry) for name, entry in as_map(value).items()})
    if isinstance(value, list):
        return JavaList([java(item) for item in as_list(value)])
    return JavaBoolean(value) if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if isinstance(value, JavaMap):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, JavaList):
        return [_plain(item) for item in value]
    return bool(value) if isinstance(value, JavaBoolean) else value


def _contains(value: Any, item: Any) -> JavaBoolean:
    return JavaBoolean(item in value)


def _starts_with(text: str, start: str) -> JavaBoolean:
    return JavaBoolean(text.startswith(start))


def _ends_with(text: str, end: str) -> JavaBoolean:
    return JavaBoolean(text.endswith(end))


def _equals(text: str, other: Any) -> JavaBoolean:
    return JavaBoolean(text == other)


def _equals_ignoring_case(text: str, other: Any) -> JavaBoolean:
    return JavaBoolean(text.lower() == str(other).lower())


def _is_empty(value: Any) -> JavaBoolean:
    return JavaBoolean(not value)


def _matches(text: str, pattern: str) -> JavaBoolean:
    return JavaBoolean(re.fullmatch(pattern, text) is not None)


def _replace_all(text: str, pattern: str, new: str) -> str:
    return re.sub(pattern, re.sub(r"\$(\d)", r"\\\1", new), text)


def _split(text: str, pattern: str) -> JavaList:
    return JavaList(re.split(pattern, text))


def _substring(text: str, start: int, end: int | None = None) -> str:
    return text[start:end]


def _entries(entries: dict[str, Any]) -> JavaList:
    return JavaList([JavaMap(key=name, value=value) for name, value in entries.items()])


def _get_or_default(entries: dict[str, Any], name: str, default: Any) -> Any:
    return entries.get(name, default)


def _keys(entries: dict[str, Any]) -> JavaList:
    return JavaList(entries)


def _remove(entries: dict[str, Any], name: str) -> Any:
    return entries.pop(name, "")


def _item(items: list[Any], index: int) -> Any:
    return items[index]


_TEXT: dict[str, Any] = {
    "contains": _contains,
    "endsWith": _ends_with,
    "equals": _equals,
    "equalsIgnoreCase": _equals_ignoring_case,
    "indexOf": str.find,
    "isEmpty": _is_empty,
    "matches": _matches,
    "replace": str.replace,
    "replaceAll": _replace_all,
    "split": _split,
    "startsWith": _starts_with,
    "substring": _substring,
    "toLowerCase": str.lower,
    "toString": str,
    "toUpperCase": str.upper,
    "trim": str.strip,
}
MAP_METHODS: dict[str, Any] = {
    "containsKey": _contains,
    "entrySet": _entries,
    "get": dict[str, Any].get,
    "getOrDefault": _get_or_default,
    "isEmpty": _is_empty,
    "keySet": _keys,
    "remove": _remove,
    "size": len,
}
_LIST: dict[str, Any] = {"contains": _contains, "get": _item, "isEmpty": _is_empty, "size": len}


def teach(airspeed: Any, *map_types: type) -> None:
    """Makes airspeed read templates as Velocity does.

    Args:
        airspeed: The module.
        map_types: Further classes of maps, for its methods go by the exact class of a value.
    """
    # A text ends at the first quote that is not doubled; a backslash in it is one.
    for literal, quote in ((airspeed.StringLiteral, "'"), (airspeed.InterpolatedStringLiteral, '"')):
        literal.STRING = re.compile(f"{quote}((?:{quote}{quote}|[^{quote}])*){quote}", re.DOTALL)
        literal.ESCAPED_CHAR = re.compile(f"{quote}({quote})")
    methods: dict[type, dict[str, Any]] = airspeed.__additional_methods__
    methods[str] |= _TEXT
    for kind in map_types:
        methods[kind] = methods[dict] | MAP_METHODS
    for kind, base, more in (
        (JavaMap, dict, MAP_METHODS),
        (dict, dict, MAP_METHODS),
        (JavaList, list, _LIST),
        (list, list, _LIST),
    ):
        methods[kind] = methods[base] | more
