"""Samples of buckets, keys, secrets, layers and managed policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.provider.values import Secret
from tests.local.provider.samples import READ_POLICY, WRITE_POLICY, Sample, code

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine


def _statement(principal: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _bucket(engine: Engine) -> Properties:
    return {"bucket": engine.create("aws:s3/bucket:Bucket", "parent", {}).id}


def _key(engine: Engine) -> Properties:
    return {"targetKeyId": engine.create("aws:kms/key:Key", "parent", {}).id}


def _secret(engine: Engine) -> Properties:
    return {"secretId": engine.create("aws:secretsmanager/secret:Secret", "parent", {}).id}


RESOURCE_SAMPLES = [
    Sample(
        "aws:s3/bucket:Bucket",
        {
            "forceDestroy": True,
            "versioning": {"enabled": True},
            "serverSideEncryptionConfiguration": {
                "rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}, "bucketKeyEnabled": True}
            },
            "corsRules": [{"allowedMethods": ["GET"], "allowedOrigins": ["https://a.example"], "maxAgeSeconds": 60.0}],
            "policy": READ_POLICY,
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "versioning": {"enabled": False},
            "corsRules": [{"allowedMethods": ["GET", "PUT"], "allowedOrigins": ["*"], "maxAgeSeconds": 60.0}],
            "policy": WRITE_POLICY,
            "tags": {"team": "web"},
        },
        replace={"bucket": "another"},
    ),
    Sample(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True},
        update={"blockPublicAcls": False, "restrictPublicBuckets": True},
        replace={"bucket": "another"},
        parents=_bucket,
    ),
    Sample(
        "aws:kms/key:Key",
        {
            "description": "first",
            "policy": _statement("arn:aws:iam::000000000000:root"),
            "enableKeyRotation": True,
            "rotationPeriodInDays": 180.0,
            "deletionWindowInDays": 7.0,
            "tags": {"team": "shop"},
        },
        update={
            "description": "second",
            "policy": _statement("*"),
            "rotationPeriodInDays": 365.0,
            "isEnabled": False,
            "tags": {"team": "web"},
        },
        replace={"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "RSA_2048"},
    ),
    Sample(
        "aws:kms/alias:Alias",
        {"name": "alias/orders"},
        replace={"name": "alias/users"},
        parents=_key,
    ),
    Sample(
        "aws:secretsmanager/secret:Secret",
        {"description": "first", "policy": READ_POLICY, "recoveryWindowInDays": 0.0, "tags": {"team": "shop"}},
        update={"description": "second", "policy": WRITE_POLICY, "tags": {"team": "web"}},
        replace={"name": "another"},
    ),
    Sample(
        "aws:secretsmanager/secretVersion:SecretVersion",
        {"secretString": Secret("a-password")},
        replace={"secretString": "another"},
        parents=_secret,
        lasting=True,
    ),
    Sample(
        "aws:lambda/layerVersion:LayerVersion",
        {
            "layerName": "shared",
            "code": code(),
            "description": "first",
            "compatibleRuntimes": ["python3.12"],
            "compatibleArchitectures": ["arm64"],
        },
        replace={"description": "second"},
    ),
    Sample(
        "aws:iam/policy:Policy",
        {"policy": READ_POLICY, "description": "first", "path": "/service/", "tags": {"team": "shop"}},
        update={"policy": WRITE_POLICY, "tags": {"team": "web"}},
        replace={"description": "second"},
    ),
]
