"""Who may connect to a WebSocket API: throttle, authorizer, API key, and the function of `$connect`."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.access import INVOKE, refusal_of_caller, signer_of
from local.emulator.gateway.authorizers import UnauthorizedError
from local.emulator.gateway.exchange import header_of
from local.emulator.gateway.ministack import ARNS, HTTP, REST
from local.emulator.gateway.observation import authorizing, note_authorizer
from local.emulator.gateway.records import held
from local.emulator.gateway.throttling import route_admits
from local.emulator.gateway.websocket_integrations import IntegrationFailedError
from local.emulator.gateway.websocket_routes import integrated, route_of

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Exchange
    from local.emulator.gateway.websocket_events import Connection

log = logging.getLogger(__name__)

CONNECT = "$connect"
SUCCESS = range(200, 300)


class RefusedError(Exception):
    """A handshake that is answered with an HTTP error."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


async def connected(connection: Connection) -> tuple[Connection, str | None]:
    """The connection with what its authorizer says, and the subprotocol that its `$connect` route chose.

    Raises:
        RefusedError: it may not connect.
    """
    route = route_of(connection.api_id, CONNECT)
    exchange = connection.message(CONNECT, "CONNECT", "")
    if not route_admits(exchange, connection.settings, CONNECT):
        raise RefusedError(429, "Too Many Requests")
    if route is None:
        return connection, None
    connection = replace(connection, authorizer=await _authorized(connection, route, exchange))
    _check_api_key(connection, route)
    try:
        answer = await integrated(connection, route, connection.message(CONNECT, "CONNECT", ""))
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
        refusal = refusal_of_caller(INVOKE, arn, connection.region, b"")
        connection.identity.update(signer_of(refusal, connection.headers, connection.query))
        if refusal is not None:
            raise RefusedError(403, refusal.text)
    if kind != "CUSTOM":
        return {}
    caller = (connection.headers, connection.query, connection.account, connection.region)
    try:
        with authorizing():
            refused, given = await HTTP.authorize_ws_connect(connection.api_id, route, exchange.context, *caller)
    except UnauthorizedError as error:
        note_authorizer(401, str(error))
        raise RefusedError(401, str(error)) from error
    if refused is not None:
        note_authorizer(*refused)
        raise RefusedError(*refused)
    note_authorizer(200)
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
