"""The management of connected clients: `POST | GET | DELETE /<stage>/@connections/<id>`, which asks for IAM."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.access import MANAGE_CONNECTIONS, refusal_of_caller
from local.emulator.gateway.exchange import message
from local.emulator.gateway.ministack import HTTP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.emulator.gateway.exchange import Answer


def managing(original: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """Ministack's management with IAM, and with the answer to GET in AWS' spelling."""

    async def manage(  # noqa: PLR0917  the parameters of what it replaces
        method: str, api_id: str, stage: str, connection_id: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        _, account, region = HTTP.api_owner(api_id) or ("", "", "")
        arn = f"arn:aws:execute-api:{region}:{account}:{api_id}/{stage}/{method}/@connections/{connection_id}"
        if refusal := refusal_of_caller(MANAGE_CONNECTIONS, arn, region, body):
            return message(403, refusal.text)
        status, fields, content = await original(method, api_id, stage, connection_id, body, headers)
        held: dict[str, Any] | None = HTTP.ws_connections.get(connection_id)
        if method != "GET" or status != 200 or held is None:  # noqa: PLR2004  the status of an answer
            return status, fields, content
        identity = held["identity"]
        return (
            status,
            fields,
            json.dumps(
                {
                    "connectedAt": _iso(held["connectedAt"]),
                    "identity": {"sourceIp": identity["sourceIp"], "userAgent": identity["userAgent"]},
                    "lastActiveAt": _iso(held["lastActiveAt"]),
                }
            ).encode(),
        )

    return manage


def _iso(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
