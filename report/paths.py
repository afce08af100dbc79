"""The path of a method of a REST API, from the resources between it and the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway_policies import resource_types as types

if TYPE_CHECKING:
    from gateway_policies.resources import Resource, Stack


def path_of(stack: Stack, part: Resource) -> str:
    """The path of a method or an integration, `/orders/{id}`."""
    names: list[str] = []
    step = stack.linked(part, "resourceId", types.REST_RESOURCE)
    while step is not None:
        names.append(step.known_text("pathPart"))
        step = stack.linked(step, "parentId", types.REST_RESOURCE)
    return "/" + "/".join(reversed(names))
