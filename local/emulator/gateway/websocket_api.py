"""A client's connection to a WebSocket API: its handshake, its messages, and its end."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import uuid4

from local.emulator.arrival import arrival
from local.emulator.domains import at_domain
from local.emulator.gateway.access import INVOKE, refusal_of_caller
from local.emulator.gateway.authorizers import UnauthorizedError
from local.emulator.gateway.exchange import header_of
from local.emulator.gateway.json_paths import parsed
from local.emulator.gateway.ministack import ARNS, HTTP, REST, SCOPES
from local.emulator.gateway.records import as_map, held
from local.emulator.gateway.throttling import route_admits
from local.emulator.gateway.websocket_events import Connection
from local.emulator.gateway.websocket_integrations import IntegrationFailedError, Response, response

if TYPE_CHECKING:
    from local.emulator.asgi import Receive, Scope, Send
    from local.emulator.gateway.exchange import Exchange

log = logging.getLogger(__name__)

CONNECT, DISCONNECT, DEFAULT = "$connect", "$disconnect", "$default"
SUCCESS = range(200, 300)
LARGEST_MESSAGE = 128 * 1024
NORMAL, TOO_BIG, NO_STATUS = 1000, 1009, 1005


class RefusedError(Exception):
    """A handshake that is answered with an HTTP error."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


async def serve(scope: Scope, receive: Receive, send: Send, api_id: str, path_override: str | None = None) -> None:
    """Takes the place of ministack's function of these parameters."""
    await receive()  # the handshake, of which the scope says all
    owner = HTTP.api_owner(api_id)
    protocol, account, region = owner or ("", "", "")
    path: str = scope["path"] if path_override is None else path_override
    stage = path.strip("/").partition("/")[0]
    settings: dict[str, Any] | None = HTTP.stages.get_scoped(account, region, api_id, {}).get(stage)
    identifier = uuid4().hex[:15] + "="
    closed = HTTP.apis.get_scoped(account, region, api_id, {}).get("disableExecuteApiEndpoint")
    if protocol != "WEBSOCKET" or settings is None or (closed and not at_domain(arrival())):
        await HTTP.refuse_ws_handshake(scope, send, 403, "Forbidden", identifier, str(uuid4()))
        return
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = parse_qs(scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True)
    client = arrival().client
    connection = Connection(identifier, api_id, account, region, stage, settings, headers, query, client)
    with SCOPES.request_scope(account, region):
        try:
            connection, subprotocol = await _connected(connection)
        except RefusedError as error:
            await HTTP.refuse_ws_handshake(scope, send, error.status, error.text, identifier, str(uuid4()))
            return
        await send({"type": "websocket.accept", "subprotocol": subprotocol})
        await _converse(connection, receive, send)


async def _connected(connection: Connection) -> tuple[Connection, str | None]:
    """The connection with what its authorizer says, and the subprotocol that its `$connect` route chose.

    Raises:
        RefusedError: it may not connect.
    """
    route = _route(connection.api_id, CONNECT)
    exchange = connection.message(CONNECT, "CONNECT", "")
    if not route_admits(exchange, connection.settings, CONNECT):
        raise RefusedError(429, "Too Many Requests")
    if route is None:
        return connection, None
    connection = replace(connection, authorizer=await _authorized(connection, route, exchange))
    _check_api_key(connection, route)
    try:
        answer = await _integrated(connection, route, connection.message(CONNECT, "CONNECT", ""))
    except IntegrationFailedError as error:
        log.warning("WebSocket API %s, $connect: %s", connection.api_id, error)
        raise RefusedError(502, "Internal server error") from error
    if answer is not None and answer.status not in SUCCESS:
        raise RefusedError(answer.status, "Forbidden" if answer.status == 403 else "Internal server error")  # noqa: PLR2004  the status that has a word of its own
    return connection, header_of(answer.headers, "sec-websocket-protocol") if answer else None


async def _authorized(connection: Connection, route: dict[str, Any], exchange: Exchange) -> dict[str, Any]:
    kind = (route.get("authorizationType") or "NONE").upper()
    if kind == "AWS_IAM":
        arn = ARNS.execute_api_route_arn(
            connection.region, connection.account, connection.api_id, connection.stage, CONNECT
        )
        if refusal := refusal_of_caller(INVOKE, arn, connection.region, b""):
            raise RefusedError(403, refusal.text)
    if kind != "CUSTOM":
        return {}
    caller = (connection.headers, connection.query, connection.account, connection.region)
    try:
        refused, given = await HTTP.authorize_ws_connect(connection.api_id, route, exchange.context, *caller)
    except UnauthorizedError as error:
        raise RefusedError(401, str(error)) from error
    if refused is not None:
        raise RefusedError(*refused)
    return given or {}


