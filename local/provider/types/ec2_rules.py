"""Amazon VPC: the rules of security groups as resources of their own.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.networks import port_problems, range_problems
from local.provider.resource_type import Attribute, Change, Reading, ResourceType
from local.provider.types.ec2 import TAGS, gone
from local.provider.types.ec2_security import DESCRIBED, PROTOCOL

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_ALL: Final = "-1"
_PLACES: Final = {
    "cidrIpv4": ("IpRanges", "CidrIp"), "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"), "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}  # fmt: skip
_CHANGED: Final = "SecurityGroupRules.SecurityGroupRule"


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """A rule is made as a permission with one range in it, and changed as a whole by its id."""
    if operation == "ModifySecurityGroupRules":
        rule = {"IpProtocol": _protocol(inputs), **request["SecurityGroupRules"][0]["SecurityGroupRule"]}
        return {**request, "SecurityGroupRules": [{"SecurityGroupRuleId": state["id"], "SecurityGroupRule": rule}]}
    if not operation.startswith("Authorize"):
        return request
    source = next(name for name in _PLACES if inputs.get(name))
    member, key = _PLACES[source]
    described = {"Description": inputs["description"]} if inputs.get("description") else {}
    ports = {name: int(inputs[key]) for name, key in (("FromPort", "fromPort"), ("ToPort", "toPort")) if key in inputs}
    permission = {"IpProtocol": _protocol(inputs), **ports, member: [{key: inputs[source], **described}]}
    return {"GroupId": inputs["securityGroupId"], "IpPermissions": [permission]}


def _protocol(inputs: Properties) -> str:
    return _ALL if inputs["ipProtocol"] == "all" else inputs["ipProtocol"]


def _check(inputs: Properties) -> list[Problem]:
    problems = list(port_problems("", inputs.get("ipProtocol"), inputs.get("fromPort"), inputs.get("toPort")))
    problems += range_problems("cidrIpv4", inputs.get("cidrIpv4"))
    problems += range_problems("cidrIpv6", inputs.get("cidrIpv6"), version=6)
    if not any(inputs.get(name) for name in _PLACES):
        problems.append(("cidrIpv4", f"is required: a rule is for one of {', '.join(_PLACES)}"))
    return problems


def _present(answer: Request) -> Request:
    """A rule for every protocol has no ports, which AWS writes as -1."""
    ports = {} if answer.get("IpProtocol") != _ALL else {"FromPort": None, "ToPort": None}
    group: dict[str, Any] = answer.get("ReferencedGroupInfo") or {}
    return {**answer, **ports, "ReferencedSecurityGroupId": group.get("GroupId")}


def _written(inputs: Properties) -> Properties:
    if inputs.get("ipProtocol") not in {_ALL, "all"}:
        return inputs
    return {name: value for name, value in inputs.items() if name not in {"fromPort", "toPort"}}


def _rule(direction: str) -> ResourceType:
    return ResourceType(
        type=f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
        service="ec2",
        create=f"AuthorizeSecurityGroup{direction}",
        read=(Reading("DescribeSecurityGroupRules", at="SecurityGroupRules"),),
        update=(Change("ModifySecurityGroupRules"),),
        delete=f"RevokeSecurityGroup{direction}",
        id="{SecurityGroupRules[0][SecurityGroupRuleId]}",
        identity={"GroupId": "securityGroupId", "SecurityGroupRuleIds": "id"},
        attributes={
            "securityGroupId": Attribute("GroupId"),
            "ipProtocol": Attribute((f"{_CHANGED}.IpProtocol", "IpProtocol"), exact=PROTOCOL),
            "fromPort": Attribute((f"{_CHANGED}.FromPort", "FromPort")),
            "toPort": Attribute((f"{_CHANGED}.ToPort", "ToPort")),
            "cidrIpv4": Attribute((f"{_CHANGED}.CidrIpv4", "CidrIpv4")),
            "cidrIpv6": Attribute((f"{_CHANGED}.CidrIpv6", "CidrIpv6")),
            "prefixListId": Attribute((f"{_CHANGED}.PrefixListId", "PrefixListId")),
            "referencedSecurityGroupId": Attribute((f"{_CHANGED}.ReferencedGroupId", "ReferencedSecurityGroupId")),
            "description": Attribute((f"{_CHANGED}.Description", "Description"), exact=DESCRIBED),
        },
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}",
            "securityGroupRuleId": "{id}",
        },
        tags=TAGS,
        gone=(*gone("SecurityGroupRule"), "InvalidSecurityGroupRuleId.NotFound", *gone("Group")),
        exclusive=(tuple(_PLACES),),
        check=_check,
        amend=_amend,
        present=_present,
        prepare=_written,
    )


INGRESS_RULE: Final = _rule("Ingress")
EGRESS_RULE: Final = _rule("Egress")

TYPES: Final = (INGRESS_RULE, EGRESS_RULE)
