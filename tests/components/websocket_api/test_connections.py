from typing import cast

import pulumi
import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.function.function import LambdaFunction, LambdaFunctionArgs
from components.function.packaging import python_package
from components.problems import ComponentError
from components.routing.routes import Route
from components.websocket_api.api import WebSocketApi
from components.websocket_api.connections import WebSocketConnections, WebSocketConnectionsArgs
from tests.support.recording import OUTPUTS, Cloud, is_unknown, policy_of
from tests.support.websocket_apis import args

API = "aws:apigatewayv2/api:Api"
FUNCTION = "aws:lambda/function:Function"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
HOST = "chat-0a1b2c3.execute-api.eu-west-1.amazonaws.com"


def chat(settings: WebSocketConnectionsArgs) -> WebSocketApi:
    """An API with a function that answers a route and sends to clients, as a program writes it."""
    connections = WebSocketConnections("chat", settings)
    send = LambdaFunction(
        "send",
        LambdaFunctionArgs(
            code=python_package("functions/orders"),
            handler="orders.list.handler",
            environment={"CALLBACK_URL": connections.callback_url},
            grants={"push": connections.grant_manage_connections()},
        ),
    )
    return WebSocketApi("chat", {**args({"send": Route(function=send)}), "connections": connections})


def test_a_function_that_answers_a_route_knows_where_to_send(cloud: Cloud) -> None:
    cloud.run(lambda: chat({}))
    environment = cloud.mocks.of(FUNCTION)["send"]["environment"]["variables"]
    assert environment == {"CALLBACK_URL": f"https://{HOST}/live"}
    statements = policy_of(cloud.mocks.of(ROLE_POLICY)["send-policy"]["policy"])["Statement"]
    (push,) = [one for one in statements if one["Sid"] == "push"]
    assert push["Action"] == ["execute-api:ManageConnections"]
    assert push["Resource"] == ["arn:aws:execute-api:eu-west-1:123456789012:chat-0a1b2c3/live/POST/@connections/*"]


def test_the_routes_and_the_stage_are_those_of_the_api_made_before(cloud: Cloud) -> None:
    cloud.run(lambda: chat({"stage": "v1", "route_selection_expression": "$request.body.kind"}))
    assert cloud.mocks.of(API)["chat"]["routeSelectionExpression"] == "$request.body.kind"
    assert {one["apiId"] for one in cloud.mocks.of(ROUTE).values()} == {"chat-0a1b2c3"}
    stage = cloud.mocks.of(STAGE)["chat-stage"]
    assert (stage["apiId"], stage["name"]) == ("chat-0a1b2c3", "v1")
    assert cloud.mocks.of(FUNCTION)["send"]["environment"]["variables"]["CALLBACK_URL"] == f"https://{HOST}/v1"


def test_an_api_with_connections_gives_the_same_addresses(cloud: Cloud) -> None:
    apis: list[WebSocketApi] = []
    cloud.run(lambda: apis.append(chat({"stage": "v1"})))
    seen: list[list[str]] = []
    outputs = (apis[0].url, apis[0].callback_url, apis[0].api_id)
    cloud.run(lambda: pulumi.Output.all(*outputs).apply(seen.append))
    assert seen == [[f"wss://{HOST}/v1", f"https://{HOST}/v1", "chat-0a1b2c3"]]


def test_the_circle_also_closes_while_nothing_of_aws_is_known(preview: Cloud) -> None:
    preview.run(lambda: chat({}))
    assert is_unknown(preview.mocks.of(FUNCTION)["send"]["environment"]["variables"]["CALLBACK_URL"])
    assert is_unknown(preview.mocks.of(ROLE_POLICY)["send-policy"]["policy"])


def test_the_emulators_addresses_are_followed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def local(_physical: str, _inputs: object) -> dict[str, object]:
        return {"apiEndpoint": "ws://127.0.0.1:4566/_api/ab12cd34", "executionArn": "arn:aws:execute-api:x:1:ab12cd34"}

    monkeypatch.setitem(OUTPUTS, API, local)
    cloud.run(lambda: chat({}))
    environment = cloud.mocks.of(FUNCTION)["send"]["environment"]["variables"]
    assert environment == {"CALLBACK_URL": "http://127.0.0.1:4566/_api/ab12cd34/live"}


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"stage": "$default"}, "stage"),
        ({"route_selection_expression": "action"}, "route_selection_expression"),
        ({"api_key_selection_expression": "$request.header.key"}, "api_key_selection_expression"),
        ({"routes": {}}, "arguments"),
    ],
)
def test_a_mistake_is_named_before_anything_is_registered(
    cloud: Cloud, settings: dict[str, object], where: str
) -> None:
    with pytest.raises(ComponentError, match='WebSocket connections "chat" has 1 problem') as caught:
        cloud.run(lambda: WebSocketConnections("chat", cast("WebSocketConnectionsArgs", settings)))
    assert [one.where for one in caught.value.problems] == [where]
    assert cloud.mocks.registrations == []


@pytest.mark.parametrize("methods", [[], ["PUT"], "POST"])
def test_a_grant_takes_known_methods_in_a_list(cloud: Cloud, methods: list[str]) -> None:
    with pytest.raises(ComponentError, match="some of POST, GET, DELETE"):
        cloud.run(lambda: WebSocketConnections("chat", {}).grant_manage_connections(methods))


def test_what_belongs_to_the_connections_is_said_there(cloud: Cloud) -> None:
    def program() -> None:
        connections = WebSocketConnections("chat", {})
        WebSocketApi("chat", {**args(), "connections": connections, "stage": "v1", "description": "Chat."})

    with pytest.raises(ComponentError) as caught:
        cloud.run(program)
    assert [one.found for one in caught.value.problems] == [
        "stage beside connections",
        "description beside connections",
    ]


def test_the_connections_can_be_used_from_other_languages() -> None:
    definition = Analyzer("gateway").analyze([WebSocketConnections])["component_definitions"]["WebSocketConnections"]
    assert [key for key, one in definition.inputs.items() if not one.optional] == []
    assert [key for key, one in {**definition.inputs, **definition.outputs}.items() if not one.description] == []
