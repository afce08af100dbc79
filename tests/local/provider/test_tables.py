"""The tables: no input of a type is ever silently ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape

from local.provider.mapping import sets
from local.provider.resource_type import Attribute, ResourceType
from local.provider.schema import PropertyType, resource_schema
from local.provider.shapes import field_path, input_shape, property_shape, service_model, shape_at
from local.provider.types import known_types
from tests.local.provider.all_samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

AMENDED = {
    ("aws:apigateway/methodSettings:MethodSettings", "methodPath"),
    ("aws:dynamodb/table:Table", "hashKey"),
    ("aws:dynamodb/table:Table", "rangeKey"),
    ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId"),
    ("aws:ec2/flowLog:FlowLog", "eniId"),
    ("aws:ec2/flowLog:FlowLog", "subnetId"),
    ("aws:ec2/flowLog:FlowLog", "vpcId"),
}
"""Inputs that a function of the table puts into the request."""
ROWS = list(known_types().values())


def unmapped(row: ResourceType) -> Iterator[str]:
    for name, declared in resource_schema(row.type).inputs.items():
        attribute = row.attributes.get(name, Attribute())
        handled = (
            attribute.local
            or attribute.refused
            or attribute.elements
            or attribute.switch
            or (row.type, name) in AMENDED
        )
        handled = handled or (patched(row, name) and property_shape(row, name) is None)
        if handled or name == "region" or (name == "tags" and row.tags):
            continue
        shape = property_shape(row, name)
        if shape is None:
            yield name
        elif attribute.send is None:
            yield from unmapped_fields(row, declared.type, shape, name)


def patched(row: ResourceType, name: str) -> bool:
    return any(name in change.patches or (change.settings and sets(row, change, name)) for change in row.update)


def unmapped_fields(
    row: ResourceType, kind: PropertyType, shape: Shape, path: str, outer: tuple[int, ...] = ()
) -> Iterator[str]:
    while isinstance(shape, ListShape | MapShape):
        shape = shape.member if isinstance(shape, ListShape) else shape.value
    while kind.element is not None:
        kind = kind.element
    if id(kind) in outer:  # a type that contains itself
        return
    keyed = row.attributes.get(path, Attribute()).keyed_by
    for name, field in (kind.fields or {}).items():
        attribute = row.attributes.get(f"{path}.{name}", Attribute())
        # The key of a map, its one scalar or nested value, and what AWS decides have no member of their own.
        if name == keyed or attribute.refused or attribute.computed or not isinstance(shape, StructureShape):
            continue
        member = field_path(shape, name, attribute)
        if member is None:
            yield f"{path}.{name}"
        else:
            yield from unmapped_fields(row, field.type, shape_at(shape, member), f"{path}.{name}", (*outer, id(kind)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_every_input_is_mapped_or_an_exception_or_refused(row: ResourceType) -> None:
    assert list(unmapped(row)) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_every_entry_of_a_table_is_about_something(row: ResourceType) -> None:
    schema = resource_schema(row.type)
    assert {path.partition(".")[0] for path in row.attributes} <= set(schema.outputs)
    assert set(row.outputs) <= set(schema.outputs)
    assert row.unsettled <= set(schema.outputs)
    assert {name for change in row.update for name in change.patches} <= set(schema.inputs)
    assert row.naming is None or row.naming.property in schema.inputs
    operations = {row.create, row.delete, *(reading.operation for reading in row.read)}
    operations |= {change.operation for change in row.update}
    operations |= {attribute.removal for attribute in row.attributes.values() if attribute.removal}
    if row.tags:
        assert "tagsAll" in schema.outputs
        operations |= {row.tags.tag, row.tags.untag, *([row.tags.listing] if row.tags.listing else [])}
    assert operations <= set(service_model(row.service).operation_names)
    if row.delete not in {change.operation for change in row.update}:
        assert set(input_shape(row.service, row.delete).required_members) <= set(row.identity)


def test_taggable_types_are_tagged() -> None:
    taggable = {row.type for row in ROWS if "tagsAll" in resource_schema(row.type).outputs}
    assert {row.type for row in ROWS if row.tags} == taggable


def test_every_type_has_a_sample() -> None:
    assert {sample.type for sample in SAMPLES} == {row.type for row in ROWS}
