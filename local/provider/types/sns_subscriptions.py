"""Amazon Simple Notification Service: who is told, and who may publish.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.values import Unknown

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_GONE: Final = ("NotFound", "NotFoundException")
_PROTOCOLS: Final = (
    "application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs",
)  # fmt: skip
_BY_ARN: Final = ("application", "firehose", "lambda", "sqs")
_STARTS: Final = {"http": "http://", "https": "https://", **dict.fromkeys(_BY_ARN, "arn:")}
_POLICY: Final = "Policy"


def _check(inputs: Properties) -> list[Problem]:
    protocol, endpoint = inputs.get("protocol"), inputs.get("endpoint")
    problems: list[Problem] = []
    if isinstance(endpoint, str) and isinstance(protocol, str):
        start = _STARTS.get(protocol)
        if start and not endpoint.startswith(start):
            problems.append(("endpoint", f"is {endpoint!r}; with the protocol {protocol} it starts with {start}"))
        if protocol.startswith("email") and "@" not in endpoint:
            problems.append(("endpoint", f"is {endpoint!r}, which is not an e-mail address"))
    if protocol == "firehose" and not inputs.get("subscriptionRoleArn"):
        problems.append(("subscriptionRoleArn", "is required by the protocol firehose"))
    if inputs.get("rawMessageDelivery") and not isinstance(protocol, Unknown) and protocol not in {
        "sqs", "http", "https", "firehose",
    }:  # fmt: skip
        problems.append(("rawMessageDelivery", f"is for sqs, http, https and firehose, not {protocol}"))
    if inputs.get("filterPolicyScope") and not inputs.get("filterPolicy"):
        problems.append(("filterPolicyScope", "is for subscriptions with a `filterPolicy`"))
    return problems


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs, state
    return {**request, "ReturnSubscriptionArn": True} if operation == "Subscribe" else request


def _amend_policy(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """A topic always has a policy; without one of the program's it is that of its owner."""
    del operation
    document = inputs.get("policy") if "AttributeValue" in request else _owners_policy(state)
    return {"TopicArn": request["TopicArn"], "AttributeName": _POLICY, "AttributeValue": document}


def _owners_policy(state: Properties) -> str:
    arn = state["arn"]
    owner = arn.split(":")[4]
    return (
        '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",'
        '"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",'
        '"SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic",'
        f'"SNS:Publish"],"Resource":"{arn}","Condition":{{"StringEquals":{{"AWS:SourceOwner":"{owner}"}}}}}}]}}'
    )


SUBSCRIPTION: Final = ResourceType(
    type="aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    create="Subscribe",
    read=(Reading("GetSubscriptionAttributes", at="Attributes"),),
    update=(Change("SetSubscriptionAttributes", pair=("AttributeName", "AttributeValue")),),
    delete="Unsubscribe",
    id="{SubscriptionArn}",
    identity={"SubscriptionArn": "id"},
    import_separator="\n",
    attributes={
        "topic": Attribute("TopicArn", arn=True),
        "arn": Attribute("SubscriptionArn"),
        "ownerId": Attribute("Owner"),
        "protocol": Attribute(exact=Exact(allowed=_PROTOCOLS)),
        "endpointAutoConfirms": Attribute(local=True),
        "confirmationTimeoutInMinutes": Attribute(local=True),
        **{
            name: Attribute((f"Attributes.{member}", member), json=True)
            for name, member in (
                ("deliveryPolicy", "DeliveryPolicy"), ("filterPolicy", "FilterPolicy"),
                ("redrivePolicy", "RedrivePolicy"), ("replayPolicy", "ReplayPolicy"),
            )
        },
        "filterPolicyScope": Attribute(
            ("Attributes.FilterPolicyScope", "FilterPolicyScope"),
            exact=Exact(allowed=("MessageAttributes", "MessageBody")),
        ),
        "rawMessageDelivery": Attribute(("Attributes.RawMessageDelivery", "RawMessageDelivery"), default=False),
        "subscriptionRoleArn": Attribute(("Attributes.SubscriptionRoleArn", "SubscriptionRoleArn")),
    },
    outputs={
        "arn": "{id}",
        "filterPolicyScope": lambda facts: facts.get("filterPolicyScope") or "",
        "confirmationWasAuthenticated": lambda facts: bool(facts.get("confirmationWasAuthenticated")),
        "pendingConfirmation": lambda facts: bool(facts.get("pendingConfirmation")),
    },
    unsettled=frozenset({"pendingConfirmation", "confirmationWasAuthenticated"}),
    gone=_GONE,
    check=_check,
    amend=_amend,
)  # fmt: skip

TOPIC_POLICY: Final = ResourceType(
    type="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    create="SetTopicAttributes",
    read=(Reading("GetTopicAttributes", at="Attributes"),),
    update=(Change("SetTopicAttributes"),),
    delete="SetTopicAttributes",
    id="{arn}",
    identity={"TopicArn": "arn"},
    import_id=("arn",),
    import_separator="\n",
    attributes={"policy": Attribute(("AttributeValue", _POLICY)), "arn": Attribute("TopicArn", arn=True)},
    outputs={"owner": lambda facts: facts.get("owner") or facts["account"]},
    gone=_GONE,
    amend=_amend_policy,
)

TYPES: Final = (SUBSCRIPTION, TOPIC_POLICY)
