"""The lines that the costs of a stack are computed from are about as long as those that requests leave."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

from tests.local.emulator.access_logs import HTTP_FORMAT, REST_FORMAT, Log
from tests.local.emulator.account import Account, RestApi, WebSocketApi
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from typing import Any

# By name, as in access_logs.py: what is below local/ knows nothing of the components.
KINDS: Any = importlib.import_module("components.knowledge.kinds").Kind
LINES: Any = importlib.import_module("components.knowledge.log_lines")
TOLERANCE = 0.1
ITEM = "/orders/0b8d3c0e-5f0e-4a57-9d0a-2d6f6c1f7a10"
BROWSER = {"user-agent": LINES.TYPICAL["identity.userAgent"]}


def _near(kind: Any, line: dict[str, Any]) -> bool:
    written = len(json.dumps(line, separators=(",", ":")).encode())
    return abs(written - float(LINES.line_bytes(kind))) <= TOLERANCE * written


def test_of_an_http_api(account: Account) -> None:
    log, api = Log(account), account.http_api()
    api.stage("dev", AccessLogSettings={"DestinationArn": log.arn, "Format": HTTP_FORMAT})
    api.function_route("GET /orders/{id}", account.function())
    assert api.get(f"/dev{ITEM}", headers=BROWSER).status_code == 200
    assert _near(KINDS.HTTP, *log.lines(1))


def test_of_a_rest_api(account: Account) -> None:
    log, api = Log(account), RestApi(account)
    api.function_method("GET /orders/{id}", account.function())
    api.deploy()
    api.patch_stage(**{"/accessLogSettings/destinationArn": log.arn, "/accessLogSettings/format": REST_FORMAT})
    assert api.get(ITEM, headers=BROWSER).status_code == 200
    assert _near(KINDS.REST, *log.lines(1))


def test_of_a_websocket_api(account: Account) -> None:
    log, api = Log(account), WebSocketApi(account)
    answer = account.function("def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n")
    api.function_route("$connect", answer)
    api.function_route("say", answer, two_way=True)
    log.take(api)
    with WebSocket(api.url) as websocket:
        websocket.say(json.dumps({"action": "say"}))
        assert websocket.hear() == "ok"
    message = next(line for line in log.lines(2) if line["eventType"] == "MESSAGE")
    # This client sends no user agent, as browsers do.
    assert _near(KINDS.WEBSOCKET, {**message, "userAgent": BROWSER["user-agent"]})
