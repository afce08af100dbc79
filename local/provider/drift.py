"""Refresh and import: the inputs that would make a resource as it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.provider.equality import same
from local.provider.values import Secret, as_dict, is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.provider.resource_type import Attribute, ResourceType
    from local.provider.schema import Property, PropertyType, ResourceSchema
    from local.provider.values import Properties, Value


def refreshed_inputs(
    row: ResourceType, schema: ResourceSchema, inputs: Properties, state: Properties, found: Properties
) -> Properties:
    """The old inputs, with what has changed at AWS since the old state was written."""
    result: Properties = {}
    for name, declared in schema.inputs.items():
        output = schema.outputs.get(name)
        if name not in inputs and output and output.always:
            continue  # AWS decides it as long as the program does not
        refresh = _Refresh(declared.type, name, row.attributes)
        value = refresh.value(inputs.get(name), state.get(name), found.get(name))
        if value is not None:
            result[name] = value
    return result


@dataclass(frozen=True)
class _Refresh:
    """The refresh of one property."""

    kind: PropertyType
    path: str
    attributes: Mapping[str, Attribute]

    def value(self, given: Value, before: Value, now: Value) -> Value:
        """The input that stands for what is there now: the one given, unless the state shows a change."""
        if same(before, now, self.kind, self.path, self.attributes):
            return given
        if isinstance(given, Secret):
            inner = self.value(given.value, before, now)
            return None if inner is None else Secret(inner)
        given_entries, now_entries = as_dict(given), as_dict(now)
        if given_entries is None or now_entries is None or self.kind.fields is None:
            return None if is_empty(now) else now
        before_entries = as_dict(before.value if isinstance(before, Secret) else before) or {}
        result: Properties = {}
        for name, field in self.kind.fields.items():
            inner = _Refresh(field.type, f"{self.path}.{name}", self.attributes)
            value = inner.value(given_entries.get(name), before_entries.get(name), now_entries.get(name))
            if value is not None:
                result[name] = value
        return result


def imported_inputs(row: ResourceType, schema: ResourceSchema, found: Properties) -> Properties:
    """The inputs of a resource that no program has made: what is found, without what AWS uses anyway."""
    result: Properties = {}
    for name, declared in schema.inputs.items():
        value = _stripped(found.get(name), declared, name, row.attributes)
        if value is not None or (declared.always and found.get(name) is not None):
            result[name] = found[name] if value is None else value
    return result


def _stripped(value: Value, declared: Property, path: str, attributes: Mapping[str, Attribute]) -> Value:
    """The value without fields that cannot be inputs; None for what an absent value means as well."""
    attribute = attributes.get(path)
    if is_empty(value) or (attribute is not None and (attribute.refused or value == attribute.default)):
        return None
    if not declared.always and (value is False or (attribute is not None and attribute.computed)):
        return None
    entries, fields = as_dict(value), declared.type.fields
    if entries is None or fields is None:
        return value
    kept = {name: _stripped(entries.get(name), field, f"{path}.{name}", attributes) for name, field in fields.items()}
    for name, field in fields.items():
        if field.always and kept[name] is None:
            kept[name] = entries.get(name)
    return {name: item for name, item in kept.items() if item is not None} or None
