"""Settings that AWS takes and shows as a list of keys and texts, as those of load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.mapping import ATTRIBUTES
from local.provider.values import as_dict, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Change, Request
    from local.provider.values import Properties, Value


def settings_of(change: Change, sent: Properties) -> list[dict[str, str]]:
    """The keys and values of an operation that takes them as a list of texts."""
    found = [(key, _at(sent, path.split("."))) for path, key in change.settings.items()]
    return [{"Key": key, "Value": _text(value)} for key, value in found if value is not None]


def _at(value: Value, path: list[str]) -> Value:
    for part in path:
        value = (as_dict(value) or {}).get(part)
    return value


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def shown_settings(change: Change, answer: Request) -> Request:
    """What the list in an answer says of the properties of an operation; an empty text says nothing."""
    texts = {item["Key"]: item.get("Value", "") for item in objects_of(answer.get(ATTRIBUTES))}
    result: Request = {}
    for path, key in change.settings.items():
        *outer, last = path.split(".")
        if texts.get(key):
            inner = result
            for part in outer:
                inner = inner.setdefault(part, {})
            inner[last] = texts[key]
    return result
