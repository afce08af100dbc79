"""The resource types that the stand-in knows, one table a service."""

from __future__ import annotations

import functools
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.provider.resource_type import ResourceType

TABLES: Final = (
    "apigateway", "apigateway_access", "apigateway_methods", "apigateway_models", "apigateway_stages", "apigatewayv2",
    "apigatewayv2_domains", "apigatewayv2_models", "cognito", "dynamodb", "events", "iam", "iam_policies", "kinesis",
    "kms", "lambda_", "lambda_layers", "logs", "s3", "secretsmanager", "sns", "sqs", "stepfunctions",
)  # fmt: skip


@functools.cache
def known_types() -> Mapping[str, ResourceType]:
    """Every type by its token."""
    rows: dict[str, ResourceType] = {}
    for table in TABLES:
        rows.update((row.type, row) for row in import_module(f"{__name__}.{table}").TYPES)
    return rows
