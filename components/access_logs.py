"""Access logs: one JSON object a request, and the group they go to.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
"""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

RETENTION_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""The retentions CloudWatch Logs takes, in days:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""

DEFAULT_RETENTION_DAYS = 30

# Every value is quoted: a variable without a value becomes "-", which would be no JSON bare. Nothing of a token is
# written, neither a claim nor the header that carried it. An authorizer has an error here, but no status and latency.
_FIELDS = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "ip": "$context.identity.sourceIp",
    "caller": "$context.identity.caller",
    "userAgent": "$context.identity.userAgent",
    "requestTime": "$context.requestTime",
    "domainName": "$context.domainName",
    "stage": "$context.stage",
    "httpMethod": "$context.httpMethod",
    "routeKey": "$context.routeKey",
    "path": "$context.path",
    "status": "$context.status",
    "protocol": "$context.protocol",
    "responseLength": "$context.responseLength",
    "responseLatency": "$context.responseLatency",
    "integrationLatency": "$context.integrationLatency",
    "integrationStatus": "$context.integrationStatus",
    "integrationError": "$context.integrationErrorMessage",
    "authorizerError": "$context.authorizer.error",
    "errorMessage": "$context.error.message",
    "errorType": "$context.error.responseType",
}

FORMAT = json.dumps(_FIELDS, separators=(",", ":"))
"""The format of the access log; lengths in bytes, latencies in milliseconds."""


def log_group_prefix(api: str) -> str:
    """Beginning of the log group's name.

    Groups under /aws/vendedlogs/ share one statement of the account's log policy, which holds 5,120 characters:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    """
    return f"/aws/vendedlogs/apigateway/{api}-"


def log_group(
    api: str, retention_days: int, tags: Mapping[str, pulumi.Input[str]] | None, parent: pulumi.Resource
) -> aws.cloudwatch.LogGroup:
    """The log group of an API's stages, which keeps entries so many days."""
    return aws.cloudwatch.LogGroup(
        f"{api}-access-logs",
        name_prefix=log_group_prefix(api),
        retention_in_days=retention_days,
        tags=tags,
        # What takes another name, by an alias, keeps its logs.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["namePrefix"]),
    )
