"""Amazon Simple Queue Service.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_GONE: Final = ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")
_FIFO: Final = ".fifo"
_FIFO_ONLY: Final = ("contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit")
_ALL: Final = Reading("GetQueueAttributes", request={"AttributeNames": ["All"]})


def _check_queue(inputs: Properties) -> list[Problem]:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html."""
    name, fifo = inputs.get("name"), inputs.get("fifoQueue", False)
    problems: list[Problem] = []
    if isinstance(name, str) and isinstance(fifo, bool) and name.endswith(_FIFO) != fifo:
        reason = f"must end with {_FIFO}" if fifo else f"ends with {_FIFO}, which is for queues with fifoQueue"
        problems.append(("name", f"is {name!r}; it {reason}"))
    if fifo is False:
        problems += [(own, "is for queues with fifoQueue only") for own in _FIFO_ONLY if inputs.get(own)]
    return problems


def _written(inputs: Properties) -> Properties:
    """AWS takes the settings of a FIFO queue for no other, not even when they are off."""
    fifo = inputs.get("fifoQueue")
    return inputs if fifo else {name: value for name, value in inputs.items() if name not in {"fifoQueue", *_FIFO_ONLY}}


def _present_policy(answer: Request, facts: Properties) -> Request | None:
    del facts
    return answer if answer["Attributes"].get("Policy") else None


def _amend_policy(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """A queue keeps its policy until an empty one takes its place."""
    del operation, inputs, state
    return {"Attributes": {"Policy": ""}, **request}


QUEUE: Final = ResourceType(
    type="aws:sqs/queue:Queue",
    service="sqs",
    create="CreateQueue",
    read=(_ALL,),
    update=(Change("SetQueueAttributes"),),
    delete="DeleteQueue",
    id="{QueueUrl}",
    identity={"QueueUrl": "id"},
    import_separator="\n",  # a URL has slashes itself
    attributes={
        "name": Attribute(
            "QueueName",
            exact=Exact(
                pattern=r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo",
                meaning="a queue is called by 1 to 80 letters, digits, hyphens and underscores; .fifo may follow",
            ),
        ),
        "namePrefix": Attribute(local=True, replaces=True),
        "arn": Attribute("Attributes.QueueArn"),
        "fifoQueue": Attribute("Attributes.FifoQueue", replaces=True),
        "contentBasedDeduplication": Attribute("Attributes.ContentBasedDeduplication"),
        "deduplicationScope": Attribute(
            "Attributes.DeduplicationScope", exact=Exact(allowed=("messageGroup", "queue"))
        ),
        "fifoThroughputLimit": Attribute(
            "Attributes.FifoThroughputLimit", exact=Exact(allowed=("perQueue", "perMessageGroupId"))
        ),
        "delaySeconds": Attribute("Attributes.DelaySeconds", default=0.0, exact=Exact(minimum=0, maximum=900)),
        "maxMessageSize": Attribute(
            "Attributes.MaximumMessageSize", default=1048576.0, exact=Exact(minimum=1024, maximum=1048576)
        ),
        "messageRetentionSeconds": Attribute(
            "Attributes.MessageRetentionPeriod", default=345600.0, exact=Exact(minimum=60, maximum=1209600)
        ),
        "receiveWaitTimeSeconds": Attribute(
            "Attributes.ReceiveMessageWaitTimeSeconds", default=0.0, exact=Exact(minimum=0, maximum=20)
        ),
        "visibilityTimeoutSeconds": Attribute(
            "Attributes.VisibilityTimeout", default=30.0, exact=Exact(minimum=0, maximum=43200)
        ),
        "kmsMasterKeyId": Attribute("Attributes.KmsMasterKeyId"),
        "kmsDataKeyReusePeriodSeconds": Attribute(
            "Attributes.KmsDataKeyReusePeriodSeconds", exact=Exact(minimum=60, maximum=86400)
        ),
        "sqsManagedSseEnabled": Attribute("Attributes.SqsManagedSseEnabled"),
        "policy": Attribute("Attributes.Policy", document=True),
        "redrivePolicy": Attribute("Attributes.RedrivePolicy", json=True),
        "redriveAllowPolicy": Attribute("Attributes.RedriveAllowPolicy", json=True),
    },
    outputs={
        "url": "{id}",
        "name": lambda facts: facts["id"].rpartition("/")[2],
        "policy": lambda facts: facts.get("policy", ""),
        "redrivePolicy": lambda facts: facts.get("redrivePolicy", ""),
        "redriveAllowPolicy": lambda facts: facts.get("redriveAllowPolicy", ""),
    },
    naming=Naming(max_length=80, prefix="namePrefix", suffix=lambda inputs: _FIFO if inputs.get("fifoQueue") else ""),
    tags=Tagging(member="tags", tag="TagQueue", untag="UntagQueue", listing="ListQueueTags", identified_by="{id}"),
    gone=_GONE,
    exclusive=(("name", "namePrefix"),),
    check=_check_queue,
    prepare=_written,
)

QUEUE_POLICY: Final = ResourceType(
    type="aws:sqs/queuePolicy:QueuePolicy",
    service="sqs",
    create="SetQueueAttributes",
    read=(Reading("GetQueueAttributes", request={"AttributeNames": ["Policy"]}, select=_present_policy),),
    update=(Change("SetQueueAttributes"),),
    delete="SetQueueAttributes",
    id="{queueUrl}",
    identity={"QueueUrl": "queueUrl"},
    import_id=("queueUrl",),
    import_separator="\n",
    attributes={"policy": Attribute("Attributes.Policy")},
    gone=_GONE,
    amend=_amend_policy,
)

TYPES: Final = (QUEUE, QUEUE_POLICY)
