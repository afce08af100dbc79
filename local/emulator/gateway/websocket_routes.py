"""The routes of a WebSocket API: which one a message takes, what it answers, and what is reported of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.json_paths import parsed
from local.emulator.gateway.metrics import of_websocket
from local.emulator.gateway.ministack import HTTP
from local.emulator.gateway.observation import integrating, note_reply
from local.emulator.gateway.records import as_map, held, nested
from local.emulator.gateway.reports import report
from local.emulator.gateway.websocket_integrations import response

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Exchange
    from local.emulator.gateway.observation import Observation
    from local.emulator.gateway.websocket_events import Connection
    from local.emulator.gateway.websocket_integrations import Response

DEFAULT = "$default"


async def integrated(connection: Connection, route: dict[str, Any], exchange: Exchange) -> Response | None:
    """What the integration of a route answers; None for a route that has none."""
    identifier = (route.get("target") or "").rpartition("/")[2]
    integration = held(HTTP.integrations, connection.api_id, identifier)
    if not integration:
        return None
    with integrating():
        answer = await response(integration, identifier, exchange)
    note_reply(answer.status)
    return answer


def route_of(api_id: str, key: str) -> dict[str, Any] | None:
    """The route of a key, None where there is none."""
    return next((route for route in held(HTTP.routes, api_id).values() if route["routeKey"] == key), None)


def route_key_of(expression: str, text: str) -> str:
    """The route that a message asks for: `$request.body.action`, or `${request.body.a}/${request.body.b}`."""
    inner = expression.replace("${", "$").replace("}", "") if expression.startswith("$") else expression
    parts: list[str] = []
    for part in inner.split("/"):
        value: Any = parsed(text)
        for name in part.removeprefix("$request.body.").split("."):
            value = as_map(value).get(name)
        if value is None:
            return DEFAULT
        parts.append(str(value))
    return "/".join(parts)


def report_message(connection: Connection, exchange: Exchange, noted: Observation, status: int) -> None:
    """Has a handshake, a message or an end reported."""
    kind, key = exchange.context["eventType"], exchange.context["routeKey"]
    exchange.context["authorizer"] = connection.authorizer
    dimensions: list[dict[str, str]] = [{"ApiId": connection.api_id}]
    dimensions.append({**dimensions[0], "Stage": connection.stage})
    detailed = nested(connection.settings, "defaultRouteSettings") | nested(connection.settings, "routeSettings", key)
    if detailed.get("detailedMetricsEnabled"):
        dimensions.append({**dimensions[1], "Route": key})
    measured = of_websocket(kind, status, noted)
    report(exchange, connection.settings, noted, status, 0, dimensions, measured)
