"""Reading IAM policy documents, as far as they bear on who may call an API."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from gateway_policies.documents.policy_conditions import Condition
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown

T = TypeVar("T")

_INVOKE = "execute-api:invoke"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, as far as it bears on calling an API; `path` says where it stands.

    `for_everyone`: it speaks of callers nobody named, be it by `*` or by NotPrincipal. `by_exception`: it has
    NotPrincipal or NotAction. `resources` is None where NotResource names what is meant.
    """

    path: str
    allows: bool
    for_everyone: bool
    by_exception: str
    calls: bool
    resources: tuple[str, ...] | None
    conditions: tuple[Condition, ...]

    def describe_conditions(self) -> str:
        """The conditions in the words of the document."""
        return ", ".join(f"{one.operator} {one.key} {' or '.join(one.values)}" for one in self.conditions)


Policy = tuple[Statement, ...]


class _MalformedError(Exception):
    """Something in a document AWS would refuse, so that nothing can be decided from the rest."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown)
        self.unknown = unknown


def read_policy(value: Value) -> Reading[Policy]:
    """The statements of a document, which is JSON text, or a map within an OpenAPI document."""
    root = value
    if not (isinstance(value.reading, Known) and isinstance(value.reading.value, Mapping)):
        text = value.text()
        if not isinstance(text, Known):
            return text
        if not text.value.strip():
            return Absent()
        try:
            root = Value(value.path, Known(cast("object", json.loads(text.value))))
        except (ValueError, RecursionError):
            return Unknown(value.path, "is not JSON")
    try:
        return Known(tuple(_statement(one) for one in _list(root.at("Statement"))))
    except _MalformedError as error:
        return error.unknown


def glob(pattern: str) -> re.Pattern[str]:
    """A pattern with wildcards, which may be matched with another pattern: `?` is no match for its `*`."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "[^*]"), re.DOTALL)


def _statement(value: Value) -> Statement:
    _known(value, value.mapping())
    effect = _known(value.at("Effect"), value.at("Effect").text())
    if effect not in {"Allow", "Deny"}:
        reason = f"is {effect!r} where 'Allow' or 'Deny' is expected"
        raise _MalformedError(Unknown(f"{value.path}.Effect", reason))
    everyone, but_for = _principal(value)
    not_action = not isinstance(value.at("NotAction").reading, Absent)
    actions = _texts(value.at("NotAction" if not_action else "Action"))
    fits_invoke = any(glob(action.lower()).fullmatch(_INVOKE) for action in actions)
    has_resource = isinstance(value.at("NotResource").reading, Absent)
    return Statement(
        path=value.path,
        allows=effect == "Allow",
        for_everyone=everyone,
        by_exception="NotPrincipal" if but_for else "NotAction" if not_action else "",
        calls=fits_invoke != not_action,
        resources=_texts(value.at("Resource")) if has_resource else None,
        conditions=tuple(_conditions(value.at("Condition"))),
    )


def _principal(value: Value) -> tuple[bool, bool]:
    """Whether a statement speaks of everyone, and whether of everyone but some."""
    but_for = not isinstance(value.at("NotPrincipal").reading, Absent)
    principal = value.at("NotPrincipal" if but_for else "Principal")
    if principal.text() == Known("*"):
        return not but_for, but_for
    kinds = _known(principal, principal.mapping())
    named = {kind: _texts(principal.at(kind)) for kind in kinds}
    is_everyone = "*" in (*named.get("AWS", ()), *named.get("*", ()))
    return is_everyone != but_for, but_for


def _conditions(block: Value) -> list[Condition]:
    if isinstance(block.reading, Absent):
        return []
    return [
        Condition(operator, key, _texts(block.at(operator, key)))
        for operator in _known(block, block.mapping())
        for key in _known(block.at(operator), block.at(operator).mapping())
    ]


def _known(value: Value, reading: Reading[T]) -> T:
    if isinstance(reading, Known):
        return reading.value
    unknown = reading if isinstance(reading, Unknown) else Unknown(value.path, "is not set")
    raise _MalformedError(unknown)


def _list(value: Value) -> list[Value]:
    """A list, or the one item that IAM lets stand for a list of one."""
    is_list = isinstance(value.reading, Known) and isinstance(value.reading.value, list)
    return _known(value, value.items()) if is_list else [value]


def _texts(value: Value) -> tuple[str, ...]:
    """Texts; in conditions they may be written as booleans and numbers."""
    return tuple(
        str(one.reading.value).lower()
        if isinstance(one.reading, Known) and isinstance(one.reading.value, bool)
        else _known(one, one.text())
        for one in _list(value)
    )
