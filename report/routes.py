"""The routes of a stack's APIs: who may call each, what answers it, and what protects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies import resource_types as types
from gateway_policies.belonging import parts_of, protocol_of
from gateway_policies.reading import Known
from report.access import Access, method_access, route_access
from report.backends import Backend, backend_of
from report.domains import Place, places_of
from report.paths import path_of
from report.stage_settings import StageSettings, settings_of_rest_stage, settings_of_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gateway_policies.resources import Resource, Stack

_CONNECTED = ("connected clients", "")


@dataclass(frozen=True)
class Route:
    """One route or method."""

    key: str
    """`GET /{id}`, or the key of a message."""
    access: Access
    backend: Backend
    throttle: str
    """Requests per second and burst."""


@dataclass(frozen=True)
class Api:
    """One API with its own stage."""

    name: str
    kind: str
    """HTTP, REST or WebSocket."""
    places: list[Place]
    stage: StageSettings
    routes: list[Route]


def apis_of(stack: Stack, excuse: Callable[[str], str]) -> list[Api]:
    """All APIs by name.

    Args:
        stack: the resources.
        excuse: the reason why a resource, by its URN, is excused from authorization; empty if it is not.
    """
    found = [_api(stack, api, excuse) for api in stack.of_type(types.API)]
    found += [_rest_api(stack, api, excuse) for api in stack.of_type(types.REST_API)]
    return sorted(found, key=lambda api: api.name)


def _api(stack: Stack, api: Resource, excuse: Callable[[str], str]) -> Api:
    socket = protocol_of(stack, api) == Known("WEBSOCKET")
    stage = settings_of_stage(parts_of(stack, api, types.STAGE).certain)
    routes = [
        Route(
            route.known_text("routeKey"),
            _of_message(socket, route) or route_access(stack, route, excuse(route.urn)),
            backend_of(stack, stack.linked(route, "target", types.INTEGRATION)),
            stage.throttle_of(route.known_text("routeKey")),
        )
        for route in parts_of(stack, api, types.ROUTE).certain
    ]
    return Api(api.name, "WebSocket" if socket else "HTTP", places_of(stack, api), stage, _sorted(routes))


def _of_message(socket: bool, route: Resource) -> Access | None:
    """Who connects is asked once; messages come from those who were let in."""
    return Access(*_CONNECTED) if socket and route.known_text("routeKey") != "$connect" else None


def _rest_api(stack: Stack, api: Resource, excuse: Callable[[str], str]) -> Api:
    stage = settings_of_rest_stage(stack, parts_of(stack, api, types.REST_STAGE).certain)
    integrations = {_place(stack, one): one for one in parts_of(stack, api, types.REST_INTEGRATION).certain}
    routes = [
        Route(
            key := f"{method.known_text('httpMethod')} {path_of(stack, method)}",
            method_access(stack, method, excuse(method.urn)),
            backend_of(stack, integrations.get(_place(stack, method))),
            stage.throttle_of(key),
        )
        for method in parts_of(stack, api, types.REST_METHOD).certain
    ]
    return Api(api.name, "REST", places_of(stack, api), stage, _sorted(routes))


def _place(stack: Stack, part: Resource) -> tuple[str, str]:
    return path_of(stack, part), part.known_text("httpMethod")


def _sorted(routes: list[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: (route.key.partition(" ")[2] or route.key, route.key))


def open_routes(apis: list[Api]) -> Iterator[tuple[Api, Route]]:
    """The routes that anyone may call."""
    for api in apis:
        for route in api.routes:
            if route.access.is_open:
                yield api, route
