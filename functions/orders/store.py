"""The table of orders: partition key `customer`, sort key `id`.

An order is only ever read under the customer it belongs to.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, cast

import boto3

from .order import ID, Item, Order, OrderForm

TABLE_VARIABLE = "ORDERS_TABLE"
"""Environment variable with the name of the table."""


class TableClient(Protocol):
    """What the store needs of boto3's DynamoDB client."""

    def put_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Write one item."""
        ...

    def get_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read one item by its key."""
        ...

    def query(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read items of one partition."""
        ...


class OrderStore:
    """Orders in a DynamoDB table."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, customer: str, form: OrderForm, now: datetime) -> Order:
        """Take an order."""
        order = Order(_new_id(now), now.isoformat(timespec="milliseconds").replace("+00:00", "Z"), form)
        item = {"customer": {"S": customer}, **_to_item(order)}
        # An id that is taken already must never overwrite the order that has it.
        self._client.put_item(TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(id)")
        return order

    def get(self, customer: str, order_id: str) -> Order | None:
        """The customer's order of this id, or None."""
        if not ID.fullmatch(order_id):
            return None
        key = {"customer": {"S": customer}, "id": {"S": order_id}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return None if item is None else _from_item(item)

    def page(self, customer: str, limit: int, after: str | None) -> tuple[list[Order], str | None]:
        """The customer's orders, newest first: at most `limit` of them, and the last id if there are more.

        Args:
            customer: whose orders.
            limit: orders of a page, 1 or more.
            after: the last id of the page before, or None for the first page.
        """
        key = {"customer": {"S": customer}, "id": {"S": after}}
        start = {} if after is None else {"ExclusiveStartKey": key}
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="customer = :customer",
            ExpressionAttributeValues={":customer": {"S": customer}},
            Limit=limit,
            ScanIndexForward=False,
            **start,
        )
        last = answer.get("LastEvaluatedKey")
        return [_from_item(item) for item in answer["Items"]], None if last is None else last["id"]["S"]


@cache
def store() -> OrderStore:
    """The store of this function's environment; one a process, as a client is slow to make."""
    client = cast("TableClient", boto3.client("dynamodb"))  # pyright: ignore[reportUnknownMemberType] -- TableClient stands in for the stubs
    return OrderStore(client, os.environ[TABLE_VARIABLE])


def _new_id(now: datetime) -> str:
    """An id that sorts by time: 12 hexadecimal digits of milliseconds, 16 of chance."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(8)}"


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _to_item(order: Order) -> dict[str, Any]:
    lines = [
        {
            "M": {
                "sku": {"S": item.sku},
                "quantity": _number(item.quantity),
                "unitPriceCents": _number(item.unit_price_cents),
            }
        }
        for item in order.form.items
    ]
    return {
        "id": {"S": order.id},
        "createdAt": {"S": order.created_at},
        "currency": {"S": order.form.currency},
        "items": {"L": lines},
    }


def _from_item(item: Mapping[str, Any]) -> Order:
    lines = [line["M"] for line in item["items"]["L"]]
    items = tuple(
        Item(line["sku"]["S"], int(line["quantity"]["N"]), int(line["unitPriceCents"]["N"])) for line in lines
    )
    return Order(item["id"]["S"], item["createdAt"]["S"], OrderForm(item["currency"]["S"], items))


def _number(value: int) -> dict[str, str]:
    return {"N": str(value)}
