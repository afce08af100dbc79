"""Diff: what a change of inputs means, property by property."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from local.provider.equality import canonical, same
from local.provider.mapping import sets
from local.provider.values import Secret, as_dict, as_list, has_unknown, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.provider.resource_type import Attribute, ResourceType
    from local.provider.schema import PropertyType, ResourceSchema
    from local.provider.values import Properties, Value

Kind = Literal["add", "delete", "update"]


@dataclass(frozen=True)
class PropertyChange:
    """One changed place: its path, the top-level property, and whether it needs a new resource."""

    path: str
    property: str
    kind: Kind
    replaces: bool


def changes(
    row: ResourceType, schema: ResourceSchema, old_inputs: Properties, old_state: Properties, new_inputs: Properties
) -> list[PropertyChange]:
    """Every change between the inputs of a deployed resource and new ones."""
    result: list[PropertyChange] = []
    for name in sorted({*old_inputs, *new_inputs}):
        declared = schema.inputs.get(name)
        if declared is None:
            continue
        output = schema.outputs.get(name)
        comparison = _Comparison(row.attributes, decided_by_aws=bool(output and output.always) and not declared.always)
        sides = _Sides(old_inputs.get(name), new_inputs.get(name), old_state.get(name))
        found = list(comparison.compare(sides, declared.type, name, name))
        replaces = bool(found) and needs_replacement(row, name)
        result += [PropertyChange(path, name, kind, replaces) for path, kind in found]
    return result


def needs_replacement(row: ResourceType, name: str) -> bool:
    """Whether AWS cannot change the property of an existing resource."""
    attribute = row.attributes.get(name)
    if attribute and attribute.replaces is not None:
        return attribute.replaces
    if name == "region":
        return True
    if (attribute and attribute.local) or (row.tags and name == "tags"):
        return False
    if name in row.identity.values():
        return True
    if attribute and (attribute.elements or attribute.switch):
        return False
    return not any(sets(row, change, name) for change in row.update)


@dataclass(frozen=True)
class _Sides:
    """A value before, the value wanted, and the value in the state."""

    old: Value
    new: Value
    state: Value

    def revealed(self) -> tuple[Value, Value, Value]:
        """The three without an outer mark of secrecy."""
        old, new, state = (
            value.value if isinstance(value, Secret) else value for value in (self.old, self.new, self.state)
        )
        return old, new, state


@dataclass(frozen=True)
class _Comparison:
    attributes: Mapping[str, Attribute]
    decided_by_aws: bool
    """An absent value means that AWS decides, so taking the value away changes nothing."""

    def compare(self, sides: _Sides, kind: PropertyType, path: str, table_path: str) -> Iterator[tuple[str, Kind]]:
        """The changed places of one value; `table_path` is its path as the tables have it, without indexes."""
        old, new, state = sides.revealed()
        if same(old, new, kind, table_path, self.attributes):
            return
        attribute = self.attributes.get(table_path)
        if is_empty(new):
            standard = attribute.default if attribute else None
            decided = self.decided_by_aws or (attribute is not None and attribute.computed)
            if not (old == standard or (standard is None and (old is False or decided))):
                yield path, "delete"
        elif is_empty(old):
            # A value that AWS has chosen by itself already, now written down, changes nothing.
            if has_unknown(new) or state is None or not same(state, new, kind, table_path, self.attributes):
                yield path, "add"
        else:
            inner = list(self._inside(_Sides(old, new, state), kind, path, table_path))
            # What an object has beside, as it is, may be what AWS has chosen; anything else differs as a whole.
            whole = isinstance(old, dict) and isinstance(new, dict) and bool(kind.fields or kind.element)
            yield from inner
            if not inner and not whole:
                yield path, "update"

    def _inside(self, sides: _Sides, kind: PropertyType, path: str, table_path: str) -> Iterator[tuple[str, Kind]]:
        old_entries, new_entries = as_dict(sides.old), as_dict(sides.new)
        if old_entries is not None and new_entries is not None:
            entries = as_dict(sides.state) or {}
            for key in sorted({*old_entries, *new_entries}):
                field = kind.fields.get(key) if kind.fields else None
                inner_kind = field.type if field else kind.element
                if inner_kind is not None:
                    inner_path = f"{table_path}.{key}" if field else table_path
                    inner = _Sides(old_entries.get(key), new_entries.get(key), entries.get(key))
                    if {} in (inner.old, inner.new) and None in (inner.old, inner.new):  # a choice, as `block: {}`
                        yield f"{path}{_accessor(key)}", "delete" if inner.new is None else "add"
                        continue
                    nested = _Comparison(self.attributes, decided_by_aws=False)
                    yield from nested.compare(inner, inner_kind, f"{path}{_accessor(key)}", inner_path)
        old_items, new_items = as_list(sides.old), as_list(sides.new)
        if old_items is not None and new_items is not None and kind.element:
            yield from self._elements(old_items, new_items, kind.element, path, table_path)

    def _elements(
        self, old: list[Value], new: list[Value], kind: PropertyType, path: str, table_path: str
    ) -> Iterator[tuple[str, Kind]]:
        before = [canonical(item, kind, table_path, self.attributes) for item in old]
        after = [canonical(item, kind, table_path, self.attributes) for item in new]
        removed = {index for index, form in enumerate(before) if form not in after}
        added = {index for index, form in enumerate(after) if form not in before}
        for index in sorted(removed | added):
            kinds: Kind = "update" if index in removed and index in added else "add" if index in added else "delete"
            yield f"{path}[{index}]", kinds


def _accessor(key: str) -> str:
    return f".{key}" if re.fullmatch(r"[A-Za-z_]\w*", key) else f'["{key}"]'
