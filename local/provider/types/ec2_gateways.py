"""Amazon VPC: what connects a network with the internet.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.types.ec2 import TAGS, gone, id_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_REGIONAL: Final = Attribute(refused="the emulator has no regional NAT gateways")
_SECONDARY: Final = Attribute(refused="the emulator gives a NAT gateway one address only")
_NOT_HERE: Final = Attribute(refused="the emulator has Amazon's pool of addresses only")


def _detach_first(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A gateway leaves its VPC before it goes, or goes to another."""
    if operation in {"DeleteInternetGateway", "AttachInternetGateway"} and state.get("vpcId"):
        gateway = request["InternetGatewayId"]
        call("DetachInternetGateway", {"InternetGatewayId": gateway, "VpcId": state["vpcId"]})


def _attached(answer: Request) -> Request:
    attachments: list[Any] = answer.get("Attachments") or []
    return {**answer, "VpcId": attachments[0]["VpcId"] if attachments else None}


def _living(answer: Request, facts: Properties) -> Request | None:
    """A deleted NAT gateway is shown for an hour."""
    del facts
    found = [gateway for gateway in answer["NatGateways"] if gateway["State"] not in {"deleted", "deleting"}]
    if not found:
        return None
    addresses: list[Any] = found[0].get("NatGatewayAddresses") or [{}]
    return {**addresses[0], **found[0]}


def _check_nat(inputs: Properties) -> list[Problem]:
    kind = inputs.get("connectivityType", "public")
    problems: list[Problem] = []
    if not inputs.get("subnetId"):
        problems.append(("subnetId", "is required: the subnet that the NAT gateway stands in"))
    if kind == "public" and not inputs.get("allocationId"):
        problems.append(("allocationId", "is required by a public NAT gateway: the id of an elastic IP address"))
    if kind == "private" and inputs.get("allocationId"):
        problems.append(("allocationId", "is for public NAT gateways only"))
    return problems


INTERNET_GATEWAY: Final = ResourceType(
    type="aws:ec2/internetGateway:InternetGateway",
    service="ec2",
    create="CreateInternetGateway",
    read=(Reading("DescribeInternetGateways", at="InternetGateways"),),
    update=(Change("AttachInternetGateway"),),
    delete="DeleteInternetGateway",
    id=id_of("InternetGateway", "InternetGatewayId"),
    identity={"InternetGatewayId": "id", "InternetGatewayIds": "id"},
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}",
        "ownerId": "{account}",
        "vpcId": lambda facts: facts.get("vpcId") or "",
    },
    tags=TAGS,
    gone=gone("InternetGateway"),
    first=_detach_first,
    present=_attached,
)

ELASTIC_IP: Final = ResourceType(
    type="aws:ec2/eip:Eip",
    service="ec2",
    create="AllocateAddress",
    read=(Reading("DescribeAddresses", at="Addresses"),),
    delete="ReleaseAddress",
    id="{AllocationId}",
    identity={"AllocationId": "id", "AllocationIds": "id"},
    attributes={
        "domain": Attribute(default="vpc", exact=Exact(allowed=("vpc",))),
        **dict.fromkeys(
            (
                "address", "associateWithPrivateIp", "customerOwnedIpv4Pool", "instance", "ipamPoolId",
                "networkBorderGroup", "networkInterface", "publicIpv4Pool",
            ),
            _NOT_HERE,
        ),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}",
        "allocationId": "{id}",
        "publicDns": lambda facts: f"ec2-{facts['publicIp'].replace('.', '-')}.{facts['region']}.compute.amazonaws.com",
        "networkBorderGroup": "{region}",
        "publicIpv4Pool": lambda facts: facts.get("publicIpv4Pool") or "amazon",
        **{
            name: lambda facts, name=name: facts.get(name) or ""
            for name in (
                "associationId", "carrierIp", "customerOwnedIp", "instance", "ipamPoolId", "networkInterface",
                "privateDns", "privateIp", "ptrRecord",
            )
        },
    },
    tags=TAGS,
    gone=gone("Allocation"),
    unsettled=frozenset({"associationId"}),
    amend=lambda operation, request, inputs, state: (  # noqa: ARG005
        {"Domain": "vpc", **request} if operation == "AllocateAddress" else request
    ),
)  # fmt: skip

NAT_GATEWAY: Final = ResourceType(
    type="aws:ec2/natGateway:NatGateway",
    service="ec2",
    create="CreateNatGateway",
    read=(Reading("DescribeNatGateways", select=_living),),
    delete="DeleteNatGateway",
    id=id_of("NatGateway", "NatGatewayId"),
    identity={"NatGatewayId": "id", "NatGatewayIds": "id"},
    attributes={
        "allocationId": Attribute(unechoed=True),  # the emulator forgets it
        "connectivityType": Attribute(default="public"),
        "privateIp": Attribute("PrivateIpAddress"),
        "availabilityMode": _REGIONAL,
        "availabilityZoneAddresses": _REGIONAL,
        "secondaryAllocationIds": _SECONDARY,
        "secondaryPrivateIpAddressCount": _SECONDARY,
        "secondaryPrivateIpAddresses": _SECONDARY,
    },
    outputs={
        "availabilityMode": lambda facts: "zonal",  # noqa: ARG005  # a regional one is refused
        "autoProvisionZones": lambda facts: "",  # noqa: ARG005
        "autoScalingIps": lambda facts: "",  # noqa: ARG005
        "regionalNatGatewayAddresses": lambda facts: [],  # noqa: ARG005
        "regionalNatGatewayAutoMode": lambda facts: "",  # noqa: ARG005
        "routeTableId": lambda facts: "",  # noqa: ARG005
        "secondaryAllocationIds": lambda facts: [],  # noqa: ARG005
        "secondaryPrivateIpAddressCount": lambda facts: 0.0,  # noqa: ARG005
        "secondaryPrivateIpAddresses": lambda facts: [],  # noqa: ARG005
        **{
            name: lambda facts, name=name: facts.get(name) or ""
            for name in ("associationId", "networkInterfaceId", "privateIp", "publicIp")
        },
    },
    tags=TAGS,
    gone=("NatGatewayNotFound",),
    check=_check_nat,
)

TYPES: Final = (INTERNET_GATEWAY, ELASTIC_IP, NAT_GATEWAY)
