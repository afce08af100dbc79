"""Amazon Route 53: zones.

https://docs.aws.amazon.com/Route53/latest/APIReference/
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Elements, Exact, Reading, ResourceType, Tagging
from local.provider.values import as_list, object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Request
    from local.provider.values import Properties

_COMMENT: Final = "Managed by Pulumi"
_OWN_RECORDS: Final = ("NS", "SOA")


def short_id(identifier: str) -> str:
    """The id of a zone without the path that AWS writes before it."""
    return identifier.rpartition("/")[2]


def _vpc(vpc: Properties) -> Request:
    return {"VPC": {"VPCId": vpc["vpcId"], **({"VPCRegion": vpc["vpcRegion"]} if vpc.get("vpcRegion") else {})}}


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    """A private zone is made with the first of its networks; the others join it."""
    region, networks = inputs.get("region") or state.get("region"), objects_of(inputs.get("vpcs"))
    made_now = "arn" not in state
    if operation.startswith("Associate") and made_now and request["VPC"]["VPCId"] == networks[0]["vpcId"]:
        return None
    if "VPC" in request:
        request = {**request, "VPC": {"VPCRegion": region, **request["VPC"]}}
    if operation != "CreateHostedZone":
        return request
    first = {"VPC": {"VPCRegion": region, **_vpc(networks[0])["VPC"]}} if networks else {}
    config = {"Comment": inputs.get("comment", _COMMENT), "PrivateZone": bool(networks)}
    return {
        "Name": inputs["name"], "CallerReference": f"pulumi-{time.time_ns()}", "HostedZoneConfig": config, **first
    }  # fmt: skip


def _empty(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A zone with records is only deleted where its program says so."""
    if operation != "DeleteHostedZone" or not state.get("forceDestroy"):
        return
    zone: Any = call("GetHostedZone", request)["HostedZone"]
    records: list[Any] = call("ListResourceRecordSets", {"HostedZoneId": request["Id"]})["ResourceRecordSets"]
    foreign = [one for one in records if one["Type"] not in _OWN_RECORDS or one["Name"] != zone["Name"]]
    if foreign:
        changes = [{"Action": "DELETE", "ResourceRecordSet": record} for record in foreign]
        call("ChangeResourceRecordSets", {"HostedZoneId": request["Id"], "ChangeBatch": {"Changes": changes}})


def _present(answer: Request) -> Request:
    zone: Request = answer["HostedZone"]
    networks: list[Any] = answer.get("VPCs") or []
    return {
        "zoneId": short_id(zone["Id"]),
        "Name": str(zone["Name"]).rstrip("."),
        "Comment": object_of(zone.get("Config")).get("Comment"),
        "NameServers": [
            name.rstrip(".") for name in as_list(object_of(answer.get("DelegationSet")).get("NameServers")) or []
        ],
        "vpcs": [{"vpcId": network["VPCId"], "vpcRegion": network["VPCRegion"]} for network in networks],
        "Tags": answer.get("Tags"),
    }


ZONE: Final = ResourceType(
    type="aws:route53/zone:Zone",
    service="route53",
    create="CreateHostedZone",
    read=(Reading("GetHostedZone"),),
    update=(Change("UpdateHostedZoneComment"),),
    delete="DeleteHostedZone",
    id=lambda facts: short_id(facts["HostedZone"]["Id"]) if "HostedZone" in facts else facts["id"],
    identity={"Id": "id", "HostedZoneId": "id"},
    attributes={
        "name": Attribute(
            exact=Exact(
                pattern=r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?",
                meaning="a zone is called by a domain name in lower case: example.com",
            )
        ),
        "comment": Attribute(("HostedZoneConfig.Comment", "Comment"), default=_COMMENT),
        "forceDestroy": Attribute(local=True),
        "vpcs": Attribute(
            elements=Elements(
                put="AssociateVPCWithHostedZone",
                remove="DisassociateVPCFromHostedZone",
                put_request=_vpc,
                remove_request=_vpc,
                kept=True,
            )
        ),
        "vpcs.vpcRegion": Attribute(computed=True),
        "delegationSetId": Attribute(refused="the emulator has no reusable delegation sets"),
        "enableAcceleratedRecovery": Attribute(refused="the emulator has no accelerated recovery"),
    },
    outputs={
        "arn": "arn:{partition}:route53:::hostedzone/{id}",
        "zoneId": "{id}",
        "comment": lambda facts: facts.get("comment") or "",
        "enableAcceleratedRecovery": lambda facts: False,  # noqa: ARG005  # a program's own is refused
        "nameServers": lambda facts: facts.get("nameServers") or [],
        "primaryNameServer": lambda facts: next(iter(facts.get("nameServers") or []), ""),
    },
    tags=Tagging(
        tag="ChangeTagsForResource",
        untag="ChangeTagsForResource",
        listing="ListTagsForResource",
        identified_by="{id}",
        identifier="ResourceId",
        request=lambda facts: {"ResourceType": "hostedzone"},  # noqa: ARG005
    ),
    gone=("NoSuchHostedZone",),
    amend=_amend,
    first=_empty,
    present=_present,
)

TYPES: Final = (ZONE,)
