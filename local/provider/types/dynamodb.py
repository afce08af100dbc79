"""Amazon DynamoDB.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.types.dynamodb_indexes import (
    index_structure,
    index_updates,
    key_schema,
    keys_of,
    local_index,
    received_index,
    received_local_index,
    throughput,
)
from local.provider.values import has_unknown, object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_KEY_SOURCES: Final = ("hashKey", "rangeKey", "attributes", "globalSecondaryIndexes", "localSecondaryIndexes")
_ON_DEMAND: Final = "PAY_PER_REQUEST"


def _amend_table(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    if operation == "UpdateTimeToLive":
        specification: Request = request["TimeToLiveSpecification"]
        name = specification.get("AttributeName") or object_of(state.get("ttl")).get("attributeName")
        enabled = bool(specification.get("Enabled"))
        return {**request, "TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": name}} if name else None
    if operation not in {"CreateTable", "UpdateTable"}:
        return request
    amended = dict(request)
    if "ProvisionedThroughput" in amended or inputs.get("billingMode", "PROVISIONED") != _ON_DEMAND:
        amended.pop("ProvisionedThroughput", None)
        touched = "ProvisionedThroughput" in request or "BillingMode" in request or operation == "CreateTable"
        if inputs.get("billingMode") != _ON_DEMAND and touched:
            amended["ProvisionedThroughput"] = throughput(inputs)
    if "StreamSpecification" in amended:
        enabled = bool(inputs.get("streamEnabled"))
        view = {"StreamViewType": inputs["streamViewType"]} if enabled else {}
        amended["StreamSpecification"] = {"StreamEnabled": enabled, **view}
    if object_of(amended.get("SSESpecification")).get("Enabled"):
        amended["SSESpecification"] = {**amended["SSESpecification"], "SSEType": "KMS"}
    if operation == "CreateTable":
        amended["KeySchema"] = key_schema(inputs["hashKey"], inputs.get("rangeKey"))
        for index in amended.get("LocalSecondaryIndexes", []):
            index["KeySchema"][0]["AttributeName"] = inputs["hashKey"]
        return amended
    if "GlobalSecondaryIndexUpdates" in amended:
        amended["GlobalSecondaryIndexUpdates"] = index_updates(amended["GlobalSecondaryIndexUpdates"], state)
        amended["AttributeDefinitions"] = [
            {"AttributeName": attribute["name"], "AttributeType": attribute["type"]}
            for attribute in inputs["attributes"]
        ]
    changes = set(amended) - {"TableName", "AttributeDefinitions"}
    return amended if changes else None


def _present_table(answer: Request) -> Request:
    keys = keys_of(answer)
    encryption: Request = answer.get("SSEDescription") or {}
    expiry: Request = answer.get("TimeToLiveDescription") or {}
    described = object_of(answer.get("ContinuousBackupsDescription"))
    backups = object_of(described.get("PointInTimeRecoveryDescription"))
    return {
        **answer,
        "HashKey": keys["hashKey"],
        "RangeKey": keys.get("rangeKey"),
        "SSESpecification": {
            "Enabled": encryption.get("Status") == "ENABLED",
            "KMSMasterKeyId": encryption.get("KMSMasterKeyArn"),
        },
        "TimeToLiveSpecification": {
            "Enabled": expiry.get("TimeToLiveStatus") == "ENABLED",
            "AttributeName": expiry.get("AttributeName"),
        },
        "PointInTimeRecoverySpecification": {
            "PointInTimeRecoveryEnabled": backups.get("PointInTimeRecoveryStatus") == "ENABLED"
        },
    }


def _check_table(inputs: Properties) -> list[Problem]:
    """Keys and attributes must be the same: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html."""
    problems: list[Problem] = []
    if not has_unknown([inputs.get(name) for name in _KEY_SOURCES]) and inputs.get("hashKey"):
        problems += _key_problems(
            inputs, [str(attribute["name"]) for attribute in objects_of(inputs.get("attributes"))]
        )
    if not inputs.get("hashKey"):
        problems.append(("hashKey", "is required: the partition key of the table"))
    if inputs.get("billingMode", "PROVISIONED") == "PROVISIONED":
        missing = [name for name in ("readCapacity", "writeCapacity") if inputs.get(name) is None]
        problems += [(name, "is required with billingMode PROVISIONED, the default") for name in missing]
    if inputs.get("streamEnabled") is True and not inputs.get("streamViewType"):
        problems.append(("streamViewType", "is required with streamEnabled"))
    if inputs.get("localSecondaryIndexes") and not inputs.get("rangeKey"):
        problems.append(("localSecondaryIndexes", "needs a table with a rangeKey"))
    return problems


def _key_problems(inputs: Properties, declared: list[str]) -> list[Problem]:
    used: dict[str, str] = {}
    for name in ("hashKey", "rangeKey"):
        if isinstance(inputs.get(name), str):
            used.setdefault(inputs[name], name)
    for group in ("globalSecondaryIndexes", "localSecondaryIndexes"):
        for position, index in enumerate(objects_of(inputs.get(group))):
            for name in ("hashKey", "rangeKey"):
                if isinstance(index.get(name), str):
                    used.setdefault(index[name], f"{group}[{position}].{name}")
            for key in objects_of(index.get("keySchemas")):
                used.setdefault(key["attributeName"], f"{group}[{position}].keySchemas")
    problems = [
        (path, f"is {name!r}, which `attributes` does not declare")
        for name, path in used.items()
        if name not in declared
    ]
    problems += [
        (f"attributes[{position}]", f"declares {name!r}, which no key of the table or of an index uses")
        for position, name in enumerate(declared)
        if name not in used
    ]
    return problems


_RESTORE: Final = Attribute(refused="the emulator restores no backups")

TABLE: Final = ResourceType(
    type="aws:dynamodb/table:Table",
    service="dynamodb",
    create="CreateTable",
    read=(
        Reading("DescribeTable", at="Table"),
        Reading("DescribeTimeToLive", optional=True),
        Reading("DescribeContinuousBackups", optional=True),
    ),
    update=(Change("UpdateTable", changed_only=True), Change("UpdateTimeToLive"), Change("UpdateContinuousBackups")),
    delete="DeleteTable",
    id="{name}",
    identity={"TableName": "name"},
    import_id=("name",),
    attributes={
        "name": Attribute("TableName", exact=Exact(minimum=3, maximum=255, pattern=r"[A-Za-z0-9_.-]+")),
        "arn": Attribute("TableArn"),
        "attributes": Attribute("AttributeDefinitions"),
        "attributes.name": Attribute("AttributeName"),
        "attributes.type": Attribute("AttributeType"),
        "hashKey": Attribute("HashKey", replaces=True),  # `KeySchema`, filled in by `_amend_table`
        "rangeKey": Attribute("RangeKey", replaces=True),
        "billingMode": Attribute(("BillingMode", "BillingModeSummary.BillingMode"), default="PROVISIONED"),
        "readCapacity": Attribute("ProvisionedThroughput.ReadCapacityUnits", default=0),
        "writeCapacity": Attribute("ProvisionedThroughput.WriteCapacityUnits", default=0),
        "tableClass": Attribute(("TableClass", "TableClassSummary.TableClass"), default="STANDARD"),
        "streamEnabled": Attribute("StreamSpecification.StreamEnabled"),
        "streamViewType": Attribute("StreamSpecification.StreamViewType"),
        "streamArn": Attribute("LatestStreamArn"),
        "streamLabel": Attribute("LatestStreamLabel"),
        "serverSideEncryption": Attribute("SSESpecification"),
        "serverSideEncryption.kmsKeyArn": Attribute("KMSMasterKeyId", computed=True),
        "ttl": Attribute("TimeToLiveSpecification"),
        "pointInTimeRecovery": Attribute("PointInTimeRecoverySpecification"),
        "pointInTimeRecovery.enabled": Attribute("PointInTimeRecoveryEnabled"),
        "pointInTimeRecovery.recoveryPeriodInDays": Attribute(unechoed=True),  # the emulator drops it
        "globalSecondaryIndexes": Attribute(
            ("GlobalSecondaryIndexes", "GlobalSecondaryIndexUpdates"),
            send=lambda indexes: [index_structure(index) for index in indexes],
            receive=lambda indexes: [received_index(index) for index in indexes],
        ),
        "globalSecondaryIndexes.warmThroughput": Attribute(refused="the emulator has no warm throughput"),
        "localSecondaryIndexes": Attribute(
            send=lambda indexes: [local_index(index) for index in indexes],
            receive=lambda indexes: [received_local_index(index) for index in indexes],
        ),
        "warmThroughput": Attribute(refused="the emulator has no warm throughput"),
        "replicas": Attribute(refused="the local stack has one region"),
        "globalTableWitness": Attribute(refused="the local stack has one region"),
        "importTable": Attribute(refused="the emulator imports no data from S3"),
        **dict.fromkeys(
            (
                "restoreBackupArn",
                "restoreDateTime",
                "restoreSourceName",
                "restoreSourceTableArn",
                "restoreToLatestTime",
            ),
            _RESTORE,
        ),
    },
    outputs={
        "streamArn": lambda facts: facts.get("streamArn", ""),
        "streamLabel": lambda facts: facts.get("streamLabel", ""),
    },
    unsettled=frozenset({"streamArn", "streamLabel"}),
    naming=Naming(max_length=255),
    tags=Tagging(listing="ListTagsOfResource"),
    check=_check_table,
    amend=_amend_table,
    present=_present_table,
)

TYPES: Final = (TABLE,)
