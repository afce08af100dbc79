"""What actions of AWS services work on: ARNs, names and labels of targets. Pure: no Pulumi resource."""

import re
from collections.abc import Callable, Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.problems import ComponentError, Problem
from components.routing.service_actions import ServiceAction

BODY = "$request.body"
"""The whole body of the request."""

_ARN_PARTS = 6
_TYPES = {
    "appconfig": (aws.appconfig.Environment, aws.appconfig.ConfigurationProfile),
    "dynamodb": (aws.dynamodb.Table,),
    "events": (aws.cloudwatch.EventBus,),
    "kinesis": (aws.kinesis.Stream,),
    "s3": (aws.s3.Bucket,),
    "sns": (aws.sns.Topic,),
    "states": (aws.sfn.StateMachine,),
}
"""The resource types of pulumi_aws by the service in the ARNs of their resources."""


def action_on(
    action: str,
    target: str,
    parameters: Mapping[str, pulumi.Input[str] | None],
    resources: Sequence[pulumi.Input[str]],
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """The action with its least grant.

    Args:
        action: as IAM spells it.
        target: what `label_of` says.
        parameters: those of the action; None for what is left out.
        resources: ARNs of what it works on.
        kms_key: ARN of the customer managed key that encrypts the target.
    """
    # "orders-send-message": a queue and a table may have one name, and reading is not writing.
    verb = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", action.split(":")[1]).lower()
    built: ServiceAction = {
        "action": action,
        "label": f"{target}-{verb}" if target else "",
        "parameters": {name: value for name, value in parameters.items() if value is not None},
        "grants": [action],
        "resources": resources,
    }
    return built if kms_key is None else {**built, "kms_key": kms_key}


def arn_of(given: object, service: str, what: str) -> pulumi.Input[str]:
    """The ARN of a resource of pulumi_aws, or the one that was given."""
    if isinstance(given, _TYPES[service]):
        return given.arn
    if isinstance(given, pulumi.Output):
        return given  # pyright: ignore[reportUnknownVariableType] -- an output of a text
    if isinstance(given, str) and len(given.split(":")) >= _ARN_PARTS and given.split(":")[2] == service:
        return given
    found = f"a {type(given).__name__}" if isinstance(given, pulumi.Resource) else f"{given!r}"
    allowed = f"{what} of pulumi_aws, or its ARN (arn:aws:{service}:…)"
    raise ComponentError(f"The action on {what}", [Problem("target", found, allowed, "pass the resource itself")])


def label_of(given: object, arn: pulumi.Input[str]) -> str:
    """The name of a resource or in an ARN; "" for an ARN that is not known yet."""
    if isinstance(given, pulumi.Resource):
        return given.pulumi_resource_name
    return last(arn) if isinstance(arn, str) else ""


def last(arn: str) -> str:
    """The name at the end of an ARN."""
    return re.split(r"[:/]", arn)[-1]


def changed(value: pulumi.Input[str], change: Callable[[str], str]) -> pulumi.Input[str]:
    """The value changed, at once or as soon as it is known."""
    return change(value) if isinstance(value, str) else pulumi.Output.from_input(value).apply(change)
