"""The APIs of other stacks to which this one adds routes: as much of them as is seen here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway_policies.belonging import API_OF, api_of, protocol_of
from gateway_policies.reading import Known
from gateway_policies.resource_types import API, REST_API, REST_METHOD, ROUTE
from gateway_policies.resources import Resource
from report.apis import Api, ServedRoute
from report.routes import route_of, route_of_method

if TYPE_CHECKING:
    from gateway_policies.resources import Stack
    from report.reasons import Reasons
    from report.routes import Route


def foreign_apis(stack: Stack, reasons: Reasons) -> list[Api]:
    """An API for each identifier that routes or methods name and that no API of the stack has."""
    routes: dict[tuple[str, str], list[Route]] = {}
    for part in stack.of_type(ROUTE, REST_METHOD):
        if api_of(stack, part) is None:
            api_id = part.known_text(API_OF[part.type][0]) or "not known until up"
            kind, route = _read(stack, part, reasons)
            routes.setdefault((api_id, kind), []).append(route)
    return [_api(api_id, kind, found) for (api_id, kind), found in sorted(routes.items(), key=lambda one: one[0])]


def _read(stack: Stack, part: Resource, reasons: Reasons) -> tuple[str, Route]:
    if part.type == REST_METHOD:
        return "REST", route_of_method(stack, part, reasons)
    is_websocket = protocol_of(stack, part) == Known("WEBSOCKET")
    return "WebSocket" if is_websocket else "HTTP", route_of(stack, part, reasons, is_websocket=is_websocket)


def _api(api_id: str, kind: str, routes: list[Route]) -> Api:
    return Api(
        resource=Resource(f"elsewhere::{api_id}", REST_API if kind == "REST" else API, api_id, {}, id=api_id),
        kind=kind,
        description="An API of another stack: its addresses, stages and other routes are not seen here.",
        addresses=[],
        stages=[],
        routes=[ServedRoute(route, {}) for route in sorted(routes, key=lambda one: (one.path, one.key))],
        unread=[],
    )
