"""Amazon Kinesis Data Streams.

https://docs.aws.amazon.com/kinesis/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_DAY_HOURS: Final = 24.0


def _check_stream(inputs: Properties) -> list[Problem]:
    mode = object_of(inputs.get("streamModeDetails")).get("streamMode", "PROVISIONED")
    if mode == "ON_DEMAND" and inputs.get("shardCount"):
        return [("shardCount", "is for the stream mode PROVISIONED, not ON_DEMAND")]
    if mode == "PROVISIONED" and inputs.get("shardCount") is None:
        return [("shardCount", "is required with the stream mode PROVISIONED, the default")]
    if inputs.get("encryptionType") == "KMS" and not inputs.get("kmsKeyId"):
        return [("kmsKeyId", "is required with encryptionType KMS")]
    return []


def _amend_stream(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    """AWS has one operation for each direction of a change."""
    amended = dict(request)
    before, wanted = state.get("retentionPeriod") or _DAY_HOURS, inputs.get("retentionPeriod") or _DAY_HOURS
    if operation == "IncreaseStreamRetentionPeriod":
        known = _DAY_HOURS if "arn" not in state else before
        return amended if wanted > known else None
    if operation == "DecreaseStreamRetentionPeriod":
        return amended if "arn" in state and wanted < before else None
    if operation == "UpdateShardCount":
        return {**amended, "ScalingType": "UNIFORM_SCALING"}
    if operation == "StartStreamEncryption":
        return amended if inputs.get("encryptionType") == "KMS" else None
    if operation == "StopStreamEncryption":
        return {**amended, "EncryptionType": "KMS", "KeyId": state["kmsKeyId"]} if state.get("kmsKeyId") else None
    return amended


def _present_stream(answer: Request) -> Request:
    """The shards of a stream that scales by itself are no setting of its program."""
    shown: dict[str, Any] = dict(answer)
    if answer["StreamModeDetails"]["StreamMode"] == "ON_DEMAND":
        del shown["OpenShardCount"]
    return shown


STREAM: Final = ResourceType(
    type="aws:kinesis/stream:Stream",
    service="kinesis",
    create="CreateStream",
    read=(Reading("DescribeStreamSummary", at="StreamDescriptionSummary"),),
    update=(
        Change("UpdateShardCount"),
        Change("IncreaseStreamRetentionPeriod"),
        Change("DecreaseStreamRetentionPeriod"),
        Change("StartStreamEncryption"),
    ),
    delete="DeleteStream",
    id="arn:{partition}:kinesis:{region}:{account}:stream/{name}",
    identity={"StreamName": "name"},
    import_id=("name",),
    attributes={
        "name": Attribute("StreamName", exact=Exact(minimum=1, maximum=128)),
        "arn": Attribute("StreamARN", replaces=False),
        "shardCount": Attribute(("ShardCount", "TargetShardCount", "OpenShardCount"), exact=Exact(minimum=1)),
        "retentionPeriod": Attribute("RetentionPeriodHours", default=_DAY_HOURS, exact=Exact(minimum=24, maximum=8760)),
        "encryptionType": Attribute(default="NONE", removal="StopStreamEncryption"),
        "kmsKeyId": Attribute("KeyId", removal="StopStreamEncryption"),
        "enforceConsumerDeletion": Attribute(local=True),
        "shardLevelMetrics": Attribute(refused="the emulator has no metrics of shards"),
        "maxRecordSizeInKib": Attribute(unechoed=True),  # the emulator drops it
        "warmThroughputMibPs": Attribute(refused="the emulator has no warm throughput"),
    },
    outputs={"maxRecordSizeInKib": lambda facts: facts.get("maxRecordSizeInKib") or 1024.0},
    naming=Naming(max_length=128),
    tags=Tagging(
        member="",  # the emulator drops the tags of the creation
        tag="AddTagsToStream",
        untag="RemoveTagsFromStream",
        listing="ListTagsForStream",
        identified_by="{name}",
        identifier="StreamName",
    ),
    check=_check_stream,
    amend=_amend_stream,
    present=_present_stream,
)

TYPES: Final = (STREAM,)
