"""Grants: what a function may do, as actions on named resources. Pure: no Pulumi resource.

Source of the actions: https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from collections.abc import Sequence
from typing import TypedDict

import pulumi


class Grant(TypedDict):
    """Actions that a function may take on some resources."""

    actions: Sequence[str]
    """IAM actions, such as `dynamodb:GetItem`; none of a whole service."""
    resources: Sequence[pulumi.Input[str]]
    """ARNs; never `*`."""


def table_read(table_arn: pulumi.Input[str], indexes: Sequence[str] = ()) -> Grant:
    """Read items of a DynamoDB table, by key or by partition; no scan of the whole table.

    Args:
        table_arn: ARN of the table.
        indexes: names of the indexes that may be queried too.
    """
    return {"actions": ["dynamodb:GetItem", "dynamodb:Query"], "resources": _table(table_arn, indexes)}


def table_put(table_arn: pulumi.Input[str]) -> Grant:
    """Put items into a DynamoDB table, and read nothing of it."""
    return {"actions": ["dynamodb:PutItem"], "resources": [table_arn]}


def table_read_write(table_arn: pulumi.Input[str], indexes: Sequence[str] = ()) -> Grant:
    """Read, put, change and delete items of a DynamoDB table.

    Args:
        table_arn: ARN of the table.
        indexes: names of the indexes that may be queried too.
    """
    return {
        "actions": [
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        ],
        "resources": _table(table_arn, indexes),
    }


def queue_send(queue_arn: pulumi.Input[str]) -> Grant:
    """Send messages to an SQS queue. A queue encrypted with a key of one's own needs grants on the key too."""
    return {"actions": ["sqs:SendMessage"], "resources": [queue_arn]}


def queue_consume(queue_arn: pulumi.Input[str]) -> Grant:
    """Receive and delete messages of an SQS queue: what an event source mapping of the queue needs."""
    return {"actions": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], "resources": [queue_arn]}


def bucket_read(bucket_arn: pulumi.Input[str], prefix: str = "") -> Grant:
    """Read objects of an S3 bucket by key. Without the right to list, S3 answers 403 for a missing object, not 404.

    Args:
        bucket_arn: ARN of the bucket.
        prefix: beginning of the keys that may be read, such as `invoices/`. Default: every object.
    """
    return {"actions": ["s3:GetObject"], "resources": [_objects(bucket_arn, prefix)]}


def bucket_write(bucket_arn: pulumi.Input[str], prefix: str = "") -> Grant:
    """Put objects into an S3 bucket, in parts too; existing ones are overwritten, none is read or deleted.

    Args:
        bucket_arn: ARN of the bucket.
        prefix: beginning of the keys that may be written, such as `invoices/`. Default: every object.
    """
    return {"actions": ["s3:AbortMultipartUpload", "s3:PutObject"], "resources": [_objects(bucket_arn, prefix)]}


def topic_publish(topic_arn: pulumi.Input[str]) -> Grant:
    """Publish messages to an SNS topic."""
    return {"actions": ["sns:Publish"], "resources": [topic_arn]}


def bus_put_events(bus_arn: pulumi.Input[str]) -> Grant:
    """Put events on an EventBridge bus."""
    return {"actions": ["events:PutEvents"], "resources": [bus_arn]}


def secret_read(secret_arn: pulumi.Input[str]) -> Grant:
    """Read the value of a secret of Secrets Manager; one encrypted with a key of one's own needs `key_decrypt` too."""
    return {"actions": ["secretsmanager:GetSecretValue"], "resources": [secret_arn]}


def key_decrypt(key_arn: pulumi.Input[str]) -> Grant:
    """Decrypt with a KMS key, such as the one of a secret, a queue or a bucket."""
    return {"actions": ["kms:Decrypt"], "resources": [key_arn]}


def invoke(function_arn: pulumi.Input[str]) -> Grant:
    """Invoke a Lambda function, by exactly this ARN: that of an alias allows the alias only."""
    return {"actions": ["lambda:InvokeFunction"], "resources": [function_arn]}


def state_machine_start(state_machine_arn: pulumi.Input[str]) -> Grant:
    """Start executions of a Step Functions state machine, without waiting for their end."""
    return {"actions": ["states:StartExecution"], "resources": [state_machine_arn]}


def _table(table_arn: pulumi.Input[str], indexes: Sequence[str]) -> list[pulumi.Input[str]]:
    return [table_arn, *(_below(table_arn, f"/index/{index}") for index in indexes)]


def _objects(bucket_arn: pulumi.Input[str], prefix: str) -> pulumi.Input[str]:
    return _below(bucket_arn, f"/{prefix}*")


def _below(arn: pulumi.Input[str], path: str) -> pulumi.Input[str]:
    """The ARN with more behind it; a text stays a text, so that it can be judged before anything is registered."""
    return f"{arn}{path}" if isinstance(arn, str) else pulumi.Output.concat(arn, path)
