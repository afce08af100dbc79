"""The table of payments: partition key `customer`, sort key `id`.

A payment is only ever read under the customer who made it. Its id follows from the customer, the order and the caller's
idempotency key, so that the same request made twice, even at once, finds the one payment it made.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, cast

import boto3
from botocore.exceptions import ClientError

from .payment import ID, PENDING, Payment, PaymentForm

TABLE_VARIABLE = "PAYMENTS_TABLE"
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


class KeyUsedError(ValueError):
    """The idempotency key already made a payment of the order, of another amount, currency or card."""


class PaymentStore:
    """Payments in a DynamoDB table."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, customer: str, form: PaymentForm, key: str, now: datetime) -> tuple[Payment, bool]:
        """Take a payment; it, and whether it is new.

        Args:
            customer: who pays.
            form: what is asked for.
            key: the caller's idempotency key, which counts within one customer and order.
            now: the present moment.

        Raises:
            KeyUsedError: when the key stands for another payment.
        """
        moment = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        payment = Payment(_id(customer, form.order_id, key), moment, PENDING, form)
        item = {"customer": {"S": customer}, **_to_item(payment)}
        try:
            self._client.put_item(TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(id)")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
                raise
            earlier = self.get(customer, payment.id)
            if earlier is None or earlier.form != form:
                raise KeyUsedError(key) from error
            return earlier, False
        return payment, True

    def get(self, customer: str, payment_id: str) -> Payment | None:
        """The customer's payment of this id, or None."""
        if not ID.fullmatch(payment_id):
            return None
        key = {"customer": {"S": customer}, "id": {"S": payment_id}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return None if item is None else _from_item(item)

    def of_order(self, customer: str, order_id: str, limit: int, after: str | None) -> tuple[list[Payment], str | None]:
        """The customer's payments of an order, by id: at most `limit` of them, and the last id if there are more.

        Args:
            customer: whose payments.
            order_id: of which order.
            limit: payments of a page, 1 or more.
            after: the last id of the page before, or None for the first page.
        """
        start = {} if after is None else {"ExclusiveStartKey": {"customer": {"S": customer}, "id": {"S": after}}}
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="customer = :customer AND begins_with(id, :order)",
            ExpressionAttributeValues={":customer": {"S": customer}, ":order": {"S": f"{order_id}-"}},
            ConsistentRead=True,
            Limit=limit,
            **start,
        )
        last = answer.get("LastEvaluatedKey")
        return [_from_item(item) for item in answer["Items"]], None if last is None else last["id"]["S"]


@cache
def store() -> PaymentStore:
    """The store of this function's environment; one a process, as a client is slow to make."""
    client = cast("TableClient", boto3.client("dynamodb"))  # pyright: ignore[reportUnknownMemberType] -- TableClient stands in for the stubs
    return PaymentStore(client, os.environ[TABLE_VARIABLE])


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _id(customer: str, order_id: str, key: str) -> str:
    # A zero byte can be in none of the three, so that no two triples give the same text.
    digest = hashlib.sha256(f"{customer}\0{order_id}\0{key}".encode()).hexdigest()
    return f"{order_id}-{digest[:20]}"


def _to_item(payment: Payment) -> dict[str, Any]:
    return {
        "id": {"S": payment.id},
        "createdAt": {"S": payment.created_at},
        "status": {"S": payment.status},
        "orderId": {"S": payment.form.order_id},
        "amountCents": {"N": str(payment.form.amount_cents)},
        "currency": {"S": payment.form.currency},
        "cardToken": {"S": payment.form.card_token},
    }


def _from_item(item: Mapping[str, Any]) -> Payment:
    form = PaymentForm(
        int(item["amountCents"]["N"]), item["currency"]["S"], item["orderId"]["S"], item["cardToken"]["S"]
    )
    return Payment(item["id"]["S"], item["createdAt"]["S"], item["status"]["S"], form)
