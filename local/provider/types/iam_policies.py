"""AWS Identity and Access Management: managed policies, of which AWS keeps five versions.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Request
    from local.provider.values import Properties

_MAX_VERSIONS: Final = 5


def _amend_policy(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs, state
    return {**request, "SetAsDefault": True} if operation == "CreatePolicyVersion" else request


def _make_room(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A sixth version needs the oldest to go, and a policy is deleted with no version but the one in force."""
    del state
    if operation not in {"CreatePolicyVersion", "DeletePolicy"}:
        return
    identity = {"PolicyArn": request["PolicyArn"]}
    versions: list[Any] = call("ListPolicyVersions", identity)["Versions"]
    others = sorted(
        (version["VersionId"] for version in versions if not version["IsDefaultVersion"]),
        key=lambda number: int(number.removeprefix("v")),
    )
    if operation == "CreatePolicyVersion":
        others = others[:1] if len(versions) >= _MAX_VERSIONS else []
    for version in others:
        call("DeletePolicyVersion", {**identity, "VersionId": version})


POLICY: Final = ResourceType(
    type="aws:iam/policy:Policy",
    service="iam",
    create="CreatePolicy",
    read=(Reading("GetPolicy", at="Policy"), Reading("GetPolicyVersion", at="PolicyVersion")),
    update=(Change("CreatePolicyVersion"),),
    delete="DeletePolicy",
    id=lambda facts: facts["Policy"]["Arn"] if "Policy" in facts else facts["id"],
    identity={"PolicyArn": "id", "VersionId": "DefaultVersionId"},
    import_separator="\n",
    attributes={
        "name": Attribute("PolicyName"),
        "namePrefix": Attribute(local=True, replaces=True),
        "policy": Attribute(("PolicyDocument", "Document")),
        "path": Attribute(default="/"),
        "delayAfterPolicyCreationInMs": Attribute(local=True),
    },
    unsettled=frozenset({"attachmentCount"}),
    naming=Naming(max_length=128, prefix="namePrefix"),
    tags=Tagging(tag="TagPolicy", untag="UntagPolicy", listing="ListPolicyTags", identified_by="{id}"),
    exclusive=(("name", "namePrefix"),),
    amend=_amend_policy,
    first=_make_room,
)

TYPES: Final = (POLICY,)