def _check_api_key(connection: Connection, route: dict[str, Any]) -> None:
    """Of the header or of the authorizer, as the API says; with the throttle and the quota of its usage plan."""
    if not route.get("apiKeyRequired"):
        return
    expression = str(held(HTTP.apis, connection.api_id).get("apiKeySelectionExpression") or "")
    given = connection.headers.get("x-api-key", "")
    if expression.endswith("authorizer.usageIdentifierKey"):
        given = connection.authorizer.get("usageIdentifierKey", "")
    key: dict[str, Any] | None = REST.resolve_api_key(given)
    where = (connection.api_id, connection.stage)
    if key is None or not REST.usage_plans_for_key(key["id"], *where):
        raise RefusedError(403, "Forbidden")
    refused = REST.check_throttle({}, *where, CONNECT, "", key) or REST.check_quota(key, *where)
    if refused is not None:
        raise RefusedError(429, refused.message)


async def _converse(connection: Connection, receive: Receive, send: Send) -> None:
    """Answers messages until the client leaves or the connection is deleted, then runs `$disconnect`."""
    outbox: asyncio.Queue[str | None] = asyncio.Queue()
    closing = asyncio.Event()
    record = _register(connection, outbox, closing)
    speaking = asyncio.ensure_future(_speak(outbox, send))
    closed = asyncio.ensure_future(closing.wait())
    code, reason = NO_STATUS, ""
    try:
        while not closing.is_set():
            hearing = asyncio.ensure_future(receive())
            await asyncio.wait({hearing, closed}, return_when=asyncio.FIRST_COMPLETED)
            if not hearing.done():
                hearing.cancel()
                code = NORMAL
                break
            heard = hearing.result()
            if heard["type"] == "websocket.disconnect":
                code, reason = int(heard.get("code") or NO_STATUS), heard.get("reason") or ""
                break
            record["lastActiveAt"] = int(time.time())
            text: str = heard["text"] if heard.get("text") is not None else heard["bytes"].decode("utf-8", "replace")
            if len(text) > LARGEST_MESSAGE:
                code = TOO_BIG
                break
            if (said := await _answered(connection, text)) is not None:
                await outbox.put(said)
    finally:
        HTTP.ws_connections.pop(connection.id, None)
        closed.cancel()
        await outbox.put(None)
        await speaking
        await send({"type": "websocket.close", "code": TOO_BIG if code == TOO_BIG else NORMAL})
        await _leave(connection, code, reason)


def _register(connection: Connection, outbox: asyncio.Queue[str | None], closing: asyncio.Event) -> dict[str, Any]:
    """Notes a connection where ministack's management of connections looks for it."""
    now = connection.connected_at // 1000
    HTTP.ws_connections[connection.id] = {
        "apiId": connection.api_id,
        "accountId": connection.account,
        "stage": connection.stage,
        "connectedAt": now,
        "lastActiveAt": now,
        "sourceIp": connection.source_ip,
        "identity": {"sourceIp": connection.source_ip, "userAgent": connection.headers.get("user-agent", "")},
        "outbox": outbox,
        "close_event": closing,
    }
    return HTTP.ws_connections[connection.id]


async def _speak(outbox: asyncio.Queue[str | None], send: Send) -> None:
    while (text := await outbox.get()) is not None:
        await send({"type": "websocket.send", "text": text})


async def _answered(connection: Connection, text: str) -> str | None:
    """What a message is answered with: an error, or what the route's response lets through."""
    expression = str(held(HTTP.apis, connection.api_id).get("routeSelectionExpression") or "")
    route = _route(connection.api_id, _route_key(expression, text)) or _route(connection.api_id, DEFAULT)
    exchange = connection.message((route or {}).get("routeKey", DEFAULT), "MESSAGE", text)

    def error(said: str) -> str:
        return json.dumps({"message": said, "connectionId": connection.id, "requestId": exchange.context["requestId"]})

    if route is None:
        return error("Forbidden")
    if not route_admits(exchange, connection.settings, route["routeKey"]):
        return error("Too Many Requests")
    try:
        answer = await _integrated(connection, route, exchange)
    except IntegrationFailedError as failure:
        log.warning("WebSocket API %s, %s: %s", connection.api_id, route["routeKey"], failure)
        return error("Internal server error")
    responses = held(HTTP.route_responses, connection.api_id, route["routeId"])
    two_way = responses and route.get("routeResponseSelectionExpression")
    return answer.body if two_way and answer is not None and answer.body else None


async def _leave(connection: Connection, code: int, reason: str) -> None:
    route = _route(connection.api_id, DISCONNECT)
    if route is None:
        return
    exchange = connection.message(DISCONNECT, "DISCONNECT", "", disconnectStatusCode=code, disconnectReason=reason)
    try:
        await _integrated(connection, route, exchange)
    except IntegrationFailedError as error:
        log.warning("WebSocket API %s, $disconnect: %s", connection.api_id, error)


async def _integrated(connection: Connection, route: dict[str, Any], exchange: Exchange) -> Response | None:
    """What the integration of a route answers; None for a route that has none."""
    identifier = (route.get("target") or "").rpartition("/")[2]
    integration = held(HTTP.integrations, connection.api_id, identifier)
    return await response(integration, identifier, exchange) if integration else None


def _route(api_id: str, key: str) -> dict[str, Any] | None:
    return next((route for route in held(HTTP.routes, api_id).values() if route["routeKey"] == key), None)


def _route_key(expression: str, text: str) -> str:
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
