"""Integrations: what answers a route. A function may be given in several forms; here they become one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from components.function import LambdaFunction

if TYPE_CHECKING:
    FunctionReference = LambdaFunction | aws.lambda_.Function | aws.lambda_.Alias | pulumi.Output[str] | str
    """A function: a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    FunctionReference = pulumi.Input[Any]

_ARN_PARTS = 7
"""arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, and perhaps :QUALIFIER behind it."""


@dataclass(frozen=True)
class FunctionTarget:
    """A function as an API needs it."""

    label: str
    """What the function is called in the names of other resources."""
    identity: object
    """Equal for two routes exactly when they have the same function."""
    uri: pulumi.Input[str]
    """ARN to invoke, with the qualifier if there is one."""
    function: pulumi.Input[str]
    """Name or ARN without qualifier, for the permission."""
    qualifier: pulumi.Input[str | None] = None
    """Alias or version, for the permission."""
    timeout: int | None = None
    """Seconds, where they are known."""


def function_target(function: FunctionReference, route_key: str) -> FunctionTarget:
    """The function behind a route.

    An ARN that only becomes known during the deployment has no name to call resources after, so they are called after
    its route and not shared with others.

    Raises:
        TypeError: for anything that is no function.
    """
    if isinstance(function, LambdaFunction):
        return FunctionTarget(
            label=function.pulumi_resource_name,
            identity=id(function),
            uri=function.arn,
            function=function.function_name,
            timeout=function.timeout,
        )
    if isinstance(function, aws.lambda_.Function):
        return FunctionTarget(function.pulumi_resource_name, id(function), function.arn, function.name)
    if isinstance(function, aws.lambda_.Alias):
        label = function.pulumi_resource_name
        return FunctionTarget(label, id(function), function.arn, function.function_name, function.name)
    if isinstance(function, str):
        return _target_of_arn(function)
    if isinstance(function, pulumi.Output):  # pyright: ignore[reportUnnecessaryIsInstance] -- types bind only typed callers
        return FunctionTarget(route_key, route_key, function, function.apply(_unqualified), function.apply(_qualifier))
    raise TypeError(f"{type(function).__name__} is no function")


def _target_of_arn(arn: str) -> FunctionTarget:
    parts = arn.split(":")
    if len(parts) not in {_ARN_PARTS, _ARN_PARTS + 1} or parts[2] != "lambda" or parts[5] != "function":
        raise TypeError(f'"{arn}" is no ARN of a Lambda function')
    return FunctionTarget("-".join(parts[6:]), arn, arn, _unqualified(arn), _qualifier(arn))


def _unqualified(arn: str) -> str:
    return ":".join(arn.split(":")[:_ARN_PARTS])


def _qualifier(arn: str) -> str | None:
    return arn.split(":")[_ARN_PARTS] if arn.count(":") == _ARN_PARTS else None
