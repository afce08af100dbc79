"""From Pulumi's properties to the parameters of AWS operations, and back from their answers."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final, cast

from botocore.model import ListShape, MapShape, StructureShape

from local.provider.assets import zip_archive
from local.provider.shapes import element_shape, field_path, input_shape, member_path, shape_at
from local.provider.values import Archive, as_dict, as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

    from local.provider.resource_type import Attribute, Change, Request, ResourceType
    from local.provider.schema import Property, PropertyType
    from local.provider.values import Properties, Value


ATTRIBUTES: Final = "Attributes"
"""The member of those operations that take settings as a map of texts."""


def request_of(row: ResourceType, operation: str, properties: Properties, schema: Mapping[str, Property]) -> Request:
    """The parameters that an operation takes out of plain properties."""
    shape = input_shape(row.service, operation)
    request: Request = {}
    for name, value in properties.items():
        attribute = row.attributes.get(name)
        left_out = attribute and (attribute.local or attribute.refused)
        if value is None or left_out or name not in schema or (name == "tags" and row.tags):
            continue
        path = member_path(shape, name, attribute)
        if path is None:
            continue
        _place(request, shape, path, _send(value, schema[name].type, shape_at(shape, path), name, row.attributes))
    return request


def knows(row: ResourceType, operation: str, name: str) -> bool:
    """Whether an operation has a member for the property."""
    attribute = row.attributes.get(name)
    if attribute and (attribute.local or attribute.refused):
        return False
    return member_path(input_shape(row.service, operation), name, attribute) is not None


def sets(row: ResourceType, change: Change, name: str) -> bool:
    """Whether an update operation can change the property."""
    if change.patches:
        return name in change.patches
    if change.settings:
        return any(key.partition(".")[0] == name for key in change.settings)
    if change.pair:
        path = member_path(input_shape(row.service, row.create), name, row.attributes.get(name))
        return path is not None and path[0] == ATTRIBUTES and knows(row, row.create, name)
    return knows(row, change.operation, name)


def _place(request: Request, shape: Shape, path: tuple[str, ...], value: Any) -> None:
    for index, part in enumerate(path[:-1], 1):
        if isinstance(shape_at(shape, path[:index]), ListShape):
            request = request.setdefault(part, [{}])[0]
        else:
            request = request.setdefault(part, {})
    request[path[-1]] = value


def _send(  # noqa: PLR0911  # one a kind of value
    value: Value, kind: PropertyType, shape: Shape, path: str, attributes: Mapping[str, Attribute]
) -> Any:
    attribute = attributes.get(path)
    if attribute and attribute.send:
        return attribute.send(value)
    if attribute and attribute.keyed_by and isinstance(shape, MapShape) and kind.element and kind.element.fields:
        return _send_keyed(value, kind.element, shape, path, attributes)
    if (entries := as_dict(value)) is not None:
        if isinstance(shape, ListShape):  # an object is the one element of a list
            return [_send(value, kind, shape.member, path, attributes)]
        if kind.fields is not None and isinstance(shape, StructureShape):
            return _send_fields(entries, kind.fields, shape, path, attributes)
        item_shape = element_shape(shape)
        if item_shape is not None and kind.element:
            return {key: _send(item, kind.element, item_shape, path, attributes) for key, item in entries.items()}
        return json.dumps(value, separators=(",", ":"))
    item_shape = element_shape(shape)
    items = as_list(value)
    if isinstance(shape, StructureShape) and items is not None and kind.element:
        (only,) = items  # a list property over a single structure
        return _send(only, kind.element, shape, path, attributes)
    if items is not None and item_shape is not None and kind.element:
        return [_send(item, kind.element, item_shape, path, attributes) for item in items if item is not None]
    return _send_scalar(value, shape)


def _send_fields(
    entries: Properties,
    fields: Mapping[str, Property],
    shape: StructureShape,
    path: str,
    attributes: Mapping[str, Attribute],
) -> Request:
    request: Request = {}
    for name, value in entries.items():
        inner = f"{path}.{name}"
        target = field_path(shape, name, attributes.get(inner))
        if target is not None and value is not None:
            _place(request, shape, target, _send(value, fields[name].type, shape_at(shape, target), inner, attributes))
    return request


def _send_keyed(
    value: Value, element: PropertyType, shape: MapShape, path: str, attributes: Mapping[str, Attribute]
) -> dict[str, Any]:
    key = attributes[path].keyed_by
    fields = element.fields or {}
    result: dict[str, Any] = {}
    for item in cast("list[Properties]", value):
        rest = {name: field for name, field in item.items() if name != key}
        if isinstance(shape.value, StructureShape):
            result[str(item[key])] = _send_fields(rest, fields, shape.value, path, attributes)
        else:  # the one other field is the value
            ((name, field),) = rest.items()
            result[str(item[key])] = _send(field, fields[name].type, shape.value, f"{path}.{name}", attributes)
    return result


def _send_scalar(value: Value, shape: Shape) -> Any:
    if isinstance(value, Archive):
        return zip_archive(value)
    if shape.type_name in {"integer", "long"} and not isinstance(value, str):
        return int(value)
    if shape.type_name == "string" and not isinstance(value, str):
        whole = isinstance(value, float) and value.is_integer()
        return json.dumps(int(value) if whole else value, separators=(",", ":"))
    return value


def properties_of(row: ResourceType, answer: Request, schema: Mapping[str, Property]) -> Properties:
    """The properties that an answer shows."""
    result: Properties = {}
    for name, declared in schema.items():
        attribute = row.attributes.get(name)
        if attribute and (attribute.local or attribute.unechoed):
            continue
        found, value = _find(answer, name, attribute)
        if found:
            received = receive(value, declared.type, name, row.attributes)
            if received is not None:
                result[name] = received
    return result


def _find(answer: Mapping[str, Any], name: str, attribute: Attribute | None) -> tuple[bool, Any]:
    spelled = attribute.member if attribute else ""
    for candidate in (spelled,) if isinstance(spelled, str) else spelled:
        value: Any = answer
        for part in candidate.split(".") if candidate else [name]:
            value = _member(value, part)
        if value is not None:
            return True, value
    return False, None


def _member(value: Any, name: str) -> Any:
    listed = as_list(value)
    entries = as_dict(listed[0] if listed else value)
    if entries is None:
        return None
    folded = name.casefold()
    return next((item for key, item in entries.items() if key.casefold() == folded), None)


def receive(  # noqa: PLR0911  # one a kind of value
    value: Any, kind: PropertyType, path: str, attributes: Mapping[str, Attribute]
) -> Value:
    """The property value of a member, in the type that pulumi_aws declares; None when it says nothing."""
    attribute = attributes.get(path)
    if value is None:
        return None
    if attribute and attribute.receive:
        return attribute.receive(value)
    if attribute and attribute.keyed_by and kind.element:
        return _receive_keyed(value, kind.element, path, attributes)
    match kind.kind:
        case "object":
            listed = as_list(value)
            single = as_dict(listed[0] if listed else value)
            return None if single is None else _receive_fields(single, kind.fields or {}, path, attributes)
        case "list":
            items = as_list(value)
            if items is None:  # a list property over a single structure
                items = [value]
            element = kind.element
            return [receive(item, element, path, attributes) for item in items] if element else items
        case "map":
            entries, element = as_dict(value), kind.element
            if entries is None or element is None:
                return None
            return {key: receive(item, element, path, attributes) for key, item in entries.items()}
        case _:
            return _receive_scalar(value, kind)


def _receive_fields(
    answer: Mapping[str, Any], fields: Mapping[str, Property], path: str, attributes: Mapping[str, Attribute]
) -> Properties | None:
    result: Properties = {}
    for name, field in fields.items():
        inner = f"{path}.{name}"
        found, value = _find(answer, name, attributes.get(inner))
        if not found and name.endswith("s"):
            found, value = _find(answer, name[:-1], attributes.get(inner))
        received = receive(value, field.type, inner, attributes) if found else None
        if received is not None:
            result[name] = received
    whole = attributes.get(path.partition(".")[0])
    return result if result or (whole and whole.choices) else None  # else an empty structure says nothing


def _receive_keyed(
    answer: Mapping[str, Any], element: PropertyType, path: str, attributes: Mapping[str, Attribute]
) -> list[Properties]:
    key, fields = attributes[path].keyed_by, element.fields or {}
    result: list[Properties] = []
    for name, item in answer.items():
        rest = {field: declared for field, declared in fields.items() if field != key}
        if isinstance(item, dict) and not (len(rest) == 1 and next(iter(rest.values())).type.kind == "map"):
            inner = _receive_fields(cast("Request", item), rest, path, attributes) or {}
        else:
            ((field, declared),) = rest.items()
            inner = {field: receive(item, declared.type, f"{path}.{field}", attributes)}
        result.append({key: name, **inner})
    return result


def _receive_scalar(value: Any, kind: PropertyType) -> Value:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    match kind.kind:
        case "string" | "document":
            return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        case "integer" | "number":
            return float(value)
        case "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        case _:
            return value
