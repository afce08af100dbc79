"""Functions that tests build."""

from typing import cast

from components import LambdaFunctionArgs, python_package

FUNCTION = "aws:lambda/function:Function"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ALIAS = "aws:lambda/alias:Alias"
PROVISIONED = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failed-orders"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c"
LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:metrics:3"


def args(**changes: object) -> LambdaFunctionArgs:
    """Valid arguments but for these changes."""
    code = python_package("functions/orders")
    return cast("LambdaFunctionArgs", {"code": code, "handler": "orders.create.handler", **changes})
