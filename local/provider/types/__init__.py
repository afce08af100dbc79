"""The resource types that the stand-in knows, one table a service."""

from __future__ import annotations

import functools
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.provider.resource_type import ResourceType

TABLES: Final = (
    "acm", "apigateway", "apigateway_access", "apigateway_associations", "apigateway_certificates",
    "apigateway_domains", "apigateway_methods", "apigateway_models", "apigateway_stages", "apigatewayv2",
    "apigatewayv2_domains", "apigatewayv2_models", "cloudwatch", "cognito", "dynamodb", "ec2", "ec2_endpoints",
    "ec2_gateways", "ec2_routes", "ec2_rules", "ec2_security", "events", "iam", "iam_policies", "kinesis", "kms",
    "lambda_", "lambda_concurrency", "lambda_layers", "lb", "lb_listeners", "lb_rules", "lb_targets",
    "log_metric_filters", "logs", "route53", "route53_records", "s3", "s3_objects", "s3_settings", "secretsmanager",
    "servicediscovery", "sns", "sns_subscriptions", "sqs", "stepfunctions", "vpc_links", "wafv2",
)  # fmt: skip


@functools.cache
def known_types() -> Mapping[str, ResourceType]:
    """Every type by its token."""
    rows: dict[str, ResourceType] = {}
    for table in TABLES:
        rows.update((row.type, row) for row in import_module(f"{__name__}.{table}").TYPES)
    return rows
