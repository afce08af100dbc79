"""ApiGatewayAccount: the role by which API Gateway writes execution logs, one for an account and Region."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.problems import ComponentError, Problem, unknown_keys

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
# What AWS' own policy AmazonAPIGatewayPushToCloudWatchLogs allows. API Gateway names the groups itself:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
                "logs:GetLogEvents",
                "logs:FilterLogEvents",
            ],
            "Resource": "*",
        },
    ],
}


class ApiGatewayAccountArgs(TypedDict):
    """What the account's setting is made of; nothing is required."""

    role_arn: NotRequired[pulumi.Input[str]]
    """A role that exists and that API Gateway may assume. One is made by default."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the role."""


class ApiGatewayAccount(pulumi.ComponentResource):
    """Lets API Gateway write the logs of all REST and WebSocket APIs of an account and Region.

    The setting is one for all of them, whichever stack made them. So it belongs into one stack that lives long, and
    stays in AWS when that stack is destroyed: taken away, it would end the logs of every other stack, and AWS would
    refuse their next deployment. It is not for stacks that come and go: each would leave a role behind.

    REST and WebSocket APIs of the same program wait for it by their argument `account`. APIs of other programs need
    nothing: what is set for the account serves them too.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    role_arn: pulumi.Output[str]
    """ARN of the role, known once the setting is made."""

    def __init__(self, name: str, args: ApiGatewayAccountArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := _problems(args):
            raise ComponentError(f'API Gateway account "{name}"', problems)
        super().__init__("gateway:index:ApiGatewayAccount", name, {}, opts)
        kept = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        role_arn = args["role_arn"] if "role_arn" in args else self._create_role(name, args, kept)
        # A property of the account that is not sent would be left as it is; the role is the only one.
        account = aws.apigateway.Account(name, cloudwatch_role_arn=role_arn, opts=kept)
        self.role_arn = account.cloudwatch_role_arn.apply(lambda arn: arn or "")
        self.register_outputs({"roleArn": self.role_arn})

    def _create_role(self, name: str, args: ApiGatewayAccountArgs, kept: pulumi.ResourceOptions) -> pulumi.Output[str]:
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=pulumi.Output.json_dumps(TRUST),
            description="API Gateway writes the execution logs of every API of this account and Region with it.",
            tags=args.get("tags"),
            opts=kept,
        )
        policy = aws.iam.RolePolicy(f"{name}-role", role=role.name, policy=pulumi.Output.json_dumps(POLICY), opts=kept)
        # AWS tries the role when it is set: the policy must be there by then.
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))


def _problems(args: ApiGatewayAccountArgs) -> list[Problem]:
    found = unknown_keys("arguments", args, ApiGatewayAccountArgs)
    role = args.get("role_arn")
    if isinstance(role, str) and ":role/" not in role:
        found.append(
            Problem("role_arn", f'"{role}"', "the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME", "correct it")
        )
    return found


if TYPE_CHECKING:
    AccountReference = ApiGatewayAccount
else:
    # Pulumi's schema of components has no components among inputs. For other languages it is an input of any type.
    AccountReference = pulumi.Input[Any]
