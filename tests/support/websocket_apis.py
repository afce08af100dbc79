"""WebSocket APIs that tests build."""

from collections.abc import Mapping

from components.access.authorizers import iam, request_authorizer
from components.access.throttling import Throttle
from components.access.usage_plans import Quota, UsagePlan
from components.routing.message_actions import send_message
from components.routing.routes import Route
from components.websocket_api.args import WebSocketApiArgs


def arn(function: str) -> str:
    """ARN of a function that exists already."""
    return f"arn:aws:lambda:eu-west-1:123456789012:function:{function}"


def connect() -> Route:
    """The handshake, with an authorizer."""
    return Route(function=arn("connect"), authorizer="callers")


def message(function: str = "messages") -> Route:
    """A route of messages."""
    return Route(function=arn(function))


def args(routes: Mapping[str, Route] | None = None) -> WebSocketApiArgs:
    """Arguments of an API with one authorizer, and these routes beside `$connect` and `$default`."""
    return WebSocketApiArgs(
        authorizers={"callers": request_authorizer(arn("authorize"), ["$request.querystring.token"])},
        throttle=Throttle(rate=50, burst=100),
        routes={"$connect": connect(), "$default": message(), **({} if routes is None else routes)},
    )


SEND = {
    "type": "object",
    "properties": {"action": {"type": "string"}, "text": {"type": "string"}},
    "required": ["action", "text"],
}
"""The shape of a message."""


def notifications() -> WebSocketApiArgs:
    """Arguments with every kind of route and setting."""
    return WebSocketApiArgs(
        description="Messages to customers.",
        authorizers={
            "callers": request_authorizer(
                arn("authorize:live"), ["$request.querystring.token", "$request.header.Origin", "$context.apiId"]
            ),
        },
        throttle=Throttle(rate=50, burst=100),
        models={"Send": SEND},
        routes={
            "$connect": Route(
                function=arn("connect"), authorizer="callers", api_key=True, throttle=Throttle(rate=5, burst=10)
            ),
            "$disconnect": Route(function=arn("messages")),
            "$default": Route(mock={"body": '{"error":"unknown action"}'}, returns_response=True),
            "send": Route(function=arn("messages"), returns_response=True, validate={"body": "Send"}),
            "report": Route(function=arn("messages"), timeout_milliseconds=500, throttle=Throttle(rate=0.5, burst=1)),
            "audit": Route(
                url="https://audit.example.com/messages",
                request_parameters={
                    "overwrite:header.connection": "$context.connectionId",
                    "overwrite:header.kind": "notification",
                    "overwrite:querystring.action": "$request.body.action",
                },
            ),
            "store": Route(service=send_message("arn:aws:sqs:eu-west-1:123456789012:messages"), returns_response=True),
            "summarize": Route(
                function=arn("summarize"),
                request_templates={"$default": '{"text": $input.json("$.text")}'},
                responses={"$default": {"templates": {"$default": '{"summary": $input.json("$")}'}}},
                returns_response=True,
                operation_name="summarize",
            ),
        },
        usage_plans={"free": UsagePlan(quota=Quota(limit=1000, period="DAY"), keys=["acme"])},
        stage="v1",
        stage_variables={"tier": "gold"},
        execution_logs="ERROR",
        detailed_metrics=True,
        log_retention_days=14,
        tags={"application": "shop"},
    )


def with_iam() -> WebSocketApiArgs:
    """Arguments of an API whose callers sign their handshake."""
    return WebSocketApiArgs(
        authorizers={"partners": iam()},
        throttle=Throttle(rate=50, burst=100),
        routes={"$connect": Route(mock={}, authorizer="partners"), "$default": message()},
    )
