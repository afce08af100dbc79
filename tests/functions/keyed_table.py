"""A DynamoDB table in memory with any key: what the stores of users, payments and connections ask for, and no more.

What this does not prove: that DynamoDB answers alike. Requests are checked as botocore checks them before it sends one.
"""

import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.functions.table import check

Item = Mapping[str, Any]


class KeyedTable:
    """Items by partition and sort key, and one index at most.

    Attributes:
        items: the items by their two keys.
        page: how many items a query answers at most, as DynamoDB does after 1 MB.
    """

    def __init__(self, partition: str, sort: str, index: tuple[str, str, str] | None = None) -> None:
        self.items: dict[tuple[str, str], Item] = {}
        self.page = 1_000
        self._key = (partition, sort)
        self._index = index

    def put_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("PutItem", kwargs)
        self._demand("PutItem", kwargs, self._key_of(kwargs["Item"]))
        self.items[self._key_of(kwargs["Item"])] = kwargs["Item"]
        return {}

    def get_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("GetItem", kwargs)
        item = self.items.get(self._key_of(kwargs["Key"]))
        return {} if item is None else {"Item": item}

    def update_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("UpdateItem", kwargs)
        assert kwargs["ReturnValues"] == "ALL_NEW"
        key = self._key_of(kwargs["Key"])
        self._demand("UpdateItem", kwargs, key)
        verb, _, assignments = kwargs["UpdateExpression"].partition(" ")
        assert verb == "SET"
        changes: dict[str, Any] = {}
        for assignment in assignments.split(", "):
            name, value = assignment.split(" = ")
            changes[kwargs["ExpressionAttributeNames"][name]] = kwargs["ExpressionAttributeValues"][value]
        before: Item = self.items[key] if key in self.items else kwargs["Key"]
        self.items[key] = {**before, **changes}
        return {"Attributes": self.items[key]}

    def delete_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("DeleteItem", kwargs)
        item = self.items.pop(self._key_of(kwargs["Key"]), None)
        return {"Attributes": item} if item is not None and kwargs.get("ReturnValues") == "ALL_OLD" else {}

    def query(self, **kwargs: Any) -> Mapping[str, Any]:
        check("Query", kwargs)
        partition, sort = self._key
        if "IndexName" in kwargs:
            assert self._index is not None
            name, partition, sort = self._index
            assert kwargs["IndexName"] == name
            # DynamoDB refuses it: an index of this kind follows its table and cannot know how far.
            assert not kwargs.get("ConsistentRead")
        values = kwargs["ExpressionAttributeValues"]
        condition = re.fullmatch(
            r"(\w+) = (:\w+)(?: AND begins_with\((\w+), (:\w+)\))?", kwargs["KeyConditionExpression"]
        )
        assert condition is not None, kwargs["KeyConditionExpression"]
        assert condition[1] == partition
        assert condition[3] in (None, sort)
        beginning = values[condition[4]]["S"] if condition[4] else ""
        wanted = values[condition[2]]
        found = [
            item
            for item in self.items.values()
            if item.get(partition) == wanted and item[sort]["S"].startswith(beginning)
        ]
        backwards = kwargs.get("ScanIndexForward") is False
        found.sort(key=lambda item: item[sort]["S"], reverse=backwards)
        start = kwargs.get("ExclusiveStartKey")
        if start is not None:
            limit = start[sort]["S"]
            found = [item for item in found if (item[sort]["S"] < limit if backwards else item[sort]["S"] > limit)]
        size = min(kwargs.get("Limit", self.page), self.page)
        answer: dict[str, Any] = {"Items": found[:size]}
        # As DynamoDB does it: a full page ends with a key, even when nothing follows.
        if len(answer["Items"]) == size:
            answer["LastEvaluatedKey"] = {name: answer["Items"][-1][name] for name in {*self._key, partition, sort}}
        return answer

    def _key_of(self, item: Item) -> tuple[str, str]:
        partition, sort = self._key
        return item[partition]["S"], item[sort]["S"]

    def _demand(self, operation: str, kwargs: Mapping[str, Any], key: tuple[str, str]) -> None:
        conditions = {
            "": True,
            "attribute_not_exists(id)": key not in self.items,
            "attribute_exists(id)": key in self.items,
        }
        if not conditions[kwargs.get("ConditionExpression", "")]:
            raise failure("ConditionalCheckFailedException", operation)


def failure(code: str, operation: str) -> ClientError:
    """What boto3 raises when AWS answers with an error."""
    return ClientError({"Error": {"Code": code, "Message": f"{code} of a test"}}, operation)
