"""LambdaFunction: a function with the log group it writes to and a role that allows it nothing else unasked."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import function_rules
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.grants import Grant, grant_problems
from components.problems import ComponentError, unknown_keys


class LambdaFunctionArgs(TypedDict):
    """What a LambdaFunction is made of."""

    code: pulumi.Archive
    """The code, such as `python_package("functions/orders")`."""
    handler: str
    """Where Lambda enters: `module.function`, with the module's dots, such as `orders.create.handler`."""
    runtime: NotRequired[str]
    """A Lambda runtime. Default python3.13."""
    description: NotRequired[str]
    """What the function does, in one sentence."""
    memory_size: NotRequired[int]
    """MB, 128 to 10240; processor time grows with it. Default 256."""
    timeout: NotRequired[int]
    """Seconds, 1 to 900; 30 at most behind an HTTP API, which checks it. Default 10."""
    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables. Lambda shows them to whoever may read the function: no secrets."""
    grants: NotRequired[Mapping[str, Grant]]
    """What the function may do besides writing its log, each by a name: `{"orders": table_read(table.arn)}`."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the log; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the function, its role and its log group."""


class LambdaFunction(pulumi.ComponentResource):
    """A Lambda function on arm64 with its log group and a least-privilege role.

    The log group is made before the function, so that its retention holds from the first line, and goes away with it.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    arn: pulumi.Output[str]
    """ARN of the function."""
    invoke_arn: pulumi.Output[str]
    """The ARN by which API Gateway invokes the function."""
    function_name: pulumi.Output[str]
    """Name of the function in AWS."""
    role_name: pulumi.Output[str]
    """Name of the function's role, to attach more policies to."""
    log_group_name: pulumi.Output[str]
    """Name of the log group the function writes to."""
    timeout: int
    """Seconds after which Lambda stops an invocation."""

    def __init__(self, name: str, args: LambdaFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = [
            *unknown_keys("arguments", args, LambdaFunctionArgs),
            *function_rules.problems(args),
            *grant_problems(args.get("grants", {})),
        ]
        if problems:
            raise ComponentError(f'Lambda function "{name}"', problems)
        super().__init__("gateway:index:LambdaFunction", name, {"handler": args["handler"]}, opts)
        self._name_of_component = name
        self._args = args
        self.timeout = args.get("timeout", function_rules.DEFAULT_TIMEOUT)
        log_group = self._create_log_group()
        role = self._create_role()
        policy = self._create_policy(role, log_group)
        function = self._create_function(role, log_group, policy)
        self.arn = function.arn
        self.invoke_arn = function.invoke_arn
        self.function_name = function.name
        self.role_name = role.name
        self.log_group_name = log_group.name
        self.register_outputs(
            {
                "arn": self.arn,
                "invokeArn": self.invoke_arn,
                "functionName": self.function_name,
                "roleName": self.role_name,
                "logGroupName": self.log_group_name,
                "timeout": self.timeout,
            },
        )

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        name = self._name_of_component
        return aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name_prefix=f"/aws/lambda/{name}-",
            retention_in_days=self._args.get("log_retention_days", DEFAULT_RETENTION_DAYS),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_role(self) -> aws.iam.Role:
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
            ],
        }
        return aws.iam.Role(
            f"{self._name_of_component}-role",
            assume_role_policy=pulumi.Output.json_dumps(trust),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_policy(self, role: aws.iam.Role, log_group: aws.cloudwatch.LogGroup) -> aws.iam.RolePolicy:
        logs = {
            "Sid": "WriteOwnLog",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            # The streams of the one group: both actions are decided on them.
            "Resource": [pulumi.Output.concat(log_group.arn, ":*")],
        }
        grants = [
            {"Sid": name, "Effect": "Allow", "Action": [*grant["actions"]], "Resource": [*grant["resources"]]}
            for name, grant in self._args.get("grants", {}).items()
        ]
        return aws.iam.RolePolicy(
            f"{self._name_of_component}-policy",
            role=role.name,
            policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [logs, *grants]}),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_function(
        self,
        role: aws.iam.Role,
        log_group: aws.cloudwatch.LogGroup,
        policy: aws.iam.RolePolicy,
    ) -> aws.lambda_.Function:
        args = self._args
        environment = args.get("environment")
        return aws.lambda_.Function(
            self._name_of_component,
            architectures=["arm64"],
            code=args["code"],
            description=args.get("description"),
            environment={"variables": environment} if environment else None,
            handler=args["handler"],
            logging_config={"log_format": "JSON", "log_group": log_group.name},
            memory_size=args.get("memory_size", function_rules.DEFAULT_MEMORY_SIZE),
            role=role.arn,
            runtime=args.get("runtime", function_rules.DEFAULT_RUNTIME),
            tags=args.get("tags"),
            timeout=self.timeout,
            # The first invocation needs what the policy allows.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
