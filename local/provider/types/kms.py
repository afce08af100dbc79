"""AWS Key Management Service.

https://docs.aws.amazon.com/kms/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_ALIAS: Final = "alias/"
_GONE_STATES: Final = ("PendingDeletion", "PendingReplicaDeletion")


def _living_key(answer: Request, facts: Properties) -> Request | None:
    """A key lives on for some days after its deletion, but no longer as a resource."""
    del facts
    metadata: Request = answer["KeyMetadata"]
    return None if metadata.get("KeyState") in _GONE_STATES else metadata


def _this_alias(answer: Request, facts: Properties) -> Request | None:
    aliases: list[Any] = answer["Aliases"]
    return next((alias for alias in aliases if alias["AliasName"] == facts["name"]), None)


def _amend_key(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs
    window = state.get("deletionWindowInDays")
    if operation == "ScheduleKeyDeletion" and window:
        return {**request, "PendingWindowInDays": int(window)}
    return request


KEY: Final = ResourceType(
    type="aws:kms/key:Key",
    service="kms",
    create="CreateKey",
    read=(
        Reading("DescribeKey", select=_living_key),
        Reading("GetKeyPolicy", request={"PolicyName": "default"}, optional=True),
        Reading("GetKeyRotationStatus", optional=True),
    ),
    update=(Change("UpdateKeyDescription"), Change("PutKeyPolicy"), Change("EnableKeyRotation")),
    delete="ScheduleKeyDeletion",
    id=lambda facts: facts["KeyMetadata"]["KeyId"] if "KeyMetadata" in facts else facts["id"],
    identity={"KeyId": "id"},
    attributes={
        "bypassPolicyLockoutSafetyCheck": Attribute(unechoed=True),
        "customerMasterKeySpec": Attribute(default="SYMMETRIC_DEFAULT"),
        "customKeyStoreId": Attribute(refused="the emulator has no custom key stores"),
        "xksKeyId": Attribute(refused="the emulator has no custom key stores"),
        "deletionWindowInDays": Attribute(local=True, exact=Exact(minimum=7, maximum=30)),
        "enableKeyRotation": Attribute("KeyRotationEnabled", switch=("EnableKeyRotation", "DisableKeyRotation")),
        "isEnabled": Attribute("Enabled", default=True, switch=("EnableKey", "DisableKey")),
        "keyUsage": Attribute(default="ENCRYPT_DECRYPT"),
        "policy": Attribute(document=True),
        "rotationPeriodInDays": Attribute(exact=Exact(minimum=90, maximum=2560)),
    },
    outputs={"policy": lambda facts: facts.get("policy", "")},
    tags=Tagging(listing="ListResourceTags", identified_by="{id}"),
    amend=_amend_key,
)

ALIAS: Final = ResourceType(
    type="aws:kms/alias:Alias",
    service="kms",
    create="CreateAlias",
    read=(Reading("ListAliases", select=_this_alias),),
    update=(Change("UpdateAlias"),),
    delete="DeleteAlias",
    id="{name}",
    identity={"AliasName": "name"},
    import_id=("name",),
    import_separator="\n",
    attributes={
        "name": Attribute(
            "AliasName",
            exact=Exact(
                pattern=r"alias/(?!aws/)[A-Za-z0-9/_-]{1,250}",
                meaning="after alias/ it has letters, digits, slashes, hyphens and underscores, and not aws/ first",
            ),
        ),
        "namePrefix": Attribute(local=True, replaces=True),
        "arn": Attribute("AliasArn"),
    },
    outputs={
        "targetKeyArn": lambda facts: (
            facts["targetKeyId"]
            if facts["targetKeyId"].startswith("arn:")
            else f"arn:{facts['partition']}:kms:{facts['region']}:{facts['account']}:key/{facts['targetKeyId']}"
        )
    },
    unsettled=frozenset({"targetKeyArn"}),
    naming=Naming(max_length=256, prefix="namePrefix", start=_ALIAS),
    exclusive=(("name", "namePrefix"),),
)

TYPES: Final = (KEY, ALIAS)
