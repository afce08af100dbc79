"""Lists whose elements AWS takes and gives up one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.equality import canonical
from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from local.provider.resource_type import Elements, Request, ResourceType
    from local.provider.schema import ResourceSchema
    from local.provider.values import Properties


def element_lists(row: ResourceType) -> Iterator[tuple[str, Elements]]:
    """The properties of a type that are such lists."""
    for name, attribute in row.attributes.items():
        if attribute.elements:
            yield name, attribute.elements


def change_elements(
    row: ResourceType,
    schema: ResourceSchema,
    old: Properties,
    new: Properties,
    call: Callable[[str, Request], object],
) -> None:
    """Removes the elements that are no longer there, and puts those that are new or different."""
    for name, elements in element_lists(row):
        before, after = as_list(old.get(name)) or [], as_list(new.get(name)) or []
        kind = schema.inputs[name].type.element
        known = [canonical(value, kind, name, row.attributes) for value in before]
        named = [elements.remove_request(value) for value in after]
        for value in before:
            if elements.remove_request(value) not in named:
                call(elements.remove, elements.remove_request(value))
        for value in after:
            if canonical(value, kind, name, row.attributes) not in known:
                call(elements.put, elements.put_request(value))
