"""The table of users: partition key `customer`, sort key `id`.

A user is only ever read or changed under the customer it belongs to.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, cast

import boto3
from botocore.exceptions import ClientError

from .user import ID, User, UserForm

TABLE_VARIABLE = "USERS_TABLE"
"""Environment variable with the name of the table."""


class TableClient(Protocol):
    """What the store needs of boto3's DynamoDB client."""

    def put_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Write one item."""
        ...

    def get_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read one item by its key."""
        ...

    def update_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Change attributes of one item."""
        ...

    def delete_item(self, **kwargs: Any) -> Mapping[str, Any]:
        """Delete one item by its key."""
        ...

    def query(self, **kwargs: Any) -> Mapping[str, Any]:
        """Read items of one partition."""
        ...


class UserStore:
    """Users in a DynamoDB table."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, customer: str, form: UserForm, now: datetime) -> User:
        """Add a user."""
        user = User(_new_id(now), _moment(now), _moment(now), form)
        item = {**_key(customer, user.id), **_changeable(form, now), "createdAt": {"S": user.created_at}}
        # An id that is taken already must never overwrite the user that has it.
        self._client.put_item(TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(id)")
        return user

    def get(self, customer: str, user_id: str) -> User | None:
        """The customer's user of this id, or None."""
        if not ID.fullmatch(user_id):
            return None
        key = _key(customer, user_id)
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return None if item is None else _from_item(item)

    def page(self, customer: str, limit: int, after: str | None) -> tuple[list[User], str | None]:
        """The customer's users, newest first: at most `limit` of them, and the last id if there are more.

        Args:
            customer: whose users.
            limit: users of a page, 1 or more.
            after: the last id of the page before, or None for the first page.
        """
        start = {} if after is None else {"ExclusiveStartKey": _key(customer, after)}
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

    def replace(self, customer: str, user_id: str, form: UserForm, now: datetime) -> User | None:
        """Give the customer's user of this id what `form` says; None when there is no such user."""
        if not ID.fullmatch(user_id):
            return None
        changes = _changeable(form, now)
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(customer, user_id),
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
                ExpressionAttributeNames={f"#{name}": name for name in changes},
                ExpressionAttributeValues={f":{name}": value for name, value in changes.items()},
                # Without it, the update of a user that was deleted meanwhile would bring half of it back.
                ConditionExpression="attribute_exists(id)",
                ReturnValues="ALL_NEW",
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                return None
            raise
        return _from_item(answer["Attributes"])

    def remove(self, customer: str, user_id: str) -> bool:
        """Delete the customer's user of this id; whether there was one."""
        if not ID.fullmatch(user_id):
            return False
        key = _key(customer, user_id)
        return bool(self._client.delete_item(TableName=self._table, Key=key, ReturnValues="ALL_OLD").get("Attributes"))


@cache
def store() -> UserStore:
    """The store of this function's environment; one a process, as a client is slow to make."""
    client = cast("TableClient", boto3.client("dynamodb"))  # pyright: ignore[reportUnknownMemberType] -- TableClient stands in for the stubs
    return UserStore(client, os.environ[TABLE_VARIABLE])


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _new_id(now: datetime) -> str:
    """An id that sorts by time: 12 hexadecimal digits of milliseconds, 16 of chance."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(8)}"


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _key(customer: str, user_id: str) -> dict[str, Any]:
    return {"customer": {"S": customer}, "id": {"S": user_id}}


def _changeable(form: UserForm, now: datetime) -> dict[str, Any]:
    return {"name": {"S": form.name}, "email": {"S": form.email}, "changedAt": {"S": _moment(now)}}


def _from_item(item: Mapping[str, Any]) -> User:
    form = UserForm(item["name"]["S"], item["email"]["S"])
    return User(item["id"]["S"], item["createdAt"]["S"], item["changedAt"]["S"], form)
