"""The operations of AWS as botocore's service models describe them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.provider.resource_type import Attribute, ResourceType
    from local.provider.values import Value


@functools.cache
def service_model(service: str) -> ServiceModel:
    """The model of a service, as botocore ships it; a folder of the user's own models is not looked at."""
    loader = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    description: Any = loader.load_service_model(service, "service-2")
    return ServiceModel(description, service_name=service)


@functools.cache
def input_shape(service: str, operation: str) -> StructureShape:
    """The parameters of an operation."""
    shape = service_model(service).operation_model(operation).input_shape
    if not isinstance(shape, StructureShape):
        raise TypeError(f"{service} {operation} takes no parameters")
    return shape


@functools.cache
def members_by_folded_name(shape: StructureShape) -> Mapping[str, str]:
    """The member names of a structure, by their lower-case spelling."""
    return {name.casefold(): name for name in shape.members}


def member_path(shape: Shape, name: str, attribute: Attribute | None) -> tuple[str, ...] | None:
    """The path of a property's member in a structure; None when the structure has no such member."""
    if not isinstance(shape, StructureShape):
        return None
    spelled = attribute.member if attribute else ""
    for candidate in (spelled,) if isinstance(spelled, str) else spelled:
        path = candidate.split(".") if candidate else [name]
        exact = _follow(shape, path)
        if exact is not None:
            return exact
    return None


def field_path(shape: Shape, name: str, attribute: Attribute | None) -> tuple[str, ...] | None:
    """The path of a nested property's member, which may be called in the singular where the property is not."""
    found = member_path(shape, name, attribute)
    plural = name.endswith("s") and not (attribute and attribute.member)
    return member_path(shape, name[:-1], None) if found is None and plural else found


def _follow(shape: Shape, path: list[str]) -> tuple[str, ...] | None:
    found: list[str] = []
    for part in path:
        if isinstance(shape, MapShape) and shape.key.type_name == "string":  # as the attributes of a queue
            found.append(part)
            shape = shape.value
            continue
        if isinstance(shape, ListShape):  # the one element of a list
            shape = shape.member
        if not isinstance(shape, StructureShape):
            return None
        member = members_by_folded_name(shape).get(part.casefold())
        if member is None:
            return None
        found.append(member)
        shape = shape.members[member]
    return tuple(found)


def shape_at(shape: Shape, path: tuple[str, ...]) -> Shape:
    """The shape of the member at a path that `member_path` gave."""
    for part in path:
        if isinstance(shape, MapShape):
            shape = shape.value
            continue
        if isinstance(shape, ListShape):
            shape = shape.member
        if not isinstance(shape, StructureShape):
            raise TypeError(f"{shape.name} has no members")
        shape = shape.members[part]
    return shape


def listed(shape: Shape, value: Value) -> Value:
    """The value as its member has it: operations that take many resources are given one."""
    return [value] if isinstance(shape, ListShape) and as_list(value) is None else value


def element_shape(shape: Shape) -> Shape | None:
    """The shape of the elements of a list or of the values of a map."""
    if isinstance(shape, ListShape):
        return shape.member
    if isinstance(shape, MapShape):
        return shape.value
    return None


def writing_operations(row: ResourceType) -> Iterator[str]:
    """The operations that carry a resource's properties: create first."""
    yield row.create
    yield from (change.operation for change in row.update if change.operation != row.create)


def property_shape(row: ResourceType, name: str) -> Shape | None:
    """The shape of a top-level property, in the first operation that has it."""
    attribute = row.attributes.get(name)
    for operation in writing_operations(row) if row.service else ():
        shape = input_shape(row.service, operation)
        path = member_path(shape, name, attribute)
        if path is not None:
            return shape_at(shape, path)
    return None
