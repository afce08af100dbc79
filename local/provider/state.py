"""The state of a resource: what AWS shows, in the words the program used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.equality import same
from local.provider.values import as_dict

if TYPE_CHECKING:
    from local.provider.resource_type import ResourceType
    from local.provider.schema import ResourceSchema
    from local.provider.values import Properties


def state_of(
    row: ResourceType, schema: ResourceSchema, found: Properties, known: Properties, inputs: Properties
) -> Properties:
    """The properties found at AWS, with those it never shows, and equal values written as the inputs have them."""
    result: Properties = {}
    for name, declared in schema.outputs.items():
        attribute = row.attributes.get(name)
        if attribute and (attribute.local or attribute.unechoed):
            result[name] = known.get(name)
        elif name in found:
            given, kind = inputs.get(name), schema.inputs.get(name, declared).type
            equal = given is not None and same(given, found[name], kind, name, row.attributes)
            result[name] = given if equal else found[name]
        elif name in row.identity.values():
            # A name that the answer does not repeat is still the name the resource was found by.
            result[name] = known.get(name)
    for path, attribute in row.attributes.items():
        name, _, inner = path.partition(".")
        shown, before = as_dict(result.get(name)), as_dict(known.get(name))
        if inner and attribute.unechoed and shown is not None and before is not None and inner in before:
            result[name] = {**shown, inner: before[inner]}
    return result
