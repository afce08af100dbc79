"""The roles by which an API calls actions of AWS services: one a target and action, allowed nothing else."""

import re
from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.routing.service_actions import ServiceAction

_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
_KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"]
"""What a service asks of its caller's rights on the key that encrypts its data: reading needs it to decrypt, writing to
make data keys."""
_LONGEST_PREFIX = 38
"""Characters: 64 that IAM takes for a name, less what the provider adds."""


def service_label(key: str, action: ServiceAction) -> str:
    """What the target of the route `key` is called in the names of other resources."""
    return action["label"] or key


def service_roles(
    api: str,
    actions: Mapping[str, ServiceAction],
    parent: pulumi.Resource,
    tags: Mapping[str, pulumi.Input[str]] | None = None,
) -> dict[str, pulumi.Output[str]]:
    """The ARN of a role for each target and action, by its label; whatever takes it waits for the role's policy.

    Args:
        api: name of the component, with which the names of the roles begin.
        actions: the actions by the keys of their routes; equal labels share a role that may do what all of them need.
        parent: the component.
        tags: tags of the roles.
    """
    by_label: dict[str, list[ServiceAction]] = {}
    for key, action in actions.items():
        by_label.setdefault(service_label(key, action), []).append(action)
    return {label: _role(f"{api}-role-{label}", shared, parent, tags) for label, shared in by_label.items()}


def _role(
    name: str,
    actions: Sequence[ServiceAction],
    parent: pulumi.Resource,
    tags: Mapping[str, pulumi.Input[str]] | None,
) -> pulumi.Output[str]:
    options = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        name,
        # A label may be the key of a route, of which IAM takes not every character.
        name_prefix=re.sub(r"[^A-Za-z0-9+=,.@_-]+", "-", name)[: _LONGEST_PREFIX - 1] + "-",
        assume_role_policy=pulumi.Output.json_dumps(_TRUST),
        tags=tags,
        opts=options,
    )
    grants = sorted({grant for action in actions for grant in action["grants"]})
    resources = pulumi.Output.all(*(resource for action in actions for resource in action["resources"]))
    keys = [action["kms_key"] for action in actions if "kms_key" in action]
    statements: list[dict[str, object]] = [
        {"Effect": "Allow", "Action": grants, "Resource": resources.apply(_each_once)}
    ]
    if keys:
        statements.append(
            {"Effect": "Allow", "Action": _KEY_ACTIONS, "Resource": pulumi.Output.all(*keys).apply(_each_once)}
        )
    policy = aws.iam.RolePolicy(
        name,
        role=role.name,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
        opts=options,
    )
    return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))


def _each_once(arns: Sequence[str]) -> list[str]:
    """Sorted, so that another route to the same target changes nothing."""
    return sorted({*arns})
