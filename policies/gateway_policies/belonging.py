"""Which API and which stage a resource belongs to, as far as that can be told."""

from collections.abc import Mapping

from gateway_policies.resource_types import (
    API,
    AUTHORIZER,
    REST_API,
    REST_AUTHORIZER,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    ROUTE,
)
from gateway_policies.resources import Resource, Stack

# The property in which a resource names its API, and the type of that API.
_API_OF: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((REST_AUTHORIZER, REST_METHOD, REST_METHOD_SETTINGS, REST_STAGE), ("restApi", REST_API)),
    **dict.fromkeys((AUTHORIZER, ROUTE), ("apiId", API)),
}


def same_api(stack: Stack, one: Resource, other: Resource) -> bool | None:
    """Whether two resources belong to one API, which may be of another stack; None when it cannot be told."""
    own, its = stack.linked(one, *_API_OF[one.type]), stack.linked(other, *_API_OF[other.type])
    if own is not None and its is not None:
        return own.urn == its.urn
    own_id, its_id = one.known_text(_API_OF[one.type][0]), other.known_text(_API_OF[other.type][0])
    return own_id == its_id if own_id and its_id else None


def is_of_stage(stack: Stack, settings: Resource, stage: Resource) -> bool | None:
    """Whether method settings belong to a stage of a REST API; None when it cannot be told."""
    linked = stack.linked(settings, "stageName", REST_STAGE)
    if linked is not None:
        return linked.urn == stage.urn
    same = same_api(stack, settings, stage)
    name, stage_name = settings.known_text("stageName"), stage.known_text("stageName")
    same_name = name == stage_name if name and stage_name else None
    if same is False or same_name is False:
        return False
    return True if same and same_name else None
