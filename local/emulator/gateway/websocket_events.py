"""What the function of a route of a WebSocket API gets.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.emulator.gateway.exchange import Exchange
from local.emulator.gateway.http_events import request_time
from local.emulator.gateway.ministack import HTTP


@dataclass(frozen=True)
class Connection:
    """One client that is connected, or about to be; `connected_at` in milliseconds of the epoch.

    `identity` is what `$context.identity` says of the client in all its messages, and gains who signed the handshake.
    """

    id: str
    api_id: str
    account: str
    region: str
    stage: str
    settings: dict[str, Any]  # of the stage
    headers: dict[str, str]
    query: dict[str, list[str]]
    identity: dict[str, Any]
    authorizer: dict[str, Any] = field(default_factory=dict[str, Any])
    connected_at: int = field(default_factory=lambda: int(time.time() * 1000))

    def message(self, route_key: str, kind: str, body: str, **more: Any) -> Exchange:
        """A message of the client, or its coming (`CONNECT`) or going (`DISCONNECT`), as integrations take it."""
        identifier = str(uuid4())
        context = {
            "routeKey": route_key,
            "eventType": kind,
            "extendedRequestId": str(uuid4()),
            "messageDirection": "IN",
            "stage": self.stage,
            "connectedAt": self.connected_at,
            "identity": self.identity,
            "requestId": identifier,
            "domainName": self.headers.get("host", "").partition(":")[0],
            "connectionId": self.id,
            "apiId": self.api_id,
            **request_time(),
            **({"messageId": identifier} if kind == "MESSAGE" else {}),
            **({"authorizer": self.authorizer} if self.authorizer else {}),
            **more,
        }
        return Exchange(
            self.api_id,
            self.account,
            self.region,
            self.stage,
            "POST",
            "/",
            self.headers,
            self.query,
            "",
            body.encode(),
            {},
            self.settings.get("stageVariables") or {},
            context,
        )


def event(exchange: Exchange) -> dict[str, Any]:
    """The event of a Lambda proxy integration."""
    kind = exchange.context["eventType"]
    made: dict[str, Any] = {
        "requestContext": exchange.context,
        "body": exchange.text if kind == "MESSAGE" else None,
        "isBase64Encoded": False,
    }
    if kind != "MESSAGE":
        made |= HTTP.ws_connect_fields(exchange.headers, exchange.query if kind == "CONNECT" else None)
        del made["body"]
    if exchange.stage_variables:
        made["stageVariables"] = exchange.stage_variables
    return {name: value for name, value in made.items() if value is not None}
