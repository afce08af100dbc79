"""AWS Identity and Access Management.

https://docs.aws.amazon.com/IAM/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Elements, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_MANAGED_POLICY: Final = Elements(
    put="AttachRolePolicy",
    remove="DetachRolePolicy",
    put_request=lambda arn: {"PolicyArn": arn},
    remove_request=lambda arn: {"PolicyArn": arn},
)
_INLINE_POLICY: Final = Elements(
    put="PutRolePolicy",
    remove="DeleteRolePolicy",
    put_request=lambda policy: {"PolicyName": policy["name"], "PolicyDocument": policy["policy"]},
    remove_request=lambda policy: {"PolicyName": policy["name"]},
)


def _attached_policies(answer: Request, facts: Properties) -> Request:
    del facts
    return {"ManagedPolicyArns": [policy["PolicyArn"] for policy in answer["AttachedPolicies"]]}


def _this_attachment(answer: Request, facts: Properties) -> Request | None:
    attached: list[Any] = answer["AttachedPolicies"]
    return next((policy for policy in attached if policy["PolicyArn"] == facts["policyArn"]), None)


def _present_role(answer: Request) -> Request:
    """A boundary is written as an ARN and shown as a structure."""
    boundary: dict[str, str] = answer.get("PermissionsBoundary") or {}
    return {**answer, "PermissionsBoundary": boundary.get("PermissionsBoundaryArn")}


ROLE: Final = ResourceType(
    type="aws:iam/role:Role",
    service="iam",
    create="CreateRole",
    read=(Reading("GetRole", at="Role"), Reading("ListAttachedRolePolicies", select=_attached_policies)),
    update=(
        Change("UpdateRole"),
        Change("UpdateAssumeRolePolicy"),
        Change("PutRolePermissionsBoundary"),
    ),
    delete="DeleteRole",
    id="{name}",
    identity={"RoleName": "name"},
    import_id=("name",),
    attributes={
        "name": Attribute("RoleName"),
        "namePrefix": Attribute(local=True, replaces=True),
        "assumeRolePolicy": Attribute(("AssumeRolePolicyDocument", "PolicyDocument")),
        "maxSessionDuration": Attribute(default=3600),
        "path": Attribute(default="/"),
        "permissionsBoundary": Attribute(arn=True, removal="DeleteRolePermissionsBoundary"),
        "forceDetachPolicies": Attribute(local=True),
        "managedPolicyArns": Attribute(elements=_MANAGED_POLICY),
        "inlinePolicies": Attribute(elements=_INLINE_POLICY, unechoed=True),
        "inlinePolicies.policy": Attribute(document=True),
        "uniqueId": Attribute("RoleId"),
    },
    naming=Naming(max_length=64, prefix="namePrefix"),
    tags=Tagging(tag="TagRole", untag="UntagRole", identified_by="{name}"),
    exclusive=(("name", "namePrefix"),),
    forced_by="forceDetachPolicies",
    present=_present_role,
)

ROLE_POLICY: Final = ResourceType(
    type="aws:iam/rolePolicy:RolePolicy",
    service="iam",
    create="PutRolePolicy",
    read=(Reading("GetRolePolicy"),),
    update=(Change("PutRolePolicy"),),
    delete="DeleteRolePolicy",
    id="{role}:{name}",
    identity={"RoleName": "role", "PolicyName": "name"},
    import_id=("role", "name"),
    import_separator=":",
    attributes={
        "role": Attribute("RoleName"),
        "name": Attribute("PolicyName"),
        "policy": Attribute("PolicyDocument"),
        "namePrefix": Attribute(local=True, replaces=True),
    },
    naming=Naming(max_length=128, prefix="namePrefix"),
    exclusive=(("name", "namePrefix"),),
)

ROLE_POLICY_ATTACHMENT: Final = ResourceType(
    type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    service="iam",
    create="AttachRolePolicy",
    read=(Reading("ListAttachedRolePolicies", select=_this_attachment),),
    delete="DetachRolePolicy",
    id="{role}/{policyArn}",
    identity={"RoleName": "role", "PolicyArn": "policyArn"},
    import_id=("role", "policyArn"),
    attributes={"role": Attribute("RoleName")},
)

TYPES: Final = (ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT)
