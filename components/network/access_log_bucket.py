"""The bucket for the access logs of a load balancer."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

_WRITERS = {"application": "logdelivery.elasticloadbalancing.amazonaws.com", "network": "delivery.logs.amazonaws.com"}
"""Who writes the logs of each kind of load balancer. Sources:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html"""


def access_log_bucket(
    load_balancer: str,
    kind: str,
    neighbour_arn: pulumi.Output[str],
    retention_days: int,
    *,
    keep: bool,
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> tuple[aws.s3.Bucket, aws.s3.BucketPolicy]:
    """A bucket that only the log delivery of this account may write to, and its policy, which AWS asks for first.

    Args:
        load_balancer: name of the component, with which the names of the resources begin.
        kind: the kind of the load balancer.
        neighbour_arn: ARN of any resource of the same account and Region, which tells both without a look-up.
        retention_days: days that logs are kept.
        keep: whether a bucket with logs in it must not be deleted.
        tags: tags of the bucket.
        opts: options of each resource.
    """
    name = f"{load_balancer}-access-logs"
    # The only encryption that load balancers can write with, SSE-S3, is what every bucket has without being asked:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
    bucket = aws.s3.Bucket(name, force_destroy=not keep, tags=tags, opts=opts)
    aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=[{"id": "expire", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": retention_days}}],
        opts=opts,
    )
    policy = aws.s3.BucketPolicy(
        name,
        bucket=bucket.id,
        policy=pulumi.Output.json_dumps(
            pulumi.Output.all(bucket.arn, neighbour_arn).apply(lambda arns: _policy(kind, *arns))
        ),
        opts=opts,
    )
    return bucket, policy


def _policy(kind: str, bucket: str, neighbour: str) -> dict[str, object]:
    _, partition, _, region, account, *_ = neighbour.split(":")
    writer = {"Service": _WRITERS[kind]}
    # Load balancers write below the account they belong to, so that those of other accounts are shut out by the path.
    write: dict[str, object] = {
        "Sid": "WriteLogs",
        "Effect": "Allow",
        "Principal": writer,
        "Action": "s3:PutObject",
        "Resource": f"{bucket}/AWSLogs/{account}/*",
    }
    refuse: dict[str, object] = {
        "Sid": "RefuseUnencrypted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, f"{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    if kind == "application":
        return {"Version": "2012-10-17", "Statement": [write, refuse]}
    condition = {
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": f"arn:{partition}:logs:{region}:{account}:*"},
    }
    read: dict[str, object] = {
        "Sid": "ReadAcl",
        "Effect": "Allow",
        "Principal": writer,
        "Action": "s3:GetBucketAcl",
        "Resource": bucket,
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [read, {**write, "Condition": condition}, refuse]}
