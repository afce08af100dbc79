"""Amazon VPC: networks and their subnets.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.networks import range_problems
from local.provider.places import found_in
from local.provider.resource_type import Attribute, Change, Reading, ResourceType, Tagging
from local.provider.values import as_dict, objects_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

LARGEST: Final = 16
SMALLEST: Final = 28
"""https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html."""
NO_IPAM: Final = Attribute(refused="the local stack has no IP address manager")
TAGS: Final = Tagging(tag="CreateTags", untag="DeleteTags", identifier="Resources", identified_by="{id}")
_NO_OUTPOST: Final = Attribute(refused="the local stack has no Outposts")


def gone(resource: str) -> tuple[str, ...]:
    """The error codes that say that a resource of EC2 does not exist."""
    return (f"Invalid{resource}ID.NotFound", f"Invalid{resource}Id.NotFound", f"Invalid{resource}.NotFound")


def filtered(**values: str) -> Callable[[Properties], Request]:
    """The parameters of a Describe operation that finds by filters: each filter with the property of its value."""

    def request(facts: Properties) -> Request:
        names = {name: name.replace("_", "-") for name in values}
        return {"Filters": [{"Name": names[name], "Values": [facts[source]]} for name, source in values.items()]}

    return request


def _default_of_vpc(key: str, member: str, output: str, **fixed: str) -> Reading:
    """What AWS makes with every VPC, found by its VPC and by what marks the default one."""

    def request(facts: Properties) -> Request:
        filters = [{"Name": "vpc-id", "Values": [facts["id"]]}]
        filters += [{"Name": name.replace("__", ".").replace("_", "-"), "Values": [fixed[name]]} for name in fixed]
        return {"Filters": filters}

    def select(answer: Request, facts: Properties) -> Request:
        del facts
        found: list[Any] = answer.get(key) or []
        return {output: found[0][member]} if found else {}

    return Reading(f"Describe{key}", request=request, select=select, optional=True)


def _check_vpc(inputs: Properties) -> list[Problem]:
    if not inputs.get("cidrBlock"):
        return [("cidrBlock", "is required: the range of addresses of the VPC, as 10.0.0.0/16")]
    return range_problems("cidrBlock", inputs["cidrBlock"], longest=LARGEST, shortest=SMALLEST)


def _check_subnet(inputs: Properties) -> list[Problem]:
    problems = range_problems("cidrBlock", inputs.get("cidrBlock"), longest=LARGEST, shortest=SMALLEST)
    problems += range_problems("ipv6CidrBlock", inputs.get("ipv6CidrBlock"), version=6)
    if not inputs.get("cidrBlock") and not inputs.get("ipv6Native"):
        problems.append(("cidrBlock", "is required: the range of addresses of the subnet, as 10.0.1.0/24"))
    return problems


def _refuse_outside(operation: str, call: Call, request: Request, state: Properties) -> None:
    """AWS refuses a subnet that is outside its VPC, or on the addresses of another; the emulator does not."""
    del state
    if operation != "CreateSubnet" or "CidrBlock" not in request:
        return
    own = ipaddress.ip_network(request["CidrBlock"])
    vpc: Any = call("DescribeVpcs", {"VpcIds": [request["VpcId"]]})["Vpcs"][0]
    blocks = {vpc["CidrBlock"], *(block["CidrBlock"] for block in objects_of(vpc.get("CidrBlockAssociationSet")))}
    if not any(_covers(ipaddress.ip_network(block), own) for block in blocks):
        ranges = ", ".join(sorted(blocks))
        raise AwsError(operation, "InvalidSubnet.Range", f"The CIDR '{own}' is outside the VPC, which has {ranges}")
    others: list[Any] = call("DescribeSubnets", filtered(vpc_id="vpc")({"vpc": request["VpcId"]}))["Subnets"]
    for other in others:
        if own.overlaps(ipaddress.ip_network(other["CidrBlock"])):
            reason = f"The CIDR '{own}' conflicts with {other['CidrBlock']} of the subnet {other['SubnetId']}"
            raise AwsError(operation, "InvalidSubnet.Conflict", reason)


def _covers(outer: ipaddress.IPv4Network | ipaddress.IPv6Network, inner: Any) -> bool:
    return outer.version == inner.version and inner.subnet_of(outer)


def id_of(at: str, member: str) -> Callable[[Properties], str]:
    """The id of a new resource, which is a member of a structure in the answer of its creation."""

    def identifier(facts: Properties) -> str:
        answered = as_dict(facts.get(at))
        return facts["id"] if answered is None else answered[member]

    return identifier


VPC: Final = ResourceType(
    type="aws:ec2/vpc:Vpc",
    service="ec2",
    create="CreateVpc",
    read=(
        Reading("DescribeVpcs", at="Vpcs"),
        Reading("DescribeVpcAttribute", request={"Attribute": "enableDnsSupport"}),
        Reading("DescribeVpcAttribute", request={"Attribute": "enableDnsHostnames"}),
        _default_of_vpc("SecurityGroups", "GroupId", "DefaultSecurityGroupId", group_name="default"),
        _default_of_vpc("NetworkAcls", "NetworkAclId", "DefaultNetworkAclId", default="true"),
        _default_of_vpc("RouteTables", "RouteTableId", "MainRouteTableId", association__main="true"),
    ),
    update=(Change("ModifyVpcAttribute", single=True), Change("ModifyVpcTenancy")),
    delete="DeleteVpc",
    id=id_of("Vpc", "VpcId"),
    identity={"VpcId": "id", "VpcIds": "id"},
    attributes={
        "instanceTenancy": Attribute(default="default"),
        "enableDnsSupport": Attribute("EnableDnsSupport.Value", default=True),
        "enableDnsHostnames": Attribute("EnableDnsHostnames.Value", default=False),
        "assignGeneratedIpv6CidrBlock": Attribute(refused="the emulator gives out no IPv6 addresses"),
        "ipv6CidrBlock": Attribute(refused="the emulator gives out no IPv6 addresses"),
        "ipv6CidrBlockNetworkBorderGroup": Attribute(refused="the emulator gives out no IPv6 addresses"),
        "enableNetworkAddressUsageMetrics": Attribute(refused="the emulator has no such metrics"),
        **dict.fromkeys(("ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId", "ipv6NetmaskLength"), NO_IPAM),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
        "ownerId": "{account}",
        "defaultRouteTableId": "{mainRouteTableId}",
        "ipv6AssociationId": lambda facts: facts.get("ipv6AssociationId", ""),
        "ipv6CidrBlock": lambda facts: facts.get("ipv6CidrBlock", ""),
        "ipv6CidrBlockNetworkBorderGroup": lambda facts: facts.get("ipv6CidrBlockNetworkBorderGroup", ""),
        "enableNetworkAddressUsageMetrics": lambda facts: bool(facts.get("enableNetworkAddressUsageMetrics")),
    },
    tags=TAGS,
    gone=gone("Vpc"),
    check=_check_vpc,
)

SUBNET: Final = ResourceType(
    type="aws:ec2/subnet:Subnet",
    service="ec2",
    create="CreateSubnet",
    read=(Reading("DescribeSubnets", at="Subnets"),),
    update=(Change("ModifySubnetAttribute", single=True),),
    delete="DeleteSubnet",
    id=id_of("Subnet", "SubnetId"),
    find=found_in("DescribeSubnets", "Subnets", "SubnetId", place=("VpcId", "CidrBlock")),
    identity={"SubnetId": "id", "SubnetIds": "id"},
    attributes={
        "mapPublicIpOnLaunch": Attribute(("MapPublicIpOnLaunch.Value", "MapPublicIpOnLaunch"), default=False),
        "assignIpv6AddressOnCreation": Attribute(
            ("AssignIpv6AddressOnCreation.Value", "AssignIpv6AddressOnCreation"), default=False
        ),
        "arn": Attribute("SubnetArn"),
        "availabilityZoneId": Attribute(computed=True),
        "ipv6CidrBlock": Attribute(refused="the emulator gives out no IPv6 addresses"),
        "ipv6Native": Attribute(refused="the emulator gives out no IPv6 addresses"),
        "enableDns64": Attribute(refused="the emulator gives out no IPv6 addresses"),
        **dict.fromkeys(
            (
                "privateDnsHostnameTypeOnLaunch", "enableResourceNameDnsARecordOnLaunch",
                "enableResourceNameDnsAaaaRecordOnLaunch",
            ),
            Attribute(refused="the emulator names no instances"),
        ),
        **dict.fromkeys(
            ("customerOwnedIpv4Pool", "enableLniAtDeviceIndex", "mapCustomerOwnedIpOnLaunch", "outpostArn"), _NO_OUTPOST
        ),
        **dict.fromkeys(("ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId", "ipv6NetmaskLength"), NO_IPAM),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}",
        "ownerId": "{account}",
        "ipv6CidrBlock": lambda facts: facts.get("ipv6CidrBlock", ""),
        "ipv6CidrBlockAssociationId": lambda facts: facts.get("ipv6CidrBlockAssociationId", ""),
        "privateDnsHostnameTypeOnLaunch": lambda facts: facts.get("privateDnsHostnameTypeOnLaunch", "ip-name"),
    },
    tags=TAGS,
    gone=gone("Subnet"),
    exclusive=(("availabilityZone", "availabilityZoneId"),),
    check=_check_subnet,
    first=_refuse_outside,
)  # fmt: skip

TYPES: Final = (VPC, SUBNET)
