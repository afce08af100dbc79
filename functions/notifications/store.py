"""The table of connections: partition key `connectionId`, sort key `item`, time to live `expiresAt`.

The item "connection" of a connection holds its user; an item "topic#orders" says that it is subscribed to orders. Only
the latter have the attribute `topic`, so that the index `subscribers` (partition key `topic`, sort key `connectionId`,
keys only) holds subscriptions and nothing else. An index follows its table within moments: a message may miss who
subscribed just now.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, cast

import boto3

TABLE_VARIABLE = "CONNECTIONS_TABLE"
"""Environment variable with the name of the table."""
INDEX = "subscribers"
"""Name of the table's index by topic."""
LIFETIME_SECONDS = 3 * 3_600
"""When an item may go by itself. API Gateway ends a connection after 2 hours, and does not always get to say so."""

_CONNECTION = "connection"


class TableClient(Protocol):
    """What the store needs of boto3's DynamoDB client."""

    def put_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Write one item."""
        ...

    def get_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read one item by its key."""
        ...

    def delete_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Delete one item by its key."""
        ...

    def query(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read items of one partition."""
        ...


class ConnectionStore:
    """Connections and their subscriptions in a DynamoDB table."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, connection: str, user: str, now: datetime) -> None:
        """Remember that a connection is of a user."""
        item = {**_key(connection, _CONNECTION), "user": {"S": user}, "expiresAt": _expiry(now)}
        self._client.put_item(TableName=self._table, Item=item)

    def user(self, connection: str) -> str | None:
        """The user of a connection, or None when it is not known."""
        key = _key(connection, _CONNECTION)
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return None if item is None else str(item["user"]["S"])

    def subscribe(self, connection: str, topic: str, now: datetime) -> None:
        """Remember that a connection wants the messages of a topic."""
        item = {**_key(connection, f"topic#{topic}"), "topic": {"S": topic}, "expiresAt": _expiry(now)}
        self._client.put_item(TableName=self._table, Item=item)

    def subscribers(self, topic: str) -> list[str]:
        """The connections that want the messages of a topic."""
        found = self._query(
            IndexName=INDEX,
            KeyConditionExpression="topic = :topic",
            ExpressionAttributeValues={":topic": {"S": topic}},
        )
        return [item["connectionId"]["S"] for item in found]

    def remove(self, connection: str) -> None:
        """Forget a connection and its subscriptions; one that is not known is forgotten already."""
        found = self._query(
            KeyConditionExpression="connectionId = :connection",
            ExpressionAttributeValues={":connection": {"S": connection}},
            ConsistentRead=True,
        )
        for item in found:
            key = {name: item[name] for name in ("connectionId", "item")}
            self._client.delete_item(TableName=self._table, Key=key)

    def _query(self, **criteria: Any) -> Iterator[Mapping[str, Any]]:
        start: dict[str, Any] = {}
        while True:
            answer = self._client.query(TableName=self._table, **criteria, **start)
            yield from answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


@cache
def store() -> ConnectionStore:
    """The store of this function's environment; one a process, as a client is slow to make."""
    client = cast("TableClient", boto3.client("dynamodb"))  # pyright: ignore[reportUnknownMemberType] -- TableClient stands in for the stubs
    return ConnectionStore(client, os.environ[TABLE_VARIABLE])


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _key(connection: str, item: str) -> dict[str, Any]:
    return {"connectionId": {"S": connection}, "item": {"S": item}}


def _expiry(now: datetime) -> dict[str, str]:
    return {"N": str(int(now.timestamp()) + LIFETIME_SECONDS)}
