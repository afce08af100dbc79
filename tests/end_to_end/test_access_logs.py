"""Access logs of each kind of API, as requests leave them in their log groups."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.edge.settings import BLOCKED, NAMES
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from tests.end_to_end.edge.running import Edge

pytestmark = pytest.mark.xdist_group("edge")

SECONDS = 30.0


def _line(edge: Edge, api: str, **wanted: str) -> dict[str, Any]:
    """The one line with these values, as soon as it is there."""
    group, deadline = edge.outputs["logGroups"][api], time.monotonic() + SECONDS
    while True:
        events = edge.run.aws("logs").filter_log_events(logGroupName=group)["events"]
        lines: list[dict[str, Any]] = [json.loads(event["message"]) for event in events]
        found = [line for line in lines if wanted.items() <= line.items()]
        if found or time.monotonic() > deadline:
            (line,) = found
            return line
        time.sleep(0.2)


def _said(line: dict[str, Any], *fields: str) -> tuple[Any, ...]:
    return tuple(line[field] for field in fields)


def test_an_http_api_logs_a_request(edge: Edge) -> None:
    answer = edge.run.ask(edge.outputs["urls"]["catalog"] + "/items/logged", "POST", body="x")
    line = _line(edge, "catalog", path="/catalog/items/logged")
    assert _said(line, "httpMethod", "routeKey", "stage", "status") == (
        "POST",
        "ANY /items/{proxy+}",
        "$default",
        "200",
    )
    assert _said(line, "ip", "protocol", "integrationStatus") == ("127.0.0.1", "HTTP/1.1", "200")
    assert line["responseLength"] == str(len(answer.content))
    assert 0 <= int(line["integrationLatency"]) <= int(line["responseLatency"])


def test_an_http_api_logs_why_an_integration_failed(edge: Edge) -> None:
    edge.run.ask(edge.outputs["urls"]["catalog"] + "/wrong/logged")
    line = _line(edge, "catalog", path="/catalog/wrong/logged")
    assert _said(line, "status", "routeKey") == ("503", "GET /wrong/{proxy+}")
    assert NAMES["wrong"] in line["integrationError"]


def test_a_rest_api_logs_a_request(edge: Edge) -> None:
    answer = edge.run.ask(edge.outputs["urls"]["v1/books"] + "/items/logged")
    line = _line(edge, "books", path="/v1/books/items/logged")
    assert _said(line, "httpMethod", "resourcePath", "status") == ("GET", "/items/{item}", "200")
    assert _said(line, "ip", "protocol", "integrationStatus") == ("127.0.0.1", "HTTP/1.1", "200")
    assert line["responseLength"] == str(len(answer.content))


def test_a_rest_api_logs_what_its_web_acl_blocks(edge: Edge) -> None:
    edge.run.ask(edge.outputs["urls"]["v1/books"] + "/items/blocked", source=BLOCKED)
    line = _line(edge, "books", path="/v1/books/items/blocked")
    assert _said(line, "status", "ip", "errorType") == ("403", BLOCKED, "WAF_FILTERED")


def test_a_websocket_api_logs_a_message(edge: Edge) -> None:
    with WebSocket(f"https://{NAMES['socket']}:{edge.run.tls_port}/", tls=edge.run.trusting()) as websocket:
        websocket.say('{"action": "ask"}')
        connection = websocket.hear().removeprefix("asked on ")
    line = _line(edge, "line", connectionId=connection, eventType="MESSAGE")
    assert _said(line, "routeKey", "status", "ip") == ("ask", "200", "127.0.0.1")
    assert line["messageId"] == line["requestId"]
    assert _line(edge, "line", connectionId=connection, eventType="CONNECT")["routeKey"] == "$connect"
    _line(edge, "line", connectionId=connection, eventType="DISCONNECT")
