"""What links make, and what they refuse."""

from typing import cast

from components.network.nlb_link import NlbLink, NlbLinkArgs
from components.network.vpc_link import VpcLink, VpcLinkArgs
from tests.components.network.backends import (
    EGRESS,
    GROUP,
    INGRESS,
    LINK,
    LINK_V1,
    LOAD_BALANCER,
    backend,
    built,
    faults_of,
    network,
    network_backend,
    nlb_link,
)
from tests.support.recording import Cloud, is_unknown


def test_a_link_stands_in_all_private_subnets_and_lets_nothing_in_or_out_by_itself(cloud: Cloud) -> None:
    built(cloud, lambda: VpcLink("shared", {"network": network()}))
    assert cloud.mocks.of(LINK)["shared"] == {
        "securityGroupIds": ["shared-0a1b2c3"],
        "subnetIds": ["shop-private-eu-west-1a-0a1b2c3", "shop-private-eu-west-1b-0a1b2c3"],
    }
    assert cloud.mocks.of(GROUP)["shared"]["vpcId"] == "shop-0a1b2c3"
    assert cloud.mocks.of(INGRESS) == cloud.mocks.of(EGRESS) == {}


def test_instances_of_a_cloud_map_service_are_reached_on_one_port(cloud: Cloud) -> None:
    targets = {"items": {"security_group_id": "sg-0c", "port": 8080}}
    built(cloud, lambda: VpcLink("shared", cast("VpcLinkArgs", {"network": network(), "targets": targets})))
    (out,), (into,) = cloud.mocks.of(EGRESS).values(), cloud.mocks.of(INGRESS).values()
    assert (out["securityGroupId"], out["referencedSecurityGroupId"], out["toPort"]) == (
        "shared-0a1b2c3",
        "sg-0c",
        8080,
    )
    assert (into["securityGroupId"], into["referencedSecurityGroupId"]) == ("sg-0c", "shared-0a1b2c3")


def test_a_link_can_be_previewed_with_nothing_known(preview: Cloud) -> None:
    built(preview, lambda: VpcLink("shared", {"network": network()}))
    assert is_unknown(preview.mocks.of(LINK)["shared"]["securityGroupIds"][0])


def test_every_problem_of_a_link_is_told_at_once(cloud: Cloud) -> None:
    given: dict[str, object] = {"network": "vpc-0a", "subnets": 2, "targets": {"a": {"port": 0}, "b": 80}}
    assert faults_of(cloud, lambda: VpcLink("shared", cast("VpcLinkArgs", given))) == [
        ("arguments", 'the key "subnets"'),
        ("network", "a str"),
        ('target "a"', 'no "security_group_id"'),
        ('target "a", port', "0"),
        ('target "b"', "80"),
    ]
    assert cloud.mocks.registrations == []


def test_a_link_without_a_network_is_refused(cloud: Cloud) -> None:
    faults = faults_of(cloud, lambda: VpcLink("shared", cast("VpcLinkArgs", {"targets": 1})))
    assert faults == [("arguments", 'no "network"'), ("targets", "1")]


def test_a_link_of_the_first_version_leads_to_one_network_load_balancer(cloud: Cloud) -> None:
    built(cloud, lambda: nlb_link(network_backend(private_link=True, links=None).balancer))
    (link,) = cloud.mocks.of(LINK_V1).values()
    assert link["targetArn"].endswith("loadbalancer/net/items-0a1b2c3/50dc6c495c0c9188")
    # The group cannot name where such a link comes from.
    balancer = cloud.mocks.of(LOAD_BALANCER)["items"]
    assert balancer["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "off"
    assert cloud.mocks.of(INGRESS) == {}


def test_a_link_of_the_first_version_to_an_application_load_balancer_is_refused(cloud: Cloud) -> None:
    faults = faults_of(cloud, lambda: nlb_link(backend().balancer))
    assert faults == [("load_balancer", "an application load balancer")]


def test_a_link_of_the_first_version_that_would_not_be_let_in_is_refused(cloud: Cloud) -> None:
    faults = faults_of(cloud, lambda: nlb_link(network_backend().balancer))
    assert faults == [("load_balancer", "a load balancer that lets no link of this version in")]


def test_what_is_no_load_balancer_is_refused(cloud: Cloud) -> None:
    given = cast("NlbLinkArgs", {"load_balancer": "arn:aws:…"})
    assert faults_of(cloud, lambda: NlbLink("old", given)) == [("load_balancer", "a str")]
    assert faults_of(cloud, lambda: NlbLink("old", cast("NlbLinkArgs", {}))) == [("arguments", 'no "load_balancer"')]
