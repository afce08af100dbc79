"""What the role of a LambdaFunction allows: its own log, what its settings need, and its grants. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.access.grants import Grant
from components.function.args import LambdaFunctionArgs

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
"""Only Lambda may take the role."""

RESERVED_NAMES = (
    "DecryptEnvironment",
    "KeepNetworkFromCode",
    "ManageNetwork",
    "SendDeadLetters",
    "SendTraces",
    "WriteOwnLog",
)
"""Names of statements that the component may write itself, and a grant may not have."""

_NETWORK_ACTIONS = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions"""

_TRACE_ACTIONS = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
"""https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html"""

Statement = Mapping[str, Any]


def policy(args: LambdaFunctionArgs, log_group_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """The policy of the function's role, as text."""
    # The streams of the one group: both actions are decided on them.
    streams = pulumi.Output.concat(log_group_arn, ":*")
    statements = [
        _allow("WriteOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], [streams]),
        *_needs_of_settings(args),
        *(_grant(name, grant) for name, grant in args.get("grants", {}).items()),
    ]
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})


def _needs_of_settings(args: LambdaFunctionArgs) -> list[Statement]:
    statements: list[Statement] = []
    if args.get("subnet_ids"):
        statements += _network()
    if args.get("tracing", False):
        # X-Ray has no resources to name.
        statements.append(_allow("SendTraces", _TRACE_ACTIONS, ["*"]))
    if "dead_letter_queue" in args:
        statements.append(_allow("SendDeadLetters", ["sqs:SendMessage"], [args["dead_letter_queue"]]))
    if "kms_key_arn" in args:
        statements.append(_allow("DecryptEnvironment", ["kms:Decrypt"], [args["kms_key_arn"]]))
    return statements


def _network() -> list[Statement]:
    """Lambda attaches a function to its subnets with the function's role, but the code itself has no need to.

    A call from the code carries `lambda:SourceFunctionArn`, one from Lambda does not.
    """
    denied = [action for action in _NETWORK_ACTIONS if action != "ec2:DescribeSubnets"]
    return [
        # Lambda checks these before it knows the interfaces, so they cannot be named.
        _allow("ManageNetwork", _NETWORK_ACTIONS, ["*"]),
        {
            "Sid": "KeepNetworkFromCode",
            "Effect": "Deny",
            "Action": denied,
            "Resource": ["*"],
            "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}},
        },
    ]


def _grant(name: str, grant: Grant) -> Statement:
    return _allow(name, grant["actions"], grant["resources"])


def _allow(name: str, actions: Sequence[str], resources: Sequence[pulumi.Input[str]]) -> Statement:
    return {"Sid": name, "Effect": "Allow", "Action": [*actions], "Resource": [*resources]}
