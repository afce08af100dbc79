"""WebSocketConnections: how functions reach the clients of a WebSocket API, made before the API's routes."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.access.grants import Grant
from components.problems import ComponentError
from components.websocket_api import connection_rules as websocket_connection_rules
from components.websocket_api.expressions import DEFAULT_API_KEY, DEFAULT_SELECTION

DEFAULT_STAGE = "live"


class WebSocketConnectionsArgs(TypedDict):
    """What a WebSocketConnections is made of; nothing is required."""

    stage: NotRequired[str]
    """Name of the stage, the last part of the URL. Default live."""
    route_selection_expression: NotRequired[str]
    """What of a message chooses its route. Default `$request.body.action`."""
    api_key_selection_expression: NotRequired[str]
    """Where an API key stands: `$request.header.x-api-key`, which is the default, or, for a key that the authorizer
    names, `$context.authorizer.usageIdentifierKey`."""
    description: NotRequired[pulumi.Input[str]]
    """What the API is for, in one sentence."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the API."""


class WebSocketConnections(pulumi.ComponentResource):
    """A WebSocket API without routes yet: what a function needs that answers one of them and also sends to clients.

    Such a function wants the API's address in its environment and the API's ARN in its policy, while a route wants the
    function. So the connections are made first, then the function, then the API around both:

        connections = WebSocketConnections("notifications", WebSocketConnectionsArgs())
        send = LambdaFunction("send", LambdaFunctionArgs(
            …,
            environment={"CALLBACK_URL": connections.callback_url},
            grants={"push": connections.grant_manage_connections()},
        ))
        WebSocketApi("notifications", WebSocketApiArgs(connections=connections, routes={…: Route(function=send)}, …))

    A function that only sends, and answers no route, can be made after the WebSocketApi and use what that gives.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    callback_url: pulumi.Output[str]
    """Where functions send to connected clients (`@connections`). It is never that of a custom domain."""
    api_id: pulumi.Output[str]
    """Identifier of the API in AWS."""
    execution_arn: pulumi.Output[str]
    """ARN prefix of the API's requests, for permissions: `EXECUTION_ARN/STAGE/ROUTE KEY`."""
    stage_name: pulumi.Output[str]
    """Name of the stage."""

    def __init__(self, name: str, args: WebSocketConnectionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = websocket_connection_rules.problems(args, WebSocketConnectionsArgs)
        if problems:
            raise ComponentError(f'WebSocket connections "{name}"', problems)
        self.settings = args
        super().__init__("gateway:index:WebSocketConnections", name, {"stage": args.get("stage", DEFAULT_STAGE)}, opts)
        self.api = create_api(name, args, self)
        self.api_id = self.api.id
        self.execution_arn = self.api.execution_arn
        self.stage_name = pulumi.Output.from_input(args.get("stage", DEFAULT_STAGE))
        self.callback_url = callback_url(self.api, args)
        self.register_outputs(
            {
                "callbackUrl": self.callback_url,
                "apiId": self.api_id,
                "executionArn": self.execution_arn,
                "stageName": self.stage_name,
            },
        )

    def grant_manage_connections(self, methods: Sequence[str] = ("POST",)) -> Grant:
        """The right to reach connected clients: see `manage_connections`."""
        return manage_connections(self.api, self.settings, methods)


def create_api(name: str, settings: WebSocketConnectionsArgs, parent: pulumi.Resource) -> aws.apigatewayv2.Api:
    """The API, with nothing in it yet."""
    return aws.apigatewayv2.Api(
        name,
        protocol_type="WEBSOCKET",
        api_key_selection_expression=settings.get("api_key_selection_expression", DEFAULT_API_KEY),
        description=settings.get("description"),
        route_selection_expression=settings.get("route_selection_expression", DEFAULT_SELECTION),
        tags=settings.get("tags"),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def callback_url(api: aws.apigatewayv2.Api, settings: WebSocketConnectionsArgs) -> pulumi.Output[str]:
    """The address of `@connections`: that of the stage with http in place of ws.

    It comes from the API, not from its stage: the stage waits for the routes, and these for the functions.
    """
    http = api.api_endpoint.apply(lambda endpoint: endpoint.replace("ws", "http", 1))
    return pulumi.Output.concat(http, "/", settings.get("stage", DEFAULT_STAGE))


def manage_connections(
    api: aws.apigatewayv2.Api, settings: WebSocketConnectionsArgs, methods: Sequence[str] = ("POST",)
) -> Grant:
    """The right to reach connected clients through `callback_url`.

    Args:
        api: the API.
        settings: what it was made of.
        methods: POST sends a message, GET tells since when a client is connected, DELETE disconnects it. Sending
            alone by default.

    Raises:
        ComponentError: when there is another method, or none.
    """
    problems = websocket_connection_rules.method_problems(methods)
    if problems:
        raise ComponentError("grant_manage_connections", problems)
    stage = settings.get("stage", DEFAULT_STAGE)
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
    return {
        "actions": ["execute-api:ManageConnections"],
        "resources": [
            pulumi.Output.concat(api.execution_arn, f"/{stage}/{method}/@connections/*") for method in methods
        ],
    }


def connect(api: aws.apigatewayv2.Api, settings: WebSocketConnectionsArgs) -> Grant:
    """The right to connect, for callers that an `iam()` authorizer lets in."""
    stage = settings.get("stage", DEFAULT_STAGE)
    return {
        "actions": ["execute-api:Invoke"],
        "resources": [pulumi.Output.concat(api.execution_arn, f"/{stage}/$connect")],
    }
