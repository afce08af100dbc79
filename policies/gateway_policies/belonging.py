"""Which API and which stage a resource belongs to, as far as that can be told."""

import re
from collections.abc import Mapping

from gateway_policies import resource_types as types
from gateway_policies.reading import Absent, Known, Reading
from gateway_policies.resources import References, Resource, Stack

HTTP_ROUTE_KEY = re.compile(r"(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /")
"""How the key of an HTTP route begins; a WebSocket message may well be called "say /hello"."""

# The property in which a resource names its API, and the type of that API.
_OF_REST = (
    types.REST_AUTHORIZER,
    types.REST_BASE_PATH_MAPPING,
    types.REST_DEPLOYMENT,
    types.REST_INTEGRATION,
    types.REST_INTEGRATION_RESPONSE,
    types.REST_METHOD,
    types.REST_METHOD_RESPONSE,
    types.REST_METHOD_SETTINGS,
    types.REST_REQUEST_VALIDATOR,
    types.REST_RESOURCE,
    types.REST_STAGE,
)
_OF_HTTP_OR_WEBSOCKET = (
    types.API_MAPPING,
    types.AUTHORIZER,
    types.DEPLOYMENT,
    types.INTEGRATION,
    types.INTEGRATION_RESPONSE,
    types.MODEL,
    types.ROUTE,
    types.ROUTE_RESPONSE,
    types.STAGE,
)
API_OF: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(_OF_REST, ("restApi", types.REST_API)),
    **dict.fromkeys(
        (types.REST_API_POLICY, types.REST_API_PUT, types.REST_GATEWAY_RESPONSE), ("restApiId", types.REST_API)
    ),
    **dict.fromkeys(_OF_HTTP_OR_WEBSOCKET, ("apiId", types.API)),
}


def api_of(stack: Stack, resource: Resource) -> Resource | None:
    """The API of a resource that has one, or None when it is of another stack or cannot be told."""
    key, kind = API_OF[resource.type]
    return stack.linked(resource, key, kind)


def parts_of(stack: Stack, api: Resource, kind: str) -> References:
    """The resources of a type that belong to an API, and those that may."""
    key, _ = API_OF[kind]
    return stack.referring(api, key, kind)


def same_api(stack: Stack, one: Resource, other: Resource) -> bool | None:
    """Whether two resources belong to one API, which may be of another stack; None when it cannot be told."""
    own, its = api_of(stack, one), api_of(stack, other)
    if own is not None and its is not None:
        return own.urn == its.urn
    own_id, its_id = one.known_text(API_OF[one.type][0]), other.known_text(API_OF[other.type][0])
    return own_id == its_id if own_id and its_id else None


def is_of_stage(stack: Stack, settings: Resource, stage: Resource) -> bool | None:
    """Whether method settings belong to a stage of a REST API; None when it cannot be told."""
    linked = stack.linked(settings, "stageName", types.REST_STAGE)
    if linked is not None:
        return linked.urn == stage.urn
    same = same_api(stack, settings, stage)
    name, stage_name = settings.known_text("stageName"), stage.known_text("stageName")
    same_name = name == stage_name if name and stage_name else None
    if same is False or same_name is False:
        return False
    return True if same and same_name else None


def settings_of_stage(stack: Stack, stage: Resource) -> References:
    """The method settings of a stage, and those that may be its."""
    return stack.once(_settings_by_stage)[stage.urn]


def _settings_by_stage(stack: Stack) -> Mapping[str, References]:
    stages = stack.of_type(types.REST_STAGE)
    found = {stage.urn: References([], []) for stage in stages}
    # By API, "" for those of which it is not told, and by name; without an API, all of a name.
    by_place: dict[tuple[str | None, str], list[Resource]] = {}
    for stage in stages:
        api, name = api_of(stack, stage), stage.known_text("stageName")
        for place in ((api.urn if api else "", name), (None, name)):
            by_place.setdefault(place, []).append(stage)
    for settings in stack.of_type(types.REST_METHOD_SETTINGS):
        linked = stack.linked(settings, "stageName", types.REST_STAGE)
        api, name = api_of(stack, settings), settings.known_text("stageName")
        # Only stages of this name, and those whose name is not known, can be the one; all of them without a name.
        places = [(key, one) for key in ((api.urn, "") if api else (None,)) for one in (name, "")]
        candidates = [linked] if linked else stages
        if name and not linked:
            candidates = [stage for place in places for stage in by_place.get(place, ())]
        for stage in candidates:
            of_stage = is_of_stage(stack, settings, stage)
            if of_stage is not False and stage.urn in found:
                references = found[stage.urn]
                (references.certain if of_stage else references.possible).append(settings)
    return found


def protocol_of(stack: Stack, resource: Resource) -> Reading[str]:
    """HTTP or WEBSOCKET, of an API or of what belongs to one; absent when nothing tells it."""
    api = resource if resource.type == types.API else api_of(stack, resource)
    if api is not None:
        return api.at("protocolType").text()
    # The API is of another stack: the keys of its routes tell the protocol.
    api_id = resource.known_text("apiId")
    keys = [route.known_text("routeKey") for route in stack.with_text(types.ROUTE, "apiId", api_id)]
    others = [key for key in keys if key not in {"", "$default"}]
    if not others:
        return Absent()
    return Known("HTTP" if any(HTTP_ROUTE_KEY.match(key) for key in others) else "WEBSOCKET")
