"""AWS Secrets Manager.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_RECOVERY_DAYS: Final = (0, *range(7, 31))
_NO_WRITE_ONLY: Final = Attribute(refused="the stand-in keeps no write-only values; use `secretString`")


def _living_secret(answer: Request, facts: Properties) -> Request | None:
    """A secret lives on for some days after its deletion, but no longer as a resource."""
    del facts
    return None if answer.get("DeletedDate") else answer


def _amend_secret(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs
    if operation != "DeleteSecret":
        return request
    days = state.get("recoveryWindowInDays")
    if days == 0:
        return {**request, "ForceDeleteWithoutRecovery": True}
    return {**request, "RecoveryWindowInDays": int(days or 30)}


def _check_secret(inputs: Properties) -> list[Problem]:
    days = inputs.get("recoveryWindowInDays")
    if isinstance(days, float) and int(days) not in _RECOVERY_DAYS:
        return [("recoveryWindowInDays", f"is {days:g}; it must be 0, for no recovery, or from 7 to 30")]
    return []


def _check_version(inputs: Properties) -> list[Problem]:
    if inputs.get("secretString") or inputs.get("secretBinary"):
        return []
    return [("secretString", "is required: give `secretString` or `secretBinary`")]


SECRET: Final = ResourceType(
    type="aws:secretsmanager/secret:Secret",
    service="secretsmanager",
    create="CreateSecret",
    read=(Reading("DescribeSecret", select=_living_secret), Reading("GetResourcePolicy", optional=True)),
    update=(Change("UpdateSecret"), Change("PutResourcePolicy")),
    delete="DeleteSecret",
    id="{ARN}",
    identity={"SecretId": "id"},
    import_separator="\n",
    attributes={
        "name": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9/_+=.@-]{1,512}", meaning="a secret is called by letters, digits and /_+=.@- only"
            )
        ),
        "namePrefix": Attribute(local=True, replaces=True),
        "policy": Attribute("ResourcePolicy", document=True, removal="DeleteResourcePolicy"),
        "recoveryWindowInDays": Attribute(local=True),
        "forceOverwriteReplicaSecret": Attribute(refused="the local stack has one region"),
        "replicas": Attribute(refused="the local stack has one region"),
        "type": Attribute(refused="the emulator has no external secrets"),
    },
    outputs={"policy": lambda facts: facts.get("policy", "")},
    naming=Naming(max_length=512, prefix="namePrefix"),
    tags=Tagging(identified_by="{id}"),
    exclusive=(("name", "namePrefix"),),
    check=_check_secret,
    amend=_amend_secret,
)

SECRET_VERSION: Final = ResourceType(
    type="aws:secretsmanager/secretVersion:SecretVersion",
    service="secretsmanager",
    create="PutSecretValue",
    read=(Reading("GetSecretValue"),),
    delete="DescribeSecret",  # a version goes with its secret, or when it is in no stage any more
    id="{secretId}|{VersionId}",
    identity={"SecretId": "secretId", "VersionId": "versionId"},
    import_id=("secretId", "versionId"),
    import_separator="|",
    attributes={
        "arn": Attribute("ARN"),
        "secretArn": Attribute("ARN"),
        "secretBinary": Attribute(
            send=base64.b64decode, receive=lambda content: base64.b64encode(content).decode("ascii")
        ),
        "secretStringWo": _NO_WRITE_ONLY,
        "secretStringWoVersion": _NO_WRITE_ONLY,
    },
    outputs={"hasSecretStringWo": lambda facts: False},  # noqa: ARG005  # what has one is refused
    exclusive=(("secretString", "secretBinary"),),
    check=_check_version,
)

TYPES: Final = (SECRET, SECRET_VERSION)
