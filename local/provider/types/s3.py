"""Amazon S3 buckets.

https://docs.aws.amazon.com/AmazonS3/latest/API/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Request
    from local.provider.values import Properties

_FIRST_REGION: Final = "us-east-1"
"""The one region that a new bucket must not name."""
_SEPARATE: Final = "it has a resource type of its own, which the local stack does not need; leave it out"
GONE: Final = (
    "404", "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchCORSConfiguration", "NoSuchTagSet",
    "NoSuchPublicAccessBlockConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
)  # fmt: skip


def _amend_bucket(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del state
    region = inputs["region"]
    if operation == "CreateBucket" and region != _FIRST_REGION:
        return {**request, "CreateBucketConfiguration": {"LocationConstraint": region}}
    return request


def _empty(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A bucket with objects is only deleted where its program says so."""
    if operation != "DeleteBucket" or not state.get("forceDestroy"):
        return
    bucket = {"Bucket": request["Bucket"]}
    while True:
        page = call("ListObjectVersions", bucket)
        found: list[Any] = [*(page.get("Versions") or []), *(page.get("DeleteMarkers") or [])]
        if not found:
            return
        for version in found:
            call("DeleteObject", {**bucket, "Key": version["Key"], "VersionId": version["VersionId"]})


def _exists(answer: Request, facts: Properties) -> Request:
    del answer, facts
    return {}


def _versioning(answer: Request, facts: Properties) -> Request:
    del facts
    return {"VersioningConfiguration": {"Status": answer.get("Status", "Suspended")}}


BUCKET: Final = ResourceType(
    type="aws:s3/bucket:Bucket",
    service="s3",
    create="CreateBucket",
    read=(
        Reading("HeadBucket", select=_exists),
        Reading("GetBucketVersioning", select=_versioning),
        Reading("GetBucketEncryption", optional=True),
        Reading("GetBucketCors", optional=True),
        Reading("GetBucketPolicy", optional=True),
    ),
    update=(
        Change("PutBucketVersioning"),
        Change("PutBucketEncryption"),
        Change("PutBucketCors"),
        Change("PutBucketPolicy"),
    ),
    delete="DeleteBucket",
    id="{bucket}",
    identity={"Bucket": "bucket"},
    import_id=("bucket",),
    attributes={
        "bucket": Attribute(
            exact=Exact(
                pattern=r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
                meaning="a bucket is called by 3 to 63 lower-case letters, digits, dots and hyphens",
            )
        ),
        "bucketPrefix": Attribute(local=True, replaces=True),
        "forceDestroy": Attribute(local=True),
        "objectLockEnabled": Attribute("ObjectLockEnabledForBucket", unechoed=True),
        "policy": Attribute(removal="DeleteBucketPolicy"),
        "corsRules": Attribute(("CORSConfiguration.CORSRules", "CORSRules"), removal="DeleteBucketCors", ordered=True),
        "versioning": Attribute("VersioningConfiguration", default={"enabled": False}),
        "versioning.enabled": Attribute(
            "Status",
            send=lambda enabled: "Enabled" if enabled else "Suspended",
            receive=lambda status: status == "Enabled",
        ),
        "versioning.mfaDelete": Attribute(refused="the emulator has no devices for it"),
        "serverSideEncryptionConfiguration": Attribute(removal="DeleteBucketEncryption"),
        "serverSideEncryptionConfiguration.rule": Attribute("Rules"),
        "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId": Attribute(
            "KMSMasterKeyID"
        ),
        "serverSideEncryptionConfiguration.rule.blockedEncryptionTypes": Attribute(
            refused="the emulator blocks no encryption types"
        ),
        **{
            name: Attribute(refused=_SEPARATE)
            for name in (
                "accelerationStatus", "acl", "bucketNamespace", "grants", "lifecycleRules", "logging",
                "objectLockConfiguration", "replicationConfiguration", "requestPayer", "website",
            )
        },
    },
    outputs={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.amazonaws.com",
        "bucketRegion": "{region}",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        "corsRules": lambda facts: facts.get("corsRules") or [],
        "policy": lambda facts: facts.get("policy", ""),
    },
    naming=Naming("bucket", max_length=63, prefix="bucketPrefix"),
    tags=Tagging(
        member="",
        tag="PutBucketTagging",
        untag="DeleteBucketTagging",
        listing="GetBucketTagging",
        identified_by="{bucket}",
        identifier="Bucket",
        whole=("Tagging", "TagSet"),
    ),
    gone=GONE,
    exclusive=(("bucket", "bucketPrefix"),),
    amend=_amend_bucket,
    first=_empty,
)  # fmt: skip

PUBLIC_ACCESS_BLOCK: Final = ResourceType(
    type="aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    service="s3",
    create="PutPublicAccessBlock",
    read=(Reading("GetPublicAccessBlock", at="PublicAccessBlockConfiguration"),),
    update=(Change("PutPublicAccessBlock"),),
    delete="DeletePublicAccessBlock",
    id="{bucket}",
    identity={"Bucket": "bucket"},
    import_id=("bucket",),
    attributes={
        **{
            name: Attribute((f"PublicAccessBlockConfiguration.{name[0].upper()}{name[1:]}", name))
            for name in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        },
        "skipDestroy": Attribute(local=True),
    },
    gone=GONE,
    amend=lambda operation, request, inputs, state: (  # noqa: ARG005
        None if operation == "DeletePublicAccessBlock" and state.get("skipDestroy") else request
    ),
)

TYPES: Final = (BUCKET, PUBLIC_ACCESS_BLOCK)
