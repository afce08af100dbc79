"""Keys and secondary indexes of a DynamoDB table, in Pulumi's words and in AWS's.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndex.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.values import object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties


def key_schema(hash_key: str, range_key: str | None) -> list[dict[str, str]]:
    """The keys of a table or of an index."""
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return [*keys, {"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else keys


def keys_of(structure: Request) -> Properties:
    """`hashKey` and `rangeKey` out of a `KeySchema`."""
    names = {"HASH": "hashKey", "RANGE": "rangeKey"}
    return {names[key["KeyType"]]: key["AttributeName"] for key in structure["KeySchema"]}


def index_structure(index: Properties) -> Request:
    """An index as AWS has it."""
    schema = [
        {"AttributeName": key["attributeName"], "KeyType": key["keyType"]}
        for key in objects_of(index.get("keySchemas"))
    ]
    projection: Request = {"ProjectionType": index["projectionType"]}
    if index.get("nonKeyAttributes"):
        projection["NonKeyAttributes"] = index["nonKeyAttributes"]
    request: Request = {"IndexName": index["name"], "KeySchema": schema, "Projection": projection}
    if not schema:
        request["KeySchema"] = key_schema(index["hashKey"], index.get("rangeKey"))
    if index.get("readCapacity") and index.get("writeCapacity"):
        request["ProvisionedThroughput"] = throughput(index)
    limits = object_of(index.get("onDemandThroughput"))
    if limits:
        members = {"maxReadRequestUnits": "MaxReadRequestUnits", "maxWriteRequestUnits": "MaxWriteRequestUnits"}
        request["OnDemandThroughput"] = {members[name]: int(value) for name, value in limits.items()}
    return request


def throughput(source: Properties) -> Request:
    """The provisioned capacity, in units of reading and of writing a second."""
    return {"ReadCapacityUnits": int(source["readCapacity"]), "WriteCapacityUnits": int(source["writeCapacity"])}


def local_index(index: Properties) -> Request:
    """A local index; the hash key, which is the table's, is put in when the request is complete."""
    return index_structure({**index, "hashKey": ""})


def received_index(index: Request) -> Properties:
    """A global index as Pulumi has it."""
    projection: Request = index.get("Projection") or {}
    capacity: Request = index.get("ProvisionedThroughput") or {}
    result: Properties = {
        "name": index["IndexName"],
        **keys_of(index),
        "projectionType": projection.get("ProjectionType"),
        "nonKeyAttributes": projection.get("NonKeyAttributes"),
    }
    if capacity.get("ReadCapacityUnits"):
        result |= {"readCapacity": capacity["ReadCapacityUnits"], "writeCapacity": capacity["WriteCapacityUnits"]}
    return {name: value for name, value in result.items() if value is not None}


def received_local_index(index: Request) -> Properties:
    """A local index as Pulumi has it: its hash key is the table's."""
    return {name: value for name, value in received_index(index).items() if name != "hashKey"}


def index_updates(wanted: list[Request], state: Properties) -> list[Request]:
    """What turns the global indexes of a state into those wanted."""
    before = {index["name"]: index_structure(index) for index in objects_of(state.get("globalSecondaryIndexes"))}
    updates: list[Request] = []
    for index in wanted:
        known = before.pop(index["IndexName"], None)
        if known is None:
            updates.append({"Create": index})
        elif any(known[part] != index[part] for part in ("KeySchema", "Projection")):
            updates += [{"Delete": {"IndexName": index["IndexName"]}}, {"Create": index}]
        elif known.get("ProvisionedThroughput") != index.get("ProvisionedThroughput"):
            update = {"IndexName": index["IndexName"], "ProvisionedThroughput": index["ProvisionedThroughput"]}
            updates.append({"Update": update})
    return [*({"Delete": {"IndexName": name}} for name in before), *updates]
