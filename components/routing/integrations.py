"""Integrations: what answers a route. A function may be given in several forms; here they become one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.function.function import LambdaFunction

if TYPE_CHECKING:
    FunctionReference = LambdaFunction | aws.lambda_.Function | aws.lambda_.Alias | pulumi.Output[str] | str
    """A function: a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    FunctionReference = pulumi.Input[Any]

INTEGRATIONS = ("function", "url", "private", "service", "mock")
"""The keys of a route of which exactly one says what answers it."""

_ARN_PARTS = 7
"""arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, and perhaps :QUALIFIER behind it."""


class MockAnswer(TypedDict):
    """A fixed answer that API Gateway gives by itself."""

    status: NotRequired[int]
    """HTTP status. 200 by default."""
    body: NotRequired[str]
    """The body as it is sent: text in which VTL expressions are evaluated. Empty by default."""
    headers: NotRequired[Mapping[str, str]]
    """Headers of the answer. `content-type` is application/json by default."""


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

    def invoke_uri(self, *, stream: bool = False) -> pulumi.Output[str]:
        """The URI of its invocation, which REST and WebSocket APIs and all authorizers want in place of the ARN."""
        return pulumi.Output.from_input(self.uri).apply(lambda arn: _invoke_uri(arn, stream=stream))


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
            uri=function.target_arn,
            function=function.function_name,
            qualifier=function.qualifier,
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


def once(targets: Mapping[str, FunctionTarget]) -> list[FunctionTarget]:
    """Each function once, however many routes it has."""
    return [*{target.label: target for target in targets.values()}.values()]


def _target_of_arn(arn: str) -> FunctionTarget:
    parts = arn.split(":")
    if len(parts) not in {_ARN_PARTS, _ARN_PARTS + 1} or parts[2] != "lambda" or parts[5] != "function":
        raise TypeError(f'"{arn}" is no ARN of a Lambda function')
    return FunctionTarget("-".join(parts[6:]), arn, arn, _unqualified(arn), _qualifier(arn))


def _invoke_uri(arn: str, *, stream: bool) -> str:
    _, partition, _, region, *_ = arn.split(":")
    # The paths of two versions of Lambda's API: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html and
    # https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
    path = f"2021-11-15/functions/{arn}/response-streaming-invocations"
    path = path if stream else f"2015-03-31/functions/{arn}/invocations"
    return f"arn:{partition}:apigateway:{region}:lambda:path/{path}"


def _unqualified(arn: str) -> str:
    return ":".join(arn.split(":")[:_ARN_PARTS])


def _qualifier(arn: str) -> str | None:
    return arn.split(":")[_ARN_PARTS] if arn.count(":") == _ARN_PARTS else None
