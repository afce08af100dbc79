"""LambdaFunction: a function with the log group it writes to and a role that allows it nothing else unasked."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.access.grant_rules import grant_problems
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.function import code as function_code
from components.function import environment as function_environment
from components.function import role as function_role
from components.function import rules as function_rules
from components.function.args import LambdaFunctionArgs
from components.problems import ComponentError, Problem, unknown_keys


class LambdaFunction(pulumi.ComponentResource):
    """A Lambda function with its log group and a least-privilege role, and an alias if it is given one.

    The log group is made before the function, so that its retention holds from the first line, and goes away with it.
    Who may invoke the function is not said here: an API that has it as a route allows itself.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
        pulumi.RunError: when pip cannot install the dependencies of the code.
    """

    arn: pulumi.Output[str]
    """ARN of the function."""
    target_arn: pulumi.Output[str]
    """The ARN to invoke: that of the alias if there is one, else that of the function."""
    invoke_arn: pulumi.Output[str]
    """The ARN by which API Gateway invokes the target."""
    function_name: pulumi.Output[str]
    """Name of the function in AWS."""
    qualifier: pulumi.Output[str | None]
    """Name of the alias, if there is one; a permission that names it waits for the alias."""
    version: pulumi.Output[str]
    """The version that the alias points to, or $LATEST."""
    role_name: pulumi.Output[str]
    """Name of the function's role, to attach more policies to."""
    log_group_name: pulumi.Output[str]
    """Name of the log group the function writes to."""
    timeout: int
    """Seconds after which Lambda stops an invocation."""

    def __init__(self, name: str, args: LambdaFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        _refuse(name, _problems(args))
        code = function_code.complete_code(args)
        _refuse(name, function_code.code_problems(args, code))
        super().__init__("gateway:index:LambdaFunction", name, {"handler": args["handler"]}, opts)
        self._name_of_component = name
        self._args = args
        self.timeout = args.get("timeout", function_rules.DEFAULT_TIMEOUT)
        log_group = self._create_log_group()
        role = self._create_role()
        policy = self._create_policy(role, log_group)
        function = self._create_function(code, role, log_group, policy)
        alias = self._create_alias(function, args["alias"]) if "alias" in args else None
        target = alias or function
        self.arn = function.arn
        self.target_arn = target.arn
        self.invoke_arn = target.invoke_arn
        self.function_name = function.name
        self.qualifier = pulumi.Output.from_input(None if alias is None else alias.name)
        self.version = function.version
        self.role_name = role.name
        self.log_group_name = log_group.name
        self.register_outputs(
            {
                "arn": self.arn,
                "targetArn": self.target_arn,
                "invokeArn": self.invoke_arn,
                "functionName": self.function_name,
                "qualifier": self.qualifier,
                "version": self.version,
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
            # What takes another name, by an alias, keeps its logs.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["namePrefix"]),
        )

    def _create_role(self) -> aws.iam.Role:
        return aws.iam.Role(
            f"{self._name_of_component}-role",
            assume_role_policy=pulumi.Output.json_dumps(function_role.TRUST),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_policy(self, role: aws.iam.Role, log_group: aws.cloudwatch.LogGroup) -> aws.iam.RolePolicy:
        return aws.iam.RolePolicy(
            f"{self._name_of_component}-policy",
            role=role.name,
            policy=function_role.policy(self._args, log_group.arn),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_function(
        self,
        code: pulumi.Archive,
        role: aws.iam.Role,
        log_group: aws.cloudwatch.LogGroup,
        policy: aws.iam.RolePolicy,
    ) -> aws.lambda_.Function:
        args = self._args
        variables = function_environment.variables(args)
        return aws.lambda_.Function(
            self._name_of_component,
            architectures=[args.get("architecture", function_rules.DEFAULT_ARCHITECTURE)],
            code=code,
            dead_letter_config=_setting("target_arn", args.get("dead_letter_queue")),
            description=args.get("description"),
            environment={"variables": variables} if variables else None,
            ephemeral_storage=_setting("size", args.get("ephemeral_storage")),
            handler=args["handler"],
            kms_key_arn=args.get("kms_key_arn"),
            layers=args.get("layers"),
            logging_config={
                "log_format": "JSON",
                "log_group": log_group.name,
                "application_log_level": args.get("log_level"),
            },
            memory_size=args.get("memory_size", function_rules.DEFAULT_MEMORY_SIZE),
            # An alias of $LATEST would change its code without a version to go back to.
            publish=True if "alias" in args else None,
            reserved_concurrent_executions=args.get("reserved_concurrency"),
            role=role.arn,
            runtime=args.get("runtime", function_rules.DEFAULT_RUNTIME),
            tags=args.get("tags"),
            timeout=self.timeout,
            tracing_config={"mode": "Active"} if args.get("tracing", False) else None,
            vpc_config=self._vpc_config(),
            opts=pulumi.ResourceOptions(
                parent=self,
                # The first invocation needs what the policy allows.
                depends_on=[policy],
                # The provider gives the whole environment back.
                additional_secret_outputs=["environment"] if args.get("secrets") else None,
            ),
        )

    def _vpc_config(self) -> aws.lambda_.FunctionVpcConfigArgs | None:
        subnets, groups = self._args.get("subnet_ids"), self._args.get("security_group_ids")
        if not subnets or not groups:
            return None
        return aws.lambda_.FunctionVpcConfigArgs(subnet_ids=subnets, security_group_ids=groups)

    def _create_alias(self, function: aws.lambda_.Function, alias_name: str) -> aws.lambda_.Alias:
        canary = self._args.get("canary")
        alias = aws.lambda_.Alias(
            f"{self._name_of_component}-alias-{alias_name}",
            function_name=function.name,
            function_version=function.version,
            name=alias_name,
            routing_config=_setting("additional_version_weights", canary),
            opts=pulumi.ResourceOptions(parent=self),
        )
        if "provisioned_concurrency" in self._args:
            aws.lambda_.ProvisionedConcurrencyConfig(
                f"{self._name_of_component}-provisioned",
                function_name=function.name,
                provisioned_concurrent_executions=self._args["provisioned_concurrency"],
                qualifier=alias.name,
                opts=pulumi.ResourceOptions(parent=self),
            )
        return alias


def _problems(args: LambdaFunctionArgs) -> list[Problem]:
    """Every problem that shows without installing anything."""
    # Without requirements the code is complete as it is.
    whole = () if function_code.has_requirements(args) else function_code.code_problems(args, args.get("code"))
    return [
        *unknown_keys("arguments", args, LambdaFunctionArgs),
        *function_rules.problems(args),
        *function_environment.environment_problems(args),
        *function_code.archive_problems(args),
        *function_code.handler_problems(args),
        *function_code.requirements_problems(args),
        *whole,
        *grant_problems(args.get("grants", {}), function_role.RESERVED_NAMES),
    ]


def _refuse(name: str, problems: list[Problem]) -> None:
    if problems:
        raise ComponentError(f'Lambda function "{name}"', problems)


def _setting(key: str, value: object) -> Any:
    return None if value is None else {key: value}
