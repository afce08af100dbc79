"""The permission of an API to invoke functions: one a function, not one a route.

A function's policy holds 20,480 bytes, some thirty statements, so that a permission for each route would not fit:
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from collections.abc import Iterable

import pulumi
import pulumi_aws as aws

from components.routing.integrations import FunctionTarget


def invoke_permissions(
    api: str, execution_arn: pulumi.Input[str], targets: Iterable[FunctionTarget], parent: pulumi.Resource
) -> list[aws.lambda_.Permission]:
    """Lets every route and authorizer of the API invoke each of the functions, and no other API.

    Args:
        api: name of the component, with which the names of the permissions begin.
        execution_arn: ARN prefix of the API's requests.
        targets: the functions, each once.
        parent: the component.
    """
    return [
        aws.lambda_.Permission(
            f"{api}-permission-{target.label}",
            action="lambda:InvokeFunction",
            function=target.function,
            principal="apigateway.amazonaws.com",
            qualifier=target.qualifier,
            source_arn=pulumi.Output.concat(execution_arn, "/*"),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for target in targets
    ]
