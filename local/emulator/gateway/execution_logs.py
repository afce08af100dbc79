"""Execution logs: AWS refuses a stage that writes them while the account has no role for that.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html

The logs themselves are not written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import HTTP, REST
from local.emulator.gateway.records import as_map, held, nested

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

LOGGED = {"ERROR", "INFO"}
REFUSAL = ("BadRequestException", "CloudWatch Logs role ARN must be set in account settings to enable logging", 400)


def rest_problem(operations: list[dict[str, Any]]) -> Answer | None:
    """What is wrong with the log levels that patch operations give a stage of a REST API; None where nothing is."""
    given = [
        operation.get("value")
        for operation in operations
        if str(operation.get("path")).lower().endswith("/logging/loglevel") and operation.get("op") != "remove"
    ]
    return REST.v1_error(*REFUSAL) if LOGGED.intersection(given) and not _has_role() else None


def creating_stage(original: Callable[[str, dict[str, Any]], Answer]) -> Callable[[str, dict[str, Any]], Answer]:
    """CreateStage of WebSocket APIs, with that refusal."""

    def create(api_id: str, data: dict[str, Any]) -> Answer:
        return _websocket_problem(api_id, data) or original(api_id, data)

    return create


def updating_stage(
    original: Callable[[str, str, dict[str, Any]], Answer],
) -> Callable[[str, str, dict[str, Any]], Answer]:
    """UpdateStage of WebSocket APIs, with that refusal."""

    def update(api_id: str, stage_name: str, data: dict[str, Any]) -> Answer:
        return _websocket_problem(api_id, data) or original(api_id, stage_name, data)

    return update


def _websocket_problem(api_id: str, data: dict[str, Any]) -> Answer | None:
    if held(HTTP.apis, api_id).get("protocolType") != "WEBSOCKET":
        return None
    settings = [nested(data, "defaultRouteSettings"), *nested(data, "routeSettings").values()]
    given = {as_map(one).get("loggingLevel") for one in settings}
    return HTTP.apigw_error(*REFUSAL) if given & LOGGED and not _has_role() else None


def _has_role() -> bool:
    return bool(held(REST.account_settings, "settings").get("cloudwatchRoleArn"))
