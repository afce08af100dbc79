"""A log group for the access logs of APIs, for tests, and the formats in which the components have them written."""

from __future__ import annotations

import importlib
import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.local.emulator.account import NUMBER, REGION, Account

if TYPE_CHECKING:
    from tests.local.emulator.account import WebSocketApi

HTTP_FORMAT, REST_FORMAT, WEBSOCKET_FORMAT = (
    importlib.import_module(f"components.{name}").FORMAT
    for name in ("access_logs", "rest_api.access_log", "websocket_api.access_log")
)


class Log:
    """A log group, and the lines that requests leave in it."""

    def __init__(self, account: Account) -> None:
        self.client = account.client("logs")
        self.group = f"/aws/vendedlogs/apigateway/{uuid4().hex[:8]}"
        self.client.create_log_group(logGroupName=self.group)
        self.arn = f"arn:aws:logs:{REGION}:{NUMBER}:log-group:{self.group}:*"

    def take(self, api: WebSocketApi) -> None:
        """Has the lines of a WebSocket API written here."""
        logged = {"DestinationArn": self.arn, "Format": WEBSOCKET_FORMAT}
        api.gateway.update_stage(ApiId=api.id, StageName="dev", AccessLogSettings=logged)

    def lines(self, count: int) -> list[dict[str, Any]]:
        """The first lines, as soon as there are so many."""
        deadline = time.monotonic() + 10
        while True:
            events = self.client.filter_log_events(logGroupName=self.group)["events"]
            if len(events) >= count or time.monotonic() > deadline:
                assert len(events) == count
                return [json.loads(event["message"]) for event in events]
            time.sleep(0.2)
