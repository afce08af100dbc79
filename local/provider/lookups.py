"""The functions that look something up at AWS: networks, zones and certificates that no program of this stack made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.reading import read_resource
from local.provider.remote import Remote
from local.provider.types import known_types
from local.provider.values import as_dict, as_list, object_of, objects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.provider.emulator_client import EmulatorClient
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_VPC: Final = {"id": "vpc-id", "cidrBlock": "cidr", "dhcpOptionsId": "dhcp-options-id", "state": "state"}
_SUBNET: Final = {
    "id": "subnet-id", "vpcId": "vpc-id", "cidrBlock": "cidr-block", "availabilityZone": "availability-zone",
    "availabilityZoneId": "availability-zone-id", "state": "state",
}  # fmt: skip
_NO_OUTPOST: Final = ("customerOwnedIpv4Pool", "ipv6CidrBlock", "ipv6CidrBlockAssociationId", "outpostArn")
_NO_IPV6_AND_NAMES: Final = (
    "enableDns64", "enableResourceNameDnsARecordOnLaunch", "enableResourceNameDnsAaaaRecordOnLaunch", "ipv6Native",
    "mapCustomerOwnedIpOnLaunch",
)  # fmt: skip


class LookUpError(ValueError):
    """Nothing, or more than one thing, is what the arguments describe."""


def _only(what: str, found: list[Any], arguments: Properties) -> Any:
    if len(found) == 1:
        return found[0]
    given = ", ".join(f"{name} = {value}" for name, value in sorted(arguments.items())) or "no arguments"
    if found:
        raise LookUpError(f"{len(found)} {what} match {given}: say more of the one you mean")
    raise LookUpError(f"no {what} matches {given}: create it first, or look at the names and the region")


def _filters(arguments: Properties, names: Mapping[str, str]) -> Request:
    filters = [{"Name": names[name], "Values": [arguments[name]]} for name in names if arguments.get(name)]
    tags = object_of(arguments.get("tags"))
    filters += [{"Name": f"tag:{key}", "Values": [value]} for key, value in tags.items()]
    filters += [{"Name": item["name"], "Values": item["values"]} for item in objects_of(arguments.get("filters"))]
    return {"Filters": filters} if filters else {}


def _state(token: str, client: EmulatorClient, identifier: str, region: str) -> Properties:
    found = read_resource(Remote(known_types()[token], client), identifier, {"region": region}, {})
    return {} if found is None else found[1]


def _vpc(arguments: Properties, client: EmulatorClient, region: str) -> Properties:
    """https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getvpc/."""
    default = arguments.get("default")
    request = _filters(arguments, _VPC)
    found: list[Any] = client.call("ec2", "DescribeVpcs", request, region)["Vpcs"]
    vpc = _only("VPC", [one for one in found if default is None or bool(one["IsDefault"]) == default], arguments)
    blocks = [
        {
            "associationId": block["AssociationId"],
            "cidrBlock": block["CidrBlock"],
            "state": block["CidrBlockState"]["State"],
        }
        for block in objects_of(vpc.get("CidrBlockAssociationSet"))
    ]
    state = _state("aws:ec2/vpc:Vpc", client, vpc["VpcId"], region)
    return {
        **state,
        "id": vpc["VpcId"],
        "cidrBlockAssociations": blocks,
        "default": bool(vpc["IsDefault"]),
        "ipv6CidrBlockAssociations": [],
        "state": vpc["State"],
        "tags": state.get("tagsAll") or {},
    }


def _matching_subnets(arguments: Properties, client: EmulatorClient, region: str) -> list[Any]:
    return client.call("ec2", "DescribeSubnets", _filters(arguments, _SUBNET), region)["Subnets"]


def _subnets(arguments: Properties, client: EmulatorClient, region: str) -> Properties:
    found = _matching_subnets({name: arguments.get(name) for name in ("filters", "tags")}, client, region)
    return {"id": region, "region": region, "ids": sorted(subnet["SubnetId"] for subnet in found)}


def _subnet(arguments: Properties, client: EmulatorClient, region: str) -> Properties:
    found = _only("subnet", _matching_subnets(arguments, client, region), arguments)
    state = _state("aws:ec2/subnet:Subnet", client, found["SubnetId"], region)
    return {
        **dict.fromkeys(_NO_OUTPOST, ""),
        **dict.fromkeys(_NO_IPV6_AND_NAMES, False),
        "enableLniAtDeviceIndex": 0.0,
        **state,
        "id": found["SubnetId"],
        "availableIpAddressCount": float(found["AvailableIpAddressCount"]),
        "defaultForAz": bool(found.get("DefaultForAz")),
        "state": found["State"],
        "tags": state.get("tagsAll") or {},
    }


def _zone(arguments: Properties, client: EmulatorClient, region: str) -> Properties:
    """A zone by its name, of which there may be a public and a private one, or by its id."""
    wanted, name = arguments.get("zoneId"), str(arguments.get("name") or "").rstrip(".")
    private = bool(arguments.get("privateZone") or arguments.get("vpcId"))
    if not wanted and not name:
        raise LookUpError("give the `name` or the `zoneId` of the zone")
    found: list[Any] = client.call("route53", "ListHostedZones", {}, region)["HostedZones"]
    matching = [
        zone
        for zone in found
        if (zone["Id"].rpartition("/")[2] == wanted)
        or (not wanted and zone["Name"].rstrip(".") == name and bool(zone["Config"]["PrivateZone"]) == private)
    ]
    zone = _only("zone", matching, arguments)
    identifier = zone["Id"].rpartition("/")[2]
    state = _state("aws:route53/zone:Zone", client, identifier, region)
    return {
        "arn": f"arn:aws:route53:::hostedzone/{identifier}",
        "callerReference": zone["CallerReference"],
        "comment": state.get("comment", ""),
        "enableAcceleratedRecovery": False,
        "id": identifier,
        "linkedServiceDescription": "",
        "linkedServicePrincipal": "",
        "name": zone["Name"].rstrip("."),
        "nameServers": state.get("nameServers") or [],
        "primaryNameServer": state.get("primaryNameServer", ""),
        "privateZone": bool(zone["Config"]["PrivateZone"]),
        "resourceRecordSetCount": float(zone.get("ResourceRecordSetCount") or 0),
        "tags": state.get("tagsAll") or {},
        "zoneId": identifier,
    }


def _certificate(arguments: Properties, client: EmulatorClient, region: str) -> Properties:
    statuses = as_list(arguments.get("statuses")) or ["ISSUED"]
    request = {"CertificateStatuses": statuses}
    listed: list[Any] = client.call("acm", "ListCertificates", request, region)["CertificateSummaryList"]
    domain, kinds = arguments.get("domain"), as_list(arguments.get("types"))
    arns = [one["CertificateArn"] for one in listed if domain is None or one.get("DomainName") == domain]
    described = [client.call("acm", "DescribeCertificate", {"CertificateArn": arn}, region) for arn in arns]
    found = [as_dict(one["Certificate"]) or {} for one in described]
    matching = [one for one in found if one["Status"] in statuses and (not kinds or one["Type"] in kinds)]
    if arguments.get("mostRecent"):
        matching = sorted(matching, key=lambda one: one["CreatedAt"])[-1:]
    certificate = _only("certificate", matching, arguments)
    arn = certificate["CertificateArn"]
    state = _state("aws:acm/certificate:Certificate", client, arn, region)
    return {
        "arn": arn,
        "certificate": "",
        "certificateChain": "",
        "id": arn,
        "region": region,
        "status": certificate["Status"],
        "tags": state.get("tagsAll") or {},
    }


LOOKUPS: Final[Mapping[str, Callable[[Properties, EmulatorClient, str], Properties]]] = {
    "aws:acm/getCertificate:getCertificate": _certificate,
    "aws:ec2/getSubnet:getSubnet": _subnet,
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:route53/getZone:getZone": _zone,
}
"""The functions that need the emulator: arguments, its client, and the region."""
