"""Patch operations: how REST APIs change a resource, one member of its document at a time.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from local.provider.equality import canonical
from local.provider.remote import evaluate
from local.provider.values import as_dict, as_list, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.provider.resource_type import Attribute, Patch, PatchOperation, ResourceType
    from local.provider.schema import PropertyType, ResourceSchema
    from local.provider.values import Properties, Value


PARAMETER: Final = "patchOperations"


def patch_operations(
    row: ResourceType,
    schema: ResourceSchema,
    patches: Mapping[str, Patch],
    *,
    before: Properties,
    wanted: Properties,
    facts: Properties,
) -> list[PatchOperation]:
    """What turns the wanted properties from what they are into what they shall be; None takes one away."""
    result: list[PatchOperation] = []
    for name in sorted(wanted.keys() & patches.keys()):
        patch = patches[name]
        if patch.operations:
            result += patch.operations(before.get(name), wanted.get(name))
            continue
        writer = _Writer(row.attributes, patch)
        kind = schema.inputs[name].type
        result += writer.write(kind, str(evaluate(patch.path, facts)), name, before.get(name), wanted.get(name))
    return result


def pointer_token(name: str) -> str:
    """A name as one part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def text_of(value: Value) -> str:
    """A value as patch operations write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


@dataclass(frozen=True)
class _Writer:
    """The operations of one property."""

    attributes: Mapping[str, Attribute]
    patch: Patch

    def write(
        self, kind: PropertyType, pointer: str, path: str, before: Value, wanted: Value
    ) -> Iterator[PatchOperation]:
        match kind.kind:
            case "object":
                yield from self._object(kind.fields or {}, pointer, path, before, wanted)
            case "map":
                yield from self._map(pointer, as_dict(before) or {}, as_dict(wanted) or {})
            case "list":
                yield from self._list(kind.element, pointer, path, as_list(before) or [], as_list(wanted) or [])
            case _:
                yield from self._scalar(kind, pointer, path, before, wanted)

    def _object(
        self, fields: Mapping[str, Any], pointer: str, path: str, before: Value, wanted: Value
    ) -> Iterator[PatchOperation]:
        known, new = as_dict(before) or {}, as_dict(wanted) or {}
        if is_empty(wanted):
            if not is_empty(before):
                yield {"op": "remove", "path": pointer}
            return
        for name in fields:
            inner = f"{path}.{name}"
            if name in known or name in new:
                following = f"{pointer}/{self.patch.fields.get(name) or _member(name, self.attributes.get(inner))}"
                yield from self.write(fields[name].type, following, inner, known.get(name), new.get(name))

    def _map(self, pointer: str, before: Properties, wanted: Properties) -> Iterator[PatchOperation]:
        for key in sorted(before.keys() - wanted.keys()):
            yield {"op": "remove", "path": f"{pointer}/{pointer_token(key)}"}
        for key, value in sorted(wanted.items()):
            if key not in before or before[key] != value:
                kind = "replace" if key in before else self.patch.adding
                yield {"op": kind, "path": f"{pointer}/{pointer_token(key)}", "value": text_of(value)}

    def _list(
        self, kind: PropertyType | None, pointer: str, path: str, before: list[Value], wanted: list[Value]
    ) -> Iterator[PatchOperation]:
        forms = [canonical(value, kind, path, self.attributes) for value in wanted]
        known = [canonical(value, kind, path, self.attributes) for value in before]
        gone = [value for value, form in zip(before, known, strict=True) if form not in forms]
        new = [value for value, form in zip(wanted, forms, strict=True) if form not in known]
        for operation, values in (("remove", gone), ("add", new)):
            for value in values:
                if self.patch.named:
                    yield {"op": operation, "path": f"{pointer}/{pointer_token(str(value))}"}
                else:
                    yield {"op": operation, "path": pointer, "value": text_of(value)}

    def _scalar(
        self, kind: PropertyType, pointer: str, path: str, before: Value, wanted: Value
    ) -> Iterator[PatchOperation]:
        if before == wanted or (is_empty(before) and is_empty(wanted)):
            return
        attribute = self.attributes.get(path)
        value = attribute.default if is_empty(wanted) and attribute else wanted
        if not is_empty(value):
            yield {"op": "replace", "path": pointer, "value": text_of(value)}
        elif kind.kind in {"string", "document"}:
            yield {"op": "replace", "path": pointer, "value": ""}
        elif kind.kind == "boolean":
            yield {"op": "replace", "path": pointer, "value": "false"}
        else:
            yield {"op": "remove", "path": pointer}


def _member(name: str, attribute: Attribute | None) -> str:
    return attribute.member if attribute and isinstance(attribute.member, str) and attribute.member else name
