"""The handlers of the notifications API against a table and connections in memory.

What this does not prove: that DynamoDB and API Gateway answer alike.
"""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.validate import ParamValidator

from functions.notifications import callback, connect, default, disconnect, request, send, store, subscribe
from functions.notifications.events import Answer, Event
from tests.functions.keyed_table import KeyedTable, failure


class Connections:
    """The open connections of an API: what each got, and what fails."""

    def __init__(self) -> None:
        self.got: dict[str, list[Any]] = {}
        self.failures: dict[str, Exception] = {}

    def post_to_connection(self, **kwargs: Any) -> Mapping[str, Any]:
        model = botocore.session.get_session().get_service_model("apigatewaymanagementapi")
        shape = model.operation_model("PostToConnection").input_shape
        assert shape is not None
        report = ParamValidator().validate(kwargs, shape)
        assert not report.has_errors(), report.generate_report()
        connection = kwargs["ConnectionId"]
        if connection in self.failures:
            raise self.failures[connection]
        self.got.setdefault(connection, []).append(json.loads(kwargs["Data"]))
        return {}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> KeyedTable:
    """The table of connections, empty."""
    table = KeyedTable("connectionId", "item", index=("subscribers", "topic", "connectionId"))
    opened = store.ConnectionStore(table, "connections")
    for handler in (connect, disconnect, subscribe, send):
        monkeypatch.setattr(handler, "store", lambda: opened)
    return table


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    """The open connections."""
    connections = Connections()

    def client(_event: Event) -> Connections:
        return connections

    monkeypatch.setattr(send, "callback", client)
    return connections


def event(connection: str = "c1", body: object = None, **context: Any) -> Event:
    """An event as API Gateway hands it over."""
    about = {"connectionId": connection, "apiId": "a1b2c3d4", "stage": "prod", **context}
    return Event(requestContext=about, body=body if isinstance(body, str) else json.dumps(body))


def connected(connection: str = "c1", user: str = "ann") -> None:
    told = connect.handler(event(connection, authorizer={"principalId": user, "user": user}), None)
    assert told["statusCode"] == 200


def subscribed(connection: str, topic: str = "orders") -> None:
    told = subscribe.handler(event(connection, {"action": "subscribe", "topic": topic}), None)
    assert answer(told) == (200, {"action": "subscribe", "topic": topic, "subscribed": True})


def sent(connection: str = "c1", topic: str = "orders", message: str = "hello") -> tuple[int, Any]:
    return answer(send.handler(event(connection, {"action": "send", "topic": topic, "message": message}), None))


def answer(told: Answer) -> tuple[int, Any]:
    return told["statusCode"], json.loads(told.get("body", "null"))


def test_a_connection_is_remembered_with_its_user_for_a_while(
    table: KeyedTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = store.now()
    monkeypatch.setattr(connect, "now", lambda: moment)
    connected("c1", "ann")
    expiry = str(int(moment.timestamp()) + 10_800)
    item = {"connectionId": {"S": "c1"}, "item": {"S": "connection"}, "user": {"S": "ann"}, "expiresAt": {"N": expiry}}
    assert table.items == {("c1", "connection"): item}


def test_items_outlive_the_longest_connection() -> None:
    assert store.LIFETIME_SECONDS > 7_200


def test_a_connection_without_an_authorizer_is_a_mistake_of_the_deployment(table: KeyedTable) -> None:
    with pytest.raises(KeyError):
        connect.handler(event("c1"), None)
    assert table.items == {}


def test_a_connection_that_ends_is_forgotten_with_its_subscriptions(table: KeyedTable) -> None:
    connected("c1")
    connected("c2")
    for topic in ("orders", "stock"):
        subscribed("c1", topic)
    subscribed("c2")
    # A page of one, so that more than one page has to be read.
    table.page = 1
    assert disconnect.handler(event("c1"), None) == {"statusCode": 200}
    assert sorted(table.items) == [("c2", "connection"), ("c2", "topic#orders")]


@pytest.mark.usefixtures("table")
def test_the_end_of_an_unknown_connection_is_no_error() -> None:
    assert disconnect.handler(event("c9"), None) == {"statusCode": 200}


def test_a_subscription_made_twice_is_one(table: KeyedTable) -> None:
    connected("c1")
    subscribed("c1")
    subscribed("c1")
    assert sorted(table.items) == [("c1", "connection"), ("c1", "topic#orders")]
    assert "expiresAt" in table.items["c1", "topic#orders"]


def test_a_message_reaches_the_subscribers_of_its_topic_and_nobody_else(
    table: KeyedTable, connections: Connections
) -> None:
    for connection, user in (("c1", "ann"), ("c2", "bob"), ("c3", "cem"), ("c4", "dee")):
        connected(connection, user)
    for connection in ("c1", "c2", "c3"):
        subscribed(connection)
    subscribed("c4", "stock")
    table.page = 1
    assert sent("c1", message="Zoë 👋") == (
        200,
        {"action": "send", "topic": "orders", "delivered": 3, "gone": 0, "failed": 0},
    )
    assert sorted(connections.got) == ["c1", "c2", "c3"]
    [got] = connections.got["c2"]
    assert got == {"topic": "orders", "from": "ann", "message": "Zoë 👋", "sentAt": got["sentAt"]}


@pytest.mark.usefixtures("table")
def test_a_message_to_nobody_is_sent_to_nobody(connections: Connections) -> None:
    connected("c1")
    status, told = sent("c1")
    assert (status, told["delivered"], connections.got) == (200, 0, {})


def test_connections_that_are_gone_are_forgotten(table: KeyedTable, connections: Connections) -> None:
    for connection in ("c1", "c2", "c3"):
        connected(connection)
        subscribed(connection)
    subscribed("c2", "stock")
    connections.failures["c2"] = failure("GoneException", "PostToConnection")
    assert sent("c1")[1] == {"action": "send", "topic": "orders", "delivered": 2, "gone": 1, "failed": 0}
    assert sorted({connection for connection, _ in table.items}) == ["c1", "c3"]
    assert sent("c1")[1]["gone"] == 0


@pytest.mark.parametrize(
    "error",
    [failure("LimitExceededException", "PostToConnection"), EndpointConnectionError(endpoint_url="https://example")],
)
def test_a_push_that_fails_is_counted_logged_and_keeps_no_other_from_its_message(
    table: KeyedTable, connections: Connections, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    for connection in ("c1", "c2", "c3"):
        connected(connection)
        subscribed(connection)
    connections.failures["c2"] = error
    with caplog.at_level(logging.ERROR):
        assert sent("c1")[1] == {"action": "send", "topic": "orders", "delivered": 2, "gone": 0, "failed": 1}
    assert sorted(connections.got) == ["c1", "c3"]
    assert "nothing was pushed to connection c2" in caplog.text
    assert ("c2", "connection") in table.items


@pytest.mark.usefixtures("table", "connections")
@pytest.mark.parametrize("handler", [subscribe.handler, send.handler])
def test_an_unknown_connection_is_told_to_connect_anew(handler: Callable[[Event, object], Answer]) -> None:
    body = {"action": "x", "topic": "orders"} | ({"message": "m"} if handler is send.handler else {})
    status, told = answer(handler(event("c9", body), None))
    assert (status, told["error"]) == (409, "this connection is not known; connect anew")


@pytest.mark.usefixtures("connections")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("{", [""]),
        ([], [""]),
        ({"action": "send"}, ["topic", "message"]),
        ({"action": "send", "topic": "Orders", "message": ""}, ["topic", "message"]),
        ({"action": "send", "topic": "orders", "message": 5}, ["message"]),
        ({"action": "send", "topic": "orders", "message": "x" * 4_001}, ["message"]),
        ({"action": "send", "topic": "orders", "message": "\ud83d"}, ["message"]),
        ({"action": "send", "topic": "orders", "message": "m", "to": "bob"}, ["to"]),
    ],
)
def test_a_message_that_cannot_be_sent_is_refused_with_all_its_problems(
    table: KeyedTable, body: object, fields: list[str]
) -> None:
    connected("c1")
    before = dict(table.items)
    status, told = answer(send.handler(event("c1", body), None))
    assert (status, told["action"], [one["field"] for one in told["problems"]]) == (400, "send", fields)
    assert table.items == before


