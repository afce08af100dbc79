"""Amazon S3 objects, as the truststore of a domain with mutual TLS.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from local.provider.assets import content_of, zip_archive
from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType, Tagging
from local.provider.types.s3 import GONE
from local.provider.values import Archive, Asset

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_SOURCES: Final = ("source", "content", "contentBase64")
_SUMS: Final = ("Crc32", "Crc32c", "Crc64nvme", "Sha1", "Sha256")
_NO_LOCK: Final = Attribute(refused="the emulator locks no objects")


def _body(inputs: Properties) -> bytes:
    if isinstance(inputs.get("source"), Archive):
        return zip_archive(inputs["source"])
    if isinstance(inputs.get("source"), Asset):
        return content_of(inputs["source"])
    if inputs.get("contentBase64"):
        return base64.b64decode(inputs["contentBase64"])
    return str(inputs.get("content") or "").encode()


def _check(inputs: Properties) -> list[Problem]:
    text = inputs.get("contentBase64")
    if isinstance(text, str):
        try:
            base64.b64decode(text, validate=True)
        except binascii.Error as error:
            return [("contentBase64", f"is not in Base64: {error}")]
    return []


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del state
    if operation != "PutObject":
        return request
    body = _body(inputs)
    tags: dict[str, str] = inputs.get("tags") or {}
    tagging = {"Tagging": "&".join(f"{quote(key)}={quote(value)}" for key, value in tags.items())} if tags else {}
    return {**request, **tagging, "Body": body}


def _drop_versions(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A bucket with versions keeps those of a deleted object, unless they go first."""
    if operation != "DeleteObject" or not state.get("versionId"):
        return
    bucket, key = request["Bucket"], request["Key"]
    page = call("ListObjectVersions", {"Bucket": bucket, "Prefix": key})
    found: list[Any] = [*(page.get("Versions") or []), *(page.get("DeleteMarkers") or [])]
    for version in found:
        if version["Key"] == key and version["VersionId"] != "null":
            call("DeleteObject", {"Bucket": bucket, "Key": key, "VersionId": version["VersionId"]})


def _present(answer: Request) -> Request:
    version = answer.get("VersionId")
    return {
        **answer,
        "etag": str(answer["ETag"]).strip('"'),
        "VersionId": None if version in {None, "null"} else version,
    }


def _nothing(facts: Properties) -> str:
    del facts
    return ""


def _object(name: str, extra: dict[str, Attribute], outputs: dict[str, Any]) -> ResourceType:
    return ResourceType(
        type=f"aws:s3/{name[0].lower()}{name[1:]}:{name}",
        service="s3",
        create="PutObject",
        read=(Reading("HeadObject"),),
        update=(Change("PutObject"),),
        delete="DeleteObject",
        id="{key}",
        identity={"Bucket": "bucket", "Key": "key"},
        import_id=("bucket", "key"),
        attributes={
            "key": Attribute(exact=Exact(minimum=1, maximum=1024)),
            **{source: Attribute("Body", unechoed=True, send=lambda value: value) for source in _SOURCES},
            "sourceHash": Attribute(local=True),
            "etag": Attribute(computed=True, refused="AWS decides it; use `sourceHash` to have an object sent again"),
            "forceDestroy": Attribute(local=True),
            "kmsKeyId": Attribute("SSEKMSKeyId", arn=True),
            "serverSideEncryption": Attribute(computed=True),
            "storageClass": Attribute(default="STANDARD"),
            "websiteRedirect": Attribute("WebsiteRedirectLocation"),
            "acl": Attribute(refused="the emulator has no access control lists"),
            **dict.fromkeys(("objectLockLegalHoldStatus", "objectLockMode", "objectLockRetainUntilDate"), _NO_LOCK),
            **extra,
        },
        outputs={
            "arn": "arn:{partition}:s3:::{bucket}/{key}",
            "etag": "{etag}",
            "bucketKeyEnabled": lambda facts: bool(facts.get("bucketKeyEnabled")),
            "kmsKeyId": lambda facts: facts.get("kmsKeyId") or "",
            "serverSideEncryption": lambda facts: facts.get("serverSideEncryption") or "AES256",
            "storageClass": lambda facts: facts.get("storageClass") or "STANDARD",
            "versionId": lambda facts: facts.get("versionId") or "",
            **outputs,
        },
        unsettled=frozenset({"etag", "versionId"}),
        tags=Tagging(
            member="",
            tag="PutObjectTagging",
            untag="DeleteObjectTagging",
            listing="GetObjectTagging",
            identified_by="{key}",
            identifier="Key",
            request=lambda facts: {"Bucket": facts["bucket"]},
            whole=("Tagging", "TagSet"),
        ),
        gone=(*GONE, "NoSuchKey"),
        exclusive=(_SOURCES,),
        check=_check,
        first=_drop_versions,
        amend=_amend,
        present=_present,
    )


BUCKET_OBJECT: Final = _object("BucketObject", {}, {})
BUCKET_OBJECT_V2: Final = _object(
    "BucketObjectv2",
    {
        "checksumAlgorithm": Attribute(refused="the emulator computes no checksums of its own"),
        "overrideProvider": Attribute(refused="the stand-in gives objects the provider's tags"),
    },
    {"acl": _nothing, **{f"checksum{name}": _nothing for name in _SUMS}},
)

TYPES: Final = (BUCKET_OBJECT, BUCKET_OBJECT_V2)
