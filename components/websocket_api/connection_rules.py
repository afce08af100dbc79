"""Rules for a WebSocketConnections. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

from components.problems import Problem, unknown_keys
from components.websocket_api.expressions import api_key_problems, selection_problems

METHODS = ("POST", "GET", "DELETE")
"""What can be done to a connection:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html"""

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def problems(args: Mapping[str, object], shape: type) -> list[Problem]:
    """Everything wrong with the arguments of a WebSocketConnections, which are those of the TypedDict `shape`."""
    return [*unknown_keys("arguments", args, shape), *setting_problems(args)]


def setting_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the settings of the API itself, among other arguments."""
    return [
        *(_stage_problems(args["stage"]) if "stage" in args else []),
        *(selection_problems(args["route_selection_expression"]) if "route_selection_expression" in args else []),
        *(api_key_problems(args["api_key_selection_expression"]) if "api_key_selection_expression" in args else []),
    ]


def _stage_problems(stage: object) -> list[Problem]:
    if isinstance(stage, str) and _STAGE.fullmatch(stage):
        return []
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-set-up-websocket-deployment.html
    allowed = "1 to 128 letters, digits, hyphens and underscores: the URL of a WebSocket API always has its stage"
    remedy = (
        "only HTTP APIs have a $default stage: leave it out for live" if stage == "$default" else "rename the stage"
    )
    return [Problem("stage", f"{stage!r}", allowed, remedy)]


def method_problems(methods: object) -> list[Problem]:
    """Everything wrong with what a grant lets a function do to connections."""
    allowed, remedy = f"some of {', '.join(METHODS)}", "name in a list what the function does to connections"
    if isinstance(methods, str) or not isinstance(methods, Sequence):
        return [Problem("methods", f"{methods!r}", allowed, remedy)]
    listed: list[object] = [*methods]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped sequence is judged item by item
    if not listed:
        return [Problem("methods", "none", allowed, remedy)]
    return [Problem("methods", f"{one!r}", allowed, remedy) for one in listed if one not in METHODS]
