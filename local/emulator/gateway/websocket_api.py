"""A client's connection to a WebSocket API: its handshake, its messages, and its end."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import uuid4

from local.emulator.arrival import arrival
from local.emulator.domains import at_domain
from local.emulator.gateway.exchange import ERRORS
from local.emulator.gateway.ministack import HTTP, SCOPES
from local.emulator.gateway.observation import note_error, observe
from local.emulator.gateway.records import held
from local.emulator.gateway.throttling import route_admits
from local.emulator.gateway.websocket_events import Connection
from local.emulator.gateway.websocket_handshake import CONNECT, RefusedError, connected
from local.emulator.gateway.websocket_integrations import IntegrationFailedError
from local.emulator.gateway.websocket_routes import DEFAULT, integrated, report_message, route_key_of, route_of

if TYPE_CHECKING:
    from local.emulator.asgi import Receive, Scope, Send

log = logging.getLogger(__name__)

DISCONNECT = "$disconnect"
LARGEST_MESSAGE = 128 * 1024
NORMAL, TOO_BIG, NO_STATUS = 1000, 1009, 1005


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
    identity = {"sourceIp": arrival().client, "userAgent": headers.get("user-agent", "")}
    connection = Connection(identifier, api_id, account, region, stage, settings, headers, query, identity)
    with SCOPES.request_scope(account, region):
        noted = observe()
        # Of its context, but not of its route's integration: a copy for the log.
        exchange = connection.message(CONNECT, "CONNECT", "")
        try:
            connection, subprotocol = await connected(connection)
            report_message(connection, exchange, noted, 200)
        except RefusedError as error:
            note_error(ERRORS.get(error.status, "INTEGRATION_FAILURE"), error.text)
            report_message(connection, exchange, noted, error.status)
            await HTTP.refuse_ws_handshake(scope, send, error.status, error.text, identifier, str(uuid4()))
            return
        await send({"type": "websocket.accept", "subprotocol": subprotocol})
        await _converse(connection, receive, send)


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
        "sourceIp": connection.identity["sourceIp"],
        "identity": {name: connection.identity[name] for name in ("sourceIp", "userAgent")},
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
    route = route_of(connection.api_id, route_key_of(expression, text)) or route_of(connection.api_id, DEFAULT)
    exchange = connection.message((route or {}).get("routeKey", DEFAULT), "MESSAGE", text)

    noted = observe()

    def error(said: str, status: int = 500) -> str:
        note_error(ERRORS.get(status, "INTEGRATION_FAILURE"), said)
        report_message(connection, exchange, noted, status)
        return json.dumps({"message": said, "connectionId": connection.id, "requestId": exchange.context["requestId"]})

    if route is None:
        return error("Forbidden", 403)
    if not route_admits(exchange, connection.settings, route["routeKey"]):
        return error("Too Many Requests", 429)
    try:
        answer = await integrated(connection, route, exchange)
    except IntegrationFailedError as failure:
        log.warning("WebSocket API %s, %s: %s", connection.api_id, route["routeKey"], failure)
        return error("Internal server error")
    report_message(connection, exchange, noted, answer.status if answer else 200)
    responses = held(HTTP.route_responses, connection.api_id, route["routeId"])
    two_way = responses and route.get("routeResponseSelectionExpression")
    return answer.body if two_way and answer is not None and answer.body else None


async def _leave(connection: Connection, code: int, reason: str) -> None:
    route = route_of(connection.api_id, DISCONNECT)
    if route is None:
        return
    exchange = connection.message(DISCONNECT, "DISCONNECT", "", disconnectStatusCode=code, disconnectReason=reason)
    noted, status = observe(), 200
    try:
        await integrated(connection, route, exchange)
    except IntegrationFailedError as error:
        status = 500
        log.warning("WebSocket API %s, $disconnect: %s", connection.api_id, error)
    report_message(connection, exchange, noted, status)
