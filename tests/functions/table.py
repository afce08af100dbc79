"""A DynamoDB table in memory: only what the store of orders asks for, and refusing anything else."""

from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.validate import ParamValidator


def check(operation: str, params: Mapping[str, Any]) -> None:
    """Refuses a request that botocore would not send."""
    model = botocore.session.get_session().get_service_model("dynamodb").operation_model(operation)
    assert model.input_shape is not None
    report = ParamValidator().validate(params, model.input_shape)
    assert not report.has_errors(), report.generate_report()


class Table:
    """Items by partition (customer) and sort key (id)."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Mapping[str, Any]] = {}

    def put_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("PutItem", kwargs)
        assert kwargs["ConditionExpression"] == "attribute_not_exists(id)"
        item = kwargs["Item"]
        key = (item["customer"]["S"], item["id"]["S"])
        assert key not in self.items
        self.items[key] = item
        return {}

    def get_item(self, **kwargs: Any) -> Mapping[str, Any]:
        check("GetItem", kwargs)
        item = self.items.get((kwargs["Key"]["customer"]["S"], kwargs["Key"]["id"]["S"]))
        return {} if item is None else {"Item": item}

    def query(self, **kwargs: Any) -> Mapping[str, Any]:
        check("Query", kwargs)
        assert kwargs["KeyConditionExpression"] == "customer = :customer"
        assert kwargs["ScanIndexForward"] is False
        customer = kwargs["ExpressionAttributeValues"][":customer"]["S"]
        start = kwargs.get("ExclusiveStartKey")
        assert start is None or start["customer"]["S"] == customer
        newest_first = sorted((key for key in self.items if key[0] == customer), reverse=True)
        keys = [key for key in newest_first if start is None or key[1] < start["id"]["S"]]
        page = keys[: kwargs["Limit"]]
        answer: dict[str, Any] = {"Items": [self.items[key] for key in page]}
        # As DynamoDB does it: a full page ends with a key, even when nothing follows.
        if len(page) == kwargs["Limit"]:
            answer["LastEvaluatedKey"] = {"customer": {"S": customer}, "id": {"S": page[-1][1]}}
        return answer
