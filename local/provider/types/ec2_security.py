"""Amazon VPC: security groups and the rules inside them.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.networks import lists_of_ranges, port_problems
from local.provider.resource_type import Attribute, Elements, Exact, Naming, Reading, ResourceType
from local.provider.types.ec2 import TAGS, filtered, gone
from local.provider.values import objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_DESCRIPTION: Final = "Managed by Pulumi"
_ITSELF: Final = "self"
"""Stands for the group in its own rules, until a request says which group it is."""
_EVERYWHERE: Final = {"fromPort": 0.0, "toPort": 0.0, "protocol": "-1"}
_ALL_OUT: Final = {**_EVERYWHERE, "cidrBlocks": ["0.0.0.0/0"]}
_SOURCES: Final = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self")
_PLACES: Final = {
    "cidrBlocks": ("IpRanges", "CidrIp"), "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"), "securityGroups": ("UserIdGroupPairs", "GroupId"),
}  # fmt: skip
PROTOCOL: Final = Exact(
    pattern=r"tcp|udp|icmp|icmpv6|-1|all|\d{1,3}",
    meaning="a protocol is tcp, udp, icmp, icmpv6, its number, or -1 for all",
)
DESCRIBED: Final = Exact(
    pattern=r"[A-Za-z0-9. _:/()#,@\[\]+=&;{}!$*-]{0,255}",
    meaning="a description has up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* only",
)


def _permission(rule: Properties) -> Request:
    """One rule as a request has it."""
    described = {"Description": rule["description"]} if rule.get("description") else {}
    permission: Request = {"IpProtocol": "-1" if rule["protocol"] == "all" else rule["protocol"]}
    if permission["IpProtocol"] != "-1":
        permission |= {"FromPort": int(rule["fromPort"]), "ToPort": int(rule["toPort"])}
    for name, (member, key) in _PLACES.items():
        values = list(rule.get(name) or []) + ([_ITSELF] if name == "securityGroups" and rule.get("self") else [])
        if values:
            permission[member] = [{key: value, **described} for value in values]
    return {"IpPermissions": [permission]}


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del state
    if operation == "CreateSecurityGroup":
        return {"Description": inputs.get("description") or _DESCRIPTION, **request}
    for permission in request.get("IpPermissions", []):
        for pair in permission.get("UserIdGroupPairs", []):
            if pair["GroupId"] == _ITSELF:
                pair["GroupId"] = request["GroupId"]
    return request


def _rules(permissions: list[Properties], own: str) -> list[Properties]:
    """The permissions of an answer as rules: those of one protocol, its ports and one description together."""
    rules: dict[tuple[Any, ...], Properties] = {}
    for permission in permissions:
        first, last = permission.get("FromPort", 0), permission.get("ToPort", 0)
        if permission["IpProtocol"] == "-1":
            first = last = 0
        for name, (member, key) in _PLACES.items():
            for item in objects_of(permission.get(member)):
                description = item.get("Description") or ""
                start: Properties = {"protocol": permission["IpProtocol"], "fromPort": first, "toPort": last}
                start |= {"description": description} if description else {}
                rule = rules.setdefault((permission["IpProtocol"], first, last, description), start)
                if item[key] == own:
                    rule["self"] = True
                else:
                    rule.setdefault(name, []).append(item[key])
    return list(rules.values())


def _present(answer: Request) -> Request:
    own = answer["GroupId"]
    ingress, egress = objects_of(answer.get("IpPermissions")), objects_of(answer.get("IpPermissionsEgress"))
    return {**answer, "ingress": _rules(ingress, own), "egress": _rules(egress, own)}


def _check(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    for direction in ("ingress", "egress"):
        for index, rule in enumerate(objects_of(inputs.get(direction))):
            path = f"{direction}[{index}]."
            problems += port_problems(path, rule.get("protocol"), rule.get("fromPort"), rule.get("toPort"))
            problems += lists_of_ranges(f"{path}cidrBlocks", rule.get("cidrBlocks"), version=4)
            problems += lists_of_ranges(f"{path}ipv6CidrBlocks", rule.get("ipv6CidrBlocks"), version=6)
            if not any(rule.get(name) for name in _SOURCES):
                choice = ", ".join(_SOURCES)
                problems.append((f"{path}cidrBlocks", f"is required: a rule is for one or more of {choice}"))
    return problems


def _elements(direction: str) -> Attribute:
    return Attribute(
        elements=Elements(
            put=f"AuthorizeSecurityGroup{direction}",
            remove=f"RevokeSecurityGroup{direction}",
            put_request=_permission,
            remove_request=_permission,
            kept=True,
        )
    )


_RULES: Final = {
    **{
        f"{direction}.{name}": Attribute(exact=exact)
        for direction in ("ingress", "egress")
        for name, exact in (("protocol", PROTOCOL), ("description", DESCRIBED))
    },
    "ingress": _elements("Ingress"),
    "egress": _elements("Egress"),
    "revokeRulesOnDelete": Attribute(local=True),
}

SECURITY_GROUP: Final = ResourceType(
    type="aws:ec2/securityGroup:SecurityGroup",
    service="ec2",
    create="CreateSecurityGroup",
    read=(Reading("DescribeSecurityGroups", at="SecurityGroups"),),
    delete="DeleteSecurityGroup",
    id="{GroupId}",
    identity={"GroupId": "id", "GroupIds": "id"},
    attributes={
        **_RULES,
        "name": Attribute(
            "GroupName",
            exact=Exact(
                pattern=r"(?!sg-)[A-Za-z0-9. _:/()#,@\[\]+=&;{}!$*-]{1,255}",
                meaning="a group is called by 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not by sg-…",
            ),
        ),
        "namePrefix": Attribute(local=True, replaces=True),
        "description": Attribute(default=_DESCRIPTION, exact=DESCRIBED),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
        "ownerId": "{account}",
        "namePrefix": lambda facts: facts.get("namePrefix") or "",
        "ingress": lambda facts: facts.get("ingress") or [],
        "egress": lambda facts: facts.get("egress") or [],
    },
    initial={"egress": [_ALL_OUT]},
    naming=Naming(max_length=255, prefix="namePrefix"),
    tags=TAGS,
    gone=gone("Group"),
    exclusive=(("name", "namePrefix"),),
    check=_check,
    amend=_amend,
    present=_present,
)

DEFAULT_SECURITY_GROUP: Final = ResourceType(
    type="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    create="DescribeSecurityGroups",  # AWS makes it with its VPC
    read=(Reading("DescribeSecurityGroups", at="SecurityGroups"),),
    delete="DescribeSecurityGroups",  # and deletes it with it
    id=lambda facts: facts["SecurityGroups"][0]["GroupId"] if facts.get("SecurityGroups") else facts["id"],
    identity={"GroupId": "id", "GroupIds": "id"},
    attributes={**_RULES, "vpcId": Attribute(replaces=True), "name": Attribute("GroupName")},
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
        "ownerId": "{account}",
        "namePrefix": lambda facts: "",  # noqa: ARG005
        "ingress": lambda facts: facts.get("ingress") or [],
        "egress": lambda facts: facts.get("egress") or [],
    },
    initial={"ingress": [{**_EVERYWHERE, "self": True}], "egress": [_ALL_OUT]},
    tags=TAGS,
    gone=gone("Group"),
    check=_check,
    amend=lambda operation, request, inputs, state: (
        filtered(vpc_id="vpc", group_name="name")({"vpc": inputs["vpcId"], "name": "default"})
        if operation == "DescribeSecurityGroups" and not request.get("GroupIds")
        else _amend(operation, request, inputs, state)
    ),
    present=_present,
)

TYPES: Final = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP)