@pytest.mark.parametrize("topic", [None, 5, "", "-orders", "o" * 65, "a b", "a#b", "orders\n"])
def test_a_topic_that_is_none_is_refused(table: KeyedTable, topic: object) -> None:
    connected("c1")
    status, told = answer(subscribe.handler(event("c1", {"action": "subscribe", "topic": topic}), None))
    assert (status, [one["field"] for one in told["problems"]]) == (400, ["topic"])
    assert list(table.items) == [("c1", "connection")]


@pytest.mark.usefixtures("table")
def test_the_longest_message_fits_one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    class Measuring:
        def post_to_connection(self, **kwargs: Any) -> Mapping[str, Any]:
            sizes.append(len(kwargs["Data"]))
            return {}

    def client(_event: Event) -> Measuring:
        return Measuring()

    monkeypatch.setattr(send, "callback", client)
    connected("c1", "x" * 128)
    subscribed("c1", "o" * 64)
    sent("c1", "o" * 64, "👋" * request.MAX_MESSAGE)
    # A quote is doubled in JSON, and no character gets longer than four bytes but control characters, which get six.
    sent("c1", "o" * 64, "\x01" * request.MAX_MESSAGE)
    assert len(sizes) == 2
    assert max(sizes) <= 32 * 1024


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (None, "https://a1b2c3d4.execute-api.eu-west-1.amazonaws.com/prod"),
        ("", "https://a1b2c3d4.execute-api.eu-west-1.amazonaws.com/prod"),
        ("https://x1.execute-api.eu-west-1.amazonaws.com/live", "https://x1.execute-api.eu-west-1.amazonaws.com/live"),
        ("http://127.0.0.1:4566/{apiId}/{stage}", "http://127.0.0.1:4566/a1b2c3d4/prod"),
    ],
)
def test_the_callback_url_is_never_a_domain_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, expected: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.delenv(callback.URL_VARIABLE, raising=False)
    if variable is not None:
        monkeypatch.setenv(callback.URL_VARIABLE, variable)
    assert callback.url(event(domainName="ws.example.com")) == expected


def test_the_client_is_of_the_callback_url_and_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(callback.URL_VARIABLE, "https://x1.execute-api.us-east-1.amazonaws.com/{stage}")
    client: Any = callback.callback(event())
    assert client.meta.endpoint_url == "https://x1.execute-api.us-east-1.amazonaws.com/prod"
    assert callback.callback(event()) is client


def test_every_other_message_is_told_the_actions() -> None:
    status, told = answer(default.handler(event("c1", "anything"), None))
    assert (status, [one["action"] for one in told["actions"]]) == (404, ["subscribe", "send"])


def test_the_store_is_of_the_table_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(store.TABLE_VARIABLE, "connections-0a1b2c3")
    store.store.cache_clear()
    try:
        assert store.store() is store.store()
    finally:
        store.store.cache_clear()
