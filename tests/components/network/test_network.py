"""What a Network makes, and what it refuses."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import pytest

from components.network.network import Network
from tests.components.network.backends import GROUP, INGRESS, SUBNET, VPC, built, faults_of, network, problems_of
from tests.support.recording import Cloud, is_unknown, new_cloud

if TYPE_CHECKING:
    from components.network.network_args import NetworkArgs

EXISTING = {"vpc_id": "vpc-0a1b", "private_subnet_ids": ["subnet-0a", "subnet-0b"]}
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


def test_a_network_has_a_private_subnet_in_each_zone_and_no_way_out(cloud: Cloud) -> None:
    made = built(cloud, network)
    assert cloud.mocks.custom() == [
        ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "shop-default-security-group"),
        ("aws:ec2/routeTable:RouteTable", "shop-private"),
        ("aws:ec2/routeTableAssociation:RouteTableAssociation", "shop-private-eu-west-1a"),
        ("aws:ec2/routeTableAssociation:RouteTableAssociation", "shop-private-eu-west-1b"),
        (SUBNET, "shop-private-eu-west-1a"),
        (SUBNET, "shop-private-eu-west-1b"),
        (VPC, "shop"),
    ]
    vpc = cloud.mocks.of(VPC)["shop"]
    assert vpc == {
        "cidrBlock": "10.0.0.0/16",
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "tags": {"Name": "shop"},
    }
    subnets = cloud.mocks.of(SUBNET)
    assert {one["availabilityZone"]: one["cidrBlock"] for one in subnets.values()} == {
        "eu-west-1a": "10.0.0.0/19",
        "eu-west-1b": "10.0.32.0/19",
    }
    assert not any(one["mapPublicIpOnLaunch"] for one in subnets.values())
    assert "routes" not in cloud.mocks.of("aws:ec2/routeTable:RouteTable")["shop-private"]
    assert len(made.private_subnet_ids) == 2


def test_the_default_security_group_has_no_rules(cloud: Cloud) -> None:
    built(cloud, network)
    (group,) = cloud.mocks.of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").values()
    assert group == {"vpcId": "shop-0a1b2c3", "tags": {"Name": "shop"}}


def test_an_existing_network_is_taken_as_it_is(cloud: Cloud) -> None:
    made = built(cloud, lambda: Network("shop", cast("NetworkArgs", {"existing": EXISTING})))
    assert cloud.mocks.custom() == []
    assert made.identity == "vpc-0a1b"
    assert len(made.private_subnet_ids) == 2


def test_private_apis_are_reached_from_the_network_only(cloud: Cloud) -> None:
    built(cloud, lambda: network(execute_api_endpoint=True))
    (endpoint,) = cloud.mocks.of(ENDPOINT).values()
    assert endpoint["serviceName"] == "com.amazonaws.eu-west-1.execute-api"
    assert (endpoint["vpcEndpointType"], endpoint["privateDnsEnabled"]) == ("Interface", True)
    assert endpoint["securityGroupIds"] == ["shop-execute-api-0a1b2c3"]
    assert endpoint["subnetIds"] == ["shop-private-eu-west-1a-0a1b2c3", "shop-private-eu-west-1b-0a1b2c3"]
    rules = cloud.mocks.of(INGRESS)
    assert {name: (one["cidrIpv4"], one["fromPort"], one["toPort"]) for name, one in rules.items()} == {
        "shop-execute-api-vpc": ("10.0.0.0/16", 443, 443)
    }
    assert "ingress" not in cloud.mocks.of(GROUP)["shop-execute-api"]


def test_clients_of_the_endpoint_can_be_named(cloud: Cloud) -> None:
    built(cloud, lambda: network(execute_api_endpoint=True, execute_api_clients={"batch": "sg-0b"}))
    assert {name: one["referencedSecurityGroupId"] for name, one in cloud.mocks.of(INGRESS).items()} == {
        "shop-execute-api-batch": "sg-0b"
    }


def test_a_network_without_an_endpoint_says_so_when_asked_for_it(cloud: Cloud) -> None:
    ((where, _, _, remedy),) = problems_of(cloud, lambda: network().execute_api_endpoint_id)
    assert (where, remedy) == ("execute_api_endpoint_id", "say execute_api_endpoint=True")


def test_a_network_can_be_previewed_with_nothing_known_and_no_call(preview: Cloud) -> None:
    built(preview, lambda: network(execute_api_endpoint=True))
    (endpoint,) = preview.mocks.of(ENDPOINT).values()
    assert is_unknown(endpoint["vpcId"])
    assert endpoint["serviceName"] == "com.amazonaws.eu-west-1.execute-api"


CASES: Mapping[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no zones": ({}, ("zones", "no zones")),
    "zones as a text": ({"zones": "eu-west-1a"}, ("zones", "'eu-west-1a'")),
    "one zone": ({"zones": ["eu-west-1a"]}, ("zones", "1 zone")),
    "a zone twice": ({"zones": ["eu-west-1a", "eu-west-1b", "eu-west-1a"]}, ("zones", "a zone twice")),
    "a Region": ({"zones": ["eu-west-1", "eu-west-1b"]}, ("zones", "'eu-west-1'")),
    "a local zone": ({"zones": ["us-west-2-lax-1a", "us-west-2a"]}, ("zones", "'us-west-2-lax-1a'")),
    "two Regions": (
        {"zones": ["eu-west-1a", "eu-central-1b"]},
        ("zones", "zones of eu-central-1 and eu-west-1"),
    ),
    "a range that is none": ({"cidr": "10.0.0.1/16"}, ("cidr", "'10.0.0.1/16'")),
    "a range that is too large": ({"cidr": "10.0.0.0/8"}, ("cidr", "a prefix of 8")),
    "a range that is too small": ({"cidr": "10.0.0.0/26"}, ("cidr", "a prefix of 26")),
    "a range of the internet": ({"cidr": "8.8.0.0/16"}, ("cidr", "8.8.0.0/16, which is others' on the internet")),
    "an unknown key": ({"nat": True}, ("arguments", 'the key "nat"')),
    "zones of an existing network": ({"existing": EXISTING}, ("zones", "zones together with existing")),
    "clients of nothing": ({"execute_api_clients": {}}, ("execute_api_clients", "clients without an endpoint")),
    "no network at all": ({"existing": "vpc-0a"}, ("existing", "'vpc-0a'")),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_told_where_it_stands(
    cloud: Cloud, changes: dict[str, object], expected: tuple[str, str]
) -> None:
    given = changes if "no zones" in expected else {"zones": ["eu-west-1a", "eu-west-1b"], **changes}
    assert expected in faults_of(cloud, lambda: Network("shop", cast("NetworkArgs", given)))
    assert cloud.mocks.registrations == []


EXISTING_CASES: Mapping[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no subnets": ({"private_subnet_ids": None}, ("existing", 'no "private_subnet_ids"')),
    "one subnet": ({"private_subnet_ids": ["subnet-0a"]}, ("existing", "1 private subnet")),
    "another identifier": ({"vpc_id": "shop"}, ("existing", 'vpc_id "shop"')),
    "another subnet": ({"private_subnet_ids": ["a", "subnet-0b"]}, ("existing", 'the subnet "a"')),
    "a range that is none": ({"cidr": "10.0.0.0"}, ("existing", "cidr '10'")),
    "an endpoint without a Region": ({}, ("execute_api_endpoint", "an existing VPC without its region")),
    "an endpoint for nobody": ({}, ("execute_api_endpoint", "nobody who may use it")),
}


@pytest.mark.parametrize(("changes", "expected"), EXISTING_CASES.values(), ids=EXISTING_CASES.keys())
def test_one_mistake_about_an_existing_network_is_told(
    cloud: Cloud, changes: dict[str, object], expected: tuple[str, str]
) -> None:
    existing = {key: value for key, value in {**EXISTING, **changes}.items() if value is not None}
    if "cidr" in changes:
        existing["cidr"] = "10"
    given = cast("NetworkArgs", {"existing": existing, "execute_api_endpoint": True})
    assert expected in faults_of(cloud, lambda: Network("shop", given))


def test_every_problem_is_told_at_once(cloud: Cloud) -> None:
    given = cast("NetworkArgs", {"zones": ["eu-west-1a"], "cidr": "8.8.8.8/40", "nat": 1})
    assert [where for where, _ in faults_of(cloud, lambda: Network("shop", given))] == ["arguments", "zones", "cidr"]


def test_it_knows_in_how_many_zones_it_has_an_endpoint(cloud: Cloud) -> None:
    assert built(cloud, network).endpoint_zones == 0
    made = built(new_cloud(), lambda: network(execute_api_endpoint=True))
    assert made.endpoint_zones == len(made.private_subnet_ids) == 2
