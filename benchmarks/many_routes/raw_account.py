"""The role that the account's logs are written with, without the library."""

import json

import pulumi
import pulumi_aws as aws

from components.observability.account import POLICY, TRUST


def account() -> aws.apigateway.Account:
    """The setting of the account, kept when the stack goes, as other stacks write their logs with it."""
    kept = pulumi.ResourceOptions(retain_on_delete=True)
    role = aws.iam.Role(
        "logs-role",
        assume_role_policy=json.dumps(TRUST),
        description="API Gateway writes the execution logs of every API of this account and Region with it.",
        opts=kept,
    )
    policy = aws.iam.RolePolicy("logs-role", role=role.name, policy=json.dumps(POLICY), opts=kept)
    waiting = pulumi.ResourceOptions(retain_on_delete=True, depends_on=[policy])
    return aws.apigateway.Account("logs", cloudwatch_role_arn=role.arn, opts=waiting)
