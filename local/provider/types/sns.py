"""Amazon Simple Notification Service.

https://docs.aws.amazon.com/sns/latest/api/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Problem
    from local.provider.values import Properties

_FIFO: Final = ".fifo"
_FIFO_ONLY: Final = ("contentBasedDeduplication", "fifoThroughputScope", "archivePolicy")
_FEEDBACK: Final = {
    f"{protocol}{kind}": f"Attributes.{name}{kind[0].upper()}{kind[1:]}"
    for protocol, name in (
        ("application", "Application"), ("firehose", "Firehose"), ("http", "HTTP"), ("lambda", "Lambda"),
        ("sqs", "SQS"),
    )
    for kind in ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate")
}  # fmt: skip


def _check_topic(inputs: Properties) -> list[Problem]:
    """https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html."""
    name, fifo = inputs.get("name"), inputs.get("fifoTopic", False)
    problems: list[Problem] = []
    if isinstance(name, str) and isinstance(fifo, bool) and name.endswith(_FIFO) != fifo:
        reason = f"must end with {_FIFO}" if fifo else f"ends with {_FIFO}, which is for topics with fifoTopic"
        problems.append(("name", f"is {name!r}; it {reason}"))
    if fifo is False:
        problems += [(own, "is for topics with fifoTopic only") for own in _FIFO_ONLY if inputs.get(own)]
    return problems


def _written(inputs: Properties) -> Properties:
    """AWS takes the settings of a FIFO topic for no other, not even when they are off."""
    fifo = inputs.get("fifoTopic")
    return inputs if fifo else {name: value for name, value in inputs.items() if name not in {"fifoTopic", *_FIFO_ONLY}}


TOPIC: Final = ResourceType(
    type="aws:sns/topic:Topic",
    service="sns",
    create="CreateTopic",
    read=(Reading("GetTopicAttributes"),),
    update=(Change("SetTopicAttributes", pair=("AttributeName", "AttributeValue")),),
    delete="DeleteTopic",
    id="{TopicArn}",
    identity={"TopicArn": "id"},
    import_separator="\n",
    attributes={
        **{
            name: Attribute(member, exact=Exact(minimum=0, maximum=100) if name.endswith("Rate") else None)
            for name, member in _FEEDBACK.items()
        },
        "name": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo",
                meaning="a topic is called by 1 to 256 letters, digits, hyphens and underscores; .fifo may follow",
            )
        ),
        "namePrefix": Attribute(local=True, replaces=True),
        "owner": Attribute("Attributes.Owner"),
        "displayName": Attribute("Attributes.DisplayName", exact=Exact(maximum=100)),
        "fifoTopic": Attribute("Attributes.FifoTopic", replaces=True),
        "contentBasedDeduplication": Attribute("Attributes.ContentBasedDeduplication"),
        "fifoThroughputScope": Attribute(
            "Attributes.FifoThroughputScope", exact=Exact(allowed=("Topic", "MessageGroup"))
        ),
        "kmsMasterKeyId": Attribute("Attributes.KmsMasterKeyId"),
        "maximumMessageSize": Attribute("Attributes.MaxMessageSize", exact=Exact(minimum=1024, maximum=262144)),
        "policy": Attribute("Attributes.Policy", document=True),
        "deliveryPolicy": Attribute("Attributes.DeliveryPolicy", json=True),
        "archivePolicy": Attribute("Attributes.ArchivePolicy", json=True),
        "signatureVersion": Attribute("Attributes.SignatureVersion", exact=Exact(minimum=1, maximum=2)),
        "tracingConfig": Attribute("Attributes.TracingConfig", exact=Exact(allowed=("PassThrough", "Active"))),
    },
    outputs={
        "arn": "{id}",
        "name": lambda facts: facts["id"].rpartition(":")[2],
        "beginningArchiveTime": lambda facts: facts.get("beginningArchiveTime", ""),
    },
    naming=Naming(max_length=256, prefix="namePrefix", suffix=lambda inputs: _FIFO if inputs.get("fifoTopic") else ""),
    tags=Tagging(listing="ListTagsForResource", identified_by="{id}"),
    gone=("NotFound", "NotFoundException"),
    exclusive=(("name", "namePrefix"),),
    check=_check_topic,
    prepare=_written,
)

TYPES: Final = (TOPIC,)
