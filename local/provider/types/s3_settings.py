"""Amazon S3: settings of buckets that are resources of their own.

https://docs.aws.amazon.com/AmazonS3/latest/API/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.types.s3 import GONE

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_EXPECTED_OWNER: Final = Attribute(refused="the local stack has one account")
_NO_RULES: Final = "OwnershipControlsNotFoundError"
_BUCKET: Final = {"Bucket": "bucket"}


def _versioned(answer: Request, facts: Properties) -> Request | None:
    """A bucket that never had versions says nothing, and one whose versions were switched off says so."""
    del facts
    return {"VersioningConfiguration": answer} if answer.get("Status") else None


def _suspend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """Versions cannot be taken away again, only no more be made."""
    del operation, inputs, state
    return {"VersioningConfiguration": {"Status": "Suspended"}, **request}


def _as_tags(tags: Properties) -> list[Request]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _as_map(tags: list[Any]) -> Properties:
    return {tag["Key"]: tag["Value"] for tag in tags}


BUCKET_POLICY: Final = ResourceType(
    type="aws:s3/bucketPolicy:BucketPolicy",
    service="s3",
    create="PutBucketPolicy",
    read=(Reading("GetBucketPolicy"),),
    update=(Change("PutBucketPolicy"),),
    delete="DeleteBucketPolicy",
    id="{bucket}",
    identity=_BUCKET,
    import_id=("bucket",),
    gone=GONE,
)

VERSIONING: Final = ResourceType(
    type="aws:s3/bucketVersioning:BucketVersioning",
    service="s3",
    create="PutBucketVersioning",
    read=(Reading("GetBucketVersioning", select=_versioned),),
    update=(Change("PutBucketVersioning"),),
    delete="PutBucketVersioning",
    id="{bucket}",
    identity=_BUCKET,
    import_id=("bucket",),
    attributes={
        "versioningConfiguration.status": Attribute(exact=Exact(allowed=("Enabled", "Suspended"))),
        "versioningConfiguration.mfaDelete": Attribute(refused="the emulator has no devices for it"),
        "mfa": Attribute(refused="the emulator has no devices for it"),
        "expectedBucketOwner": _EXPECTED_OWNER,
    },
    gone=GONE,
    amend=_suspend,
)

ENCRYPTION: Final = ResourceType(
    type="aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    service="s3",
    create="PutBucketEncryption",
    read=(Reading("GetBucketEncryption"),),
    update=(Change("PutBucketEncryption"),),
    delete="DeleteBucketEncryption",
    id="{bucket}",
    identity=_BUCKET,
    import_id=("bucket",),
    attributes={
        "rules": Attribute("ServerSideEncryptionConfiguration.Rules"),
        "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": Attribute("KMSMasterKeyID"),
        "rules.blockedEncryptionTypes": Attribute(refused="the emulator blocks no encryption types"),
        "expectedBucketOwner": _EXPECTED_OWNER,
    },
    gone=GONE,
)

LIFECYCLE: Final = ResourceType(
    type="aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    service="s3",
    create="PutBucketLifecycleConfiguration",
    read=(Reading("GetBucketLifecycleConfiguration"),),
    update=(Change("PutBucketLifecycleConfiguration"),),
    delete="DeleteBucketLifecycle",
    id="{bucket}",
    identity=_BUCKET,
    import_id=("bucket",),
    attributes={
        "rules": Attribute(("LifecycleConfiguration.Rules", "Rules")),
        "rules.status": Attribute(exact=Exact(allowed=("Enabled", "Disabled"))),
        "rules.filter.and.tags": Attribute(send=_as_tags, receive=_as_map),
        "transitionDefaultMinimumObjectSize": Attribute(default="all_storage_classes_128K"),
        "timeouts": Attribute(local=True),
        "expectedBucketOwner": _EXPECTED_OWNER,
    },
    gone=(*GONE, "NoSuchLifecycleConfiguration"),
)

OWNERSHIP: Final = ResourceType(
    type="aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    service="s3",
    create="PutBucketOwnershipControls",
    read=(Reading("GetBucketOwnershipControls"),),
    update=(Change("PutBucketOwnershipControls"),),
    delete="DeleteBucketOwnershipControls",
    id="{bucket}",
    identity=_BUCKET,
    import_id=("bucket",),
    attributes={
        "rule": Attribute("OwnershipControls.Rules"),
        "rule.objectOwnership": Attribute(
            exact=Exact(allowed=("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"))
        ),
    },
    gone=(*GONE, _NO_RULES),
)

TYPES: Final = (BUCKET_POLICY, VERSIONING, ENCRYPTION, LIFECYCLE, OWNERSHIP)
