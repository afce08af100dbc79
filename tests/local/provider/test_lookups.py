"""The functions that look up what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from tests.local.provider.engine import REGION, Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.provider.values import Properties

VPC = "aws:ec2/getVpc:getVpc"
SUBNET = "aws:ec2/getSubnet:getSubnet"
SUBNETS = "aws:ec2/getSubnets:getSubnets"
ZONE = "aws:route53/getZone:getZone"
CERTIFICATE = "aws:acm/getCertificate:getCertificate"


@pytest.fixture
def network(engine: Engine) -> Iterator[tuple[str, list[str]]]:
    """A VPC with a tag of its own, and its two subnets."""
    vpc = engine.create("aws:ec2/vpc:Vpc", "found", {"cidrBlock": "10.77.0.0/16", "tags": {"for": "look-up"}})
    made = [
        engine.create(
            "aws:ec2/subnet:Subnet",
            f"found-{zone}",
            {"vpcId": vpc.id, "cidrBlock": block, "availabilityZone": f"{REGION}{zone}", "tags": {"zone": zone}},
        )
        for zone, block in (("a", "10.77.1.0/24"), ("b", "10.77.2.0/24"))
    ]
    yield vpc.id, sorted(subnet.id for subnet in made)
    for resource in (*made, vpc):
        engine.delete(resource)


def refusal(engine: Engine, token: str, arguments: Properties) -> str:
    with pytest.raises(grpc.RpcError) as caught:
        engine.invoke(token, arguments)
    error: Any = caught.value
    return error.details()


def test_a_vpc_is_found_by_its_id_its_tags_and_its_addresses(engine: Engine, network: tuple[str, list[str]]) -> None:
    identifier, _ = network
    by_tag = engine.invoke(VPC, {"tags": {"for": "look-up"}})
    assert by_tag["id"] == identifier
    assert by_tag["cidrBlock"] == "10.77.0.0/16"
    assert by_tag["cidrBlockAssociations"][0]["cidrBlock"] == "10.77.0.0/16"
    assert by_tag["tags"] == {"for": "look-up"}
    assert not by_tag["default"]
    assert by_tag["mainRouteTableId"].startswith("rtb-")
    for arguments in ({"id": identifier}, {"cidrBlock": "10.77.0.0/16"}):
        assert engine.invoke(VPC, arguments)["id"] == identifier
    filters = [{"name": "vpc-id", "values": [identifier]}]
    assert engine.invoke(VPC, {"filters": filters})["id"] == identifier


def test_what_is_not_there_or_not_told_apart_is_named(engine: Engine, network: tuple[str, list[str]]) -> None:
    vpc, _ = network
    assert refusal(engine, VPC, {"tags": {"for": "nothing"}}).startswith("getVpc: no VPC matches tags")
    assert refusal(engine, SUBNET, {"vpcId": vpc}).startswith("getSubnet: 2 subnet match vpcId")
    assert "give the `name` or the `zoneId`" in refusal(engine, ZONE, {})


def test_subnets_are_found_by_their_vpc_and_their_tags(engine: Engine, network: tuple[str, list[str]]) -> None:
    vpc, subnets = network
    filters = [{"name": "vpc-id", "values": [vpc]}]
    assert engine.invoke(SUBNETS, {"filters": filters})["ids"] == subnets
    one = engine.invoke(SUBNETS, {"filters": filters, "tags": {"zone": "b"}})["ids"]
    found = engine.invoke(SUBNET, {"id": one[0]})
    assert (found["availabilityZone"], found["vpcId"], found["cidrBlock"]) == (f"{REGION}b", vpc, "10.77.2.0/24")


def test_a_zone_is_found_by_name_the_public_one_by_default(engine: Engine, network: tuple[str, list[str]]) -> None:
    vpc, _ = network
    public = engine.create("aws:route53/zone:Zone", "public", {"name": "found.example"})
    inputs = {"name": "found.example", "vpcs": [{"vpcId": vpc}]}
    private = engine.create("aws:route53/zone:Zone", "private", inputs)
    try:
        assert engine.invoke(ZONE, {"name": "found.example."})["zoneId"] == public.id
        assert engine.invoke(ZONE, {"name": "found.example", "privateZone": True})["zoneId"] == private.id
        by_id = engine.invoke(ZONE, {"zoneId": public.id})
        assert by_id["name"] == "found.example"
        assert by_id["nameServers"]
    finally:
        engine.delete(public)
        engine.delete(private)


def test_a_certificate_is_found_by_its_domain(engine: Engine) -> None:
    inputs = {"domainName": "found.example.com", "validationMethod": "DNS", "tags": {"team": "shop"}}
    first = engine.create("aws:acm/certificate:Certificate", "first", inputs)
    found = engine.invoke(CERTIFICATE, {"domain": "found.example.com"})
    assert (found["arn"], found["status"], found["tags"]) == (first.id, "ISSUED", {"team": "shop"})
    second = engine.create("aws:acm/certificate:Certificate", "second", inputs)
    assert "2 certificate match" in refusal(engine, CERTIFICATE, {"domain": "found.example.com"})
    newest = engine.invoke(CERTIFICATE, {"domain": "found.example.com", "mostRecent": True})
    assert newest["arn"] == second.id
    for certificate in (first, second):
        engine.delete(certificate)
