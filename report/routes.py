"""The routes of an API, of whatever kind and however they are made: who may call each, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.belonging import parts_of
from gateway_policies.data_protection.cached_methods import place_of
from gateway_policies.documents.attached_policies import opening_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import INTEGRATION, REST_API, REST_INTEGRATION, REST_METHOD, ROUTE
from report.access import UNREAD_POLICY, Access, authorized, everyone, is_open, limited
from report.backends import NOTHING, Backend, backend_of, function_of, of_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gateway_policies.resources import Resource, Stack
    from report.reasons import Reasons

PREFLIGHT = Access("browsers", "preflights, which carry no credentials")
"""Who calls an OPTIONS method that is answered at once, with nothing behind it."""
CONNECT, DEFAULT = "$connect", "$default"


@dataclass(frozen=True)
class Route:
    """One route, as its key is written: `GET /orders/{id}`, or that of a WebSocket message."""

    key: str
    access: Access
    backend: Backend

    @property
    def path(self) -> str:
        """The path, "" for `$default` and for messages."""
        _, separator, path = self.key.partition(" /")
        return f"/{path}" if separator else ""


def made_routes(stack: Stack, api: Resource, reasons: Reasons) -> Iterator[Route]:
    """The routes that are resources of their own, and the one that an API makes of its `target`."""
    if api.type == REST_API:
        for method in parts_of(stack, api, REST_METHOD).certain:
            yield route_of_method(stack, method, reasons)
        return
    is_websocket = api.known_text("protocolType") == "WEBSOCKET"
    for route in parts_of(stack, api, ROUTE).certain:
        yield route_of(stack, route, reasons, is_websocket=is_websocket)
    target = api.at("target")
    if not isinstance(target.reading, Absent):
        key = api.known_text("routeKey") or DEFAULT
        yield Route(key, everyone(reasons.of(api, key)), of_uri(target, function_of(stack, api, "target")))


def route_of(stack: Stack, route: Resource, reasons: Reasons, *, is_websocket: bool) -> Route:
    """A route of an HTTP or WebSocket API."""
    key = route.known_text("routeKey") or "a key not known yet"
    kind = route.at("authorizationType")
    api_key = route.at("apiKeyRequired").flag() == Known(value=True)
    if is_websocket and key != CONNECT:
        access = Access("connected clients", "as admitted by $connect", api_key=api_key)
    elif is_open(kind):
        access = everyone(reasons.of(route, key), api_key=api_key)
    else:
        access = authorized(stack, route, kind)
    integration = stack.linked(route, "target", INTEGRATION) or _named(stack, route.known_text("target"))
    return Route(key, access, backend_of(stack, integration) if integration else NOTHING)


def _named(stack: Stack, target: str) -> Resource | None:
    found = stack.with_text(INTEGRATION, "id", target.removeprefix("integrations/"))
    return found[0] if len(found) == 1 else None


def route_of_method(stack: Stack, method: Resource, reasons: Reasons) -> Route:
    """A method of a REST API."""
    place = place_of(stack, method)
    key = place.title if isinstance(place.path, Known) else f"{place.title} of a path not known yet"
    kind = method.at("authorization")
    integration = stack.once(_integrations).get((place.api, place.title))
    backend = backend_of(stack, integration) if integration else NOTHING
    if not is_open(kind):
        return Route(key, authorized(stack, method, kind), backend)
    reason = reasons.of(method, key)
    if key.startswith("OPTIONS ") and backend.kind == "mock" and not reason:
        return Route(key, PREFLIGHT, backend)
    return Route(key, _open_method(stack, method, reason), backend)


def _open_method(stack: Stack, method: Resource, reason: str) -> Access:
    """Without an authorizer AWS asks the resource policy of the API alone."""
    api_key = method.at("apiKeyRequired").flag() == Known(value=True)
    opening = opening_of(stack, method)
    if isinstance(opening, Absent):
        return limited(api_key=api_key)
    return everyone(reason, api_key=api_key, how=UNREAD_POLICY if isinstance(opening, Unknown) else "")


def _integrations(stack: Stack) -> Mapping[tuple[str, str], Resource]:
    """The integrations of REST methods by their API and what they are of."""
    found: dict[tuple[str, str], Resource] = {}
    for integration in stack.of_type(REST_INTEGRATION):
        place = place_of(stack, integration)
        found[place.api, place.title] = integration
    return found
