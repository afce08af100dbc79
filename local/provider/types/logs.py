"""Amazon CloudWatch Logs.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_RETENTION_DAYS: Final = (
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is for ever."""


def _check_log_group(inputs: Properties) -> list[Problem]:
    days = inputs.get("retentionInDays")
    if isinstance(days, float) and int(days) not in _RETENTION_DAYS:
        allowed = ", ".join(str(day) for day in _RETENTION_DAYS)
        return [("retentionInDays", f"is {days:g}; allowed are {allowed}")]
    return []


def _without_endless_retention(inputs: Properties) -> Properties:
    return {name: value for name, value in inputs.items() if name != "retentionInDays" or value}


def _this_group(answer: Request, facts: Properties) -> Request | None:
    groups: list[Any] = answer["logGroups"]
    return next((group for group in groups if group["logGroupName"] == facts["name"]), None)


def _present_log_group(answer: Request) -> Request:
    """CloudWatch Logs ends the ARN of a group with `:*`, which is the form of its streams."""
    return {**answer, "arn": str(answer["arn"]).removesuffix(":*")}


def _unless_kept(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    del inputs
    return None if operation == "DeleteLogGroup" and state.get("skipDestroy") else request


def _this_policy(answer: Request, facts: Properties) -> Request | None:
    policies: list[Any] = answer["resourcePolicies"]
    return next((policy for policy in policies if policy["policyName"] == facts["policyName"]), None)


def _check_policy(inputs: Properties) -> list[Problem]:
    return [] if inputs.get("policyName") else [("policyName", "is required: the name of the account's policy")]


LOG_GROUP: Final = ResourceType(
    type="aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    create="CreateLogGroup",
    read=(Reading("DescribeLogGroups", select=_this_group),),
    update=(Change("PutRetentionPolicy"), Change("AssociateKmsKey"), Change("PutLogGroupDeletionProtection")),
    delete="DeleteLogGroup",
    id="{name}",
    identity={"logGroupName": "name", "logGroupNamePrefix": "name", "logGroupIdentifier": "name"},
    import_id=("name",),
    import_separator="\n",  # a name has slashes itself
    attributes={
        "name": Attribute("logGroupName"),
        "namePrefix": Attribute(local=True, replaces=True),
        "retentionInDays": Attribute(removal="DeleteRetentionPolicy", default=0),
        "kmsKeyId": Attribute(arn=True, removal="DisassociateKmsKey"),
        "skipDestroy": Attribute(local=True),
    },
    naming=Naming(max_length=512, prefix="namePrefix"),
    tags=Tagging(member="tags", listing="ListTagsForResource"),
    exclusive=(("name", "namePrefix"),),
    check=_check_log_group,
    prepare=_without_endless_retention,
    present=_present_log_group,
    amend=_unless_kept,
)

RESOURCE_POLICY: Final = ResourceType(
    type="aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    service="logs",
    create="PutResourcePolicy",
    read=(Reading("DescribeResourcePolicies", select=_this_policy),),
    update=(Change("PutResourcePolicy"),),
    delete="DeleteResourcePolicy",
    id="{policyName}",
    identity={"policyName": "policyName"},
    import_id=("policyName",),
    attributes={
        "policyDocument": Attribute(exact=Exact(maximum=5120)),
        "resourceArn": Attribute(refused="the emulator keeps the policies of the account only"),
    },
    outputs={
        "policyScope": lambda facts: facts.get("policyScope") or "ACCOUNT",
        "revisionId": lambda facts: facts.get("revisionId") or "",
    },
    unsettled=frozenset({"revisionId"}),
    check=_check_policy,
)

TYPES: Final = (LOG_GROUP, RESOURCE_POLICY)
