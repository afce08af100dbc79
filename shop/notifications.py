"""The notifications API: a WebSocket API. Whoever is connected subscribes to topics, and gets what is sent to them."""

import pulumi
import pulumi_aws as aws

from components import (
    ApiGatewayAccount,
    Grant,
    Route,
    Throttle,
    WebSocketApi,
    WebSocketApiArgs,
    WebSocketConnections,
    WebSocketConnectionsArgs,
)
from shop.functions import shop_function
from shop.signed_tokens import SignedTokens
from shop.tables import connections_table
from stacks.settings import Settings


def notifications_api(settings: Settings, tokens: SignedTokens, account: ApiGatewayAccount) -> WebSocketApi:
    """The API, its functions and its table."""
    table = connections_table(settings)
    connections = WebSocketConnections(
        "notifications",
        WebSocketConnectionsArgs(description="Tells whoever is connected what happens.", tags=settings.tags),
    )
    throttle = settings.notifications.throttle

    def route(action: str, *actions: str) -> Route:
        grants = {"connections": _may(table, *actions)} if actions else {}
        environment: dict[str, pulumi.Input[str]] = {"CONNECTIONS_TABLE": table.name} if actions else {}
        if action == "send":
            environment["CALLBACK_URL"] = connections.callback_url
            grants["push"] = connections.grant_manage_connections()
            grants["subscribers"] = {
                "actions": ["dynamodb:Query"],
                "resources": [pulumi.Output.concat(table.arn, "/index/subscribers")],
            }
        return Route(function=shop_function(settings, "notifications", action, environment, grants))

    return WebSocketApi(
        "notifications",
        WebSocketApiArgs(
            connections=connections,
            authorizers={"customers": tokens.in_query()},
            throttle=Throttle(rate=throttle.rate, burst=throttle.burst),
            routes={
                "$connect": {**route("connect", "PutItem"), "authorizer": "customers"},
                "$disconnect": route("disconnect", "Query", "DeleteItem"),
                "subscribe": {**route("subscribe", "GetItem", "PutItem"), "returns_response": True},
                "send": {**route("send", "GetItem", "Query", "DeleteItem"), "returns_response": True},
                "$default": {**route("default"), "returns_response": True},
            },
            account=account,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )


def _may(table: aws.dynamodb.Table, *actions: str) -> Grant:
    return {"actions": [f"dynamodb:{action}" for action in actions], "resources": [table.arn]}
