from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway_policies.resource_types import (
    INTEGRATION,
    LISTENERS,
    LOAD_BALANCERS,
    REST_INTEGRATION,
    REST_VPC_LINK,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS_RULE,
    SECURITY_GROUP_RULE,
    VPC_LINK,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

OF_LINK = a(SECURITY_GROUP, {}, "link-sg", id_="sg-1")
OF_BALANCER = a(SECURITY_GROUP, {}, "lb-sg", id_="sg-2")
OTHER = a(SECURITY_GROUP, {}, "other-sg", id_="sg-3")
LINK = a(VPC_LINK, {"securityGroupIds": [UNKNOWN]}, "link", {"securityGroupIds": OF_LINK})
STRANGER = a("pulumi:pulumi:StackReference", {}, "network")
TOKENS = [a(kind, {}, "unused") for kind in (*LOAD_BALANCERS[1:], *LISTENERS[1:])]
ONLY = "allowed are the security groups of its VPC link alone"


def behind(*rules: Resource, group: Resource = OF_BALANCER, link: Resource = LINK) -> list[Resource]:
    """A load balancer with a security group behind a VPC link, and rules of that group."""
    balancer = a(LOAD_BALANCERS[0], {"securityGroups": [UNKNOWN]}, "lb", {"securityGroups": group})
    return [*_resources(balancer, link), OF_LINK, group, OTHER, *rules]


def _resources(balancer: Resource, link: Resource) -> list[Resource]:
    listener = a(LISTENERS[0], {}, "listener", {"loadBalancerArn": balancer})
    links = {"integrationUri": listener, "connectionId": link}
    return [balancer, listener, link, a(INTEGRATION, {"connectionType": "VPC_LINK"}, "orders", links)]


def admits(links: dict[str, Resource] | None = None, kind: str = SECURITY_GROUP_RULE, **props: Any) -> Resource:
    direction = {"type": "ingress"} if kind == SECURITY_GROUP_RULE else {}
    return a(kind, {**direction, **props}, "rule", {"securityGroupId": OF_BALANCER, **(links or {})})


def ingress(*rules: Any, links: dict[str, Resource] | None = None) -> list[Resource]:
    props = {"ingress": list(rules)}
    depends = {key: [one.urn] for key, one in (links or {}).items()}
    return behind(group=replace(OF_BALANCER, props=props, property_dependencies=depends))


def wide(where: str, who: str) -> str:
    return f"lb violation: securityGroups: {where} admits {who!r}, {ONLY}"


def network_balancer(props: dict[str, Any], *more: Resource) -> list[Resource]:
    balancer = a(LOAD_BALANCERS[0], {"loadBalancerType": "network", **props}, "lb")
    return [*_resources(balancer, LINK), OF_LINK, *more]


FOREIGN_LINK = a(VPC_LINK, {"securityGroupIds": ["sg-9"]}, "link")
HALF_KNOWN_LINK = a(VPC_LINK, {"securityGroupIds": ["sg-9", UNKNOWN]}, "link")

CASES: Cases = {
    "vpc-link-sg": {
        "a link with a security group": ([FOREIGN_LINK], []),
        "a link with one that is not known yet": ([LINK], []),
        "a link without": (
            [a(VPC_LINK, {"securityGroupIds": []})],
            ["it violation: securityGroupIds is empty, allowed is one security group or more"],
        ),
        "a link that says nothing": (
            [a(VPC_LINK, {})],
            ["it violation: securityGroupIds is empty, allowed is one security group or more"],
        ),
        "a link of which it is not known": (
            [a(VPC_LINK, {"securityGroupIds": UNKNOWN})],
            [f"it undecided: securityGroupIds {NOT_KNOWN}"],
        ),
        "a link with text in place of the list": (
            [a(VPC_LINK, {"securityGroupIds": "sg-1"})],
            ["it undecided: securityGroupIds is text where a list is expected"],
        ),
        "a link with a number in the list": (
            [a(VPC_LINK, {"securityGroupIds": [5]})],
            ["it undecided: securityGroupIds[0] is a number where text is expected"],
        ),
        "the link alone, in the group": (
            ingress({"securityGroups": [UNKNOWN]}, links={"ingress": OF_LINK}),
            [],
        ),
        "the link alone, in the group, by id": (ingress({"securityGroups": ["sg-1"]}), []),
        "the link alone, by a rule": (behind(admits({"sourceSecurityGroupId": OF_LINK})), []),
        "the link alone, by a rule of the newer kind": (
            behind(admits({"referencedSecurityGroupId": OF_LINK}, SECURITY_GROUP_INGRESS_RULE)),
            [],
        ),
        "the link alone, in a group of another stack": (
            [*behind(admits(sourceSecurityGroupId="sg-9"), link=FOREIGN_LINK)],
            [],
        ),
        "nobody": (behind(*TOKENS), []),
        "its own members": (ingress({"self": True, "securityGroups": ["sg-2"]}), []),
        "what goes out": (behind(admits(type="egress", cidrBlocks=["0.0.0.0/0"])), []),
        "what the provider shows when nothing is said": (
            behind(group=replace(OF_BALANCER, props={"ingress": UNKNOWN})),
            [],
        ),
        "everyone, in the group": (
            ingress({"cidrBlocks": ["0.0.0.0/0"], "ipv6CidrBlocks": ["::/0"]}),
            [
                wide("ingress[0].cidrBlocks[0] of 'lb-sg'", "0.0.0.0/0"),
                wide("ingress[0].ipv6CidrBlocks[0] of 'lb-sg'", "::/0"),
            ],
        ),
        "the whole VPC, by a rule": (
            behind(admits(cidrBlocks=["10.0.0.0/16"])),
            [wide("cidrBlocks[0] of 'rule'", "10.0.0.0/16")],
        ),
        "the whole VPC, by a rule of the newer kind": (
            behind(admits(kind=SECURITY_GROUP_INGRESS_RULE, cidrIpv4="10.0.0.0/16")),
            [wide("cidrIpv4 of 'rule'", "10.0.0.0/16")],
        ),
        "the whole VPC, by a link of another stack": (
            behind(admits(cidrBlocks=["10.0.0.0/16"]), link=STRANGER),
            [wide("cidrBlocks[0] of 'rule'", "10.0.0.0/16")],
        ),
        "another group": (
            behind(admits(sourceSecurityGroupId="sg-3")),
            [wide("sourceSecurityGroupId of 'rule'", "sg-3")],
        ),
        "another group, not known yet": (
            behind(admits({"sourceSecurityGroupId": OTHER})),
            [f"lb undecided: sourceSecurityGroupId of 'rule' {NOT_KNOWN}"],
        ),
        "a group, by a link of another stack": (
            behind(admits(sourceSecurityGroupId="sg-3"), link=STRANGER),
            ["lb undecided: whether sourceSecurityGroupId of 'rule' is of its VPC link is not known"],
        ),
        "a group, by a link of which not all are known": (
            behind(admits(sourceSecurityGroupId="sg-3"), link=HALF_KNOWN_LINK),
            ["lb undecided: whether sourceSecurityGroupId of 'rule' is of its VPC link is not known"],
        ),
        "one rule of the group is not known": (
            ingress(UNKNOWN, {"cidrBlocks": UNKNOWN}, {"cidrBlocks": [UNKNOWN]}),
            [
                f"lb undecided: ingress[0] of 'lb-sg' {NOT_KNOWN}",
                f"lb undecided: ingress[1].cidrBlocks of 'lb-sg' {NOT_KNOWN}",
                f"lb undecided: ingress[2].cidrBlocks[0] of 'lb-sg' {NOT_KNOWN}",
            ],
        ),
        "the rules of the group are not known": (
            behind(group=replace(OF_BALANCER, props={"ingress": UNKNOWN}, property_dependencies={"ingress": ["x"]})),
            [f"lb undecided: ingress of 'lb-sg' {NOT_KNOWN}"],
        ),
        "rules of a wrong type": (
            behind(group=replace(OF_BALANCER, props={"ingress": "all"})),
            ["lb undecided: ingress of 'lb-sg' is text where a list is expected"],
        ),
        "a rule of which the direction is not known": (
            behind(admits(type=UNKNOWN, cidrBlocks=["0.0.0.0/0"])),
            [f"lb undecided: type of 'rule' {NOT_KNOWN}"],
        ),
        "the groups of the load balancer by id": (
            network_balancer({"securityGroups": ["sg-2"]}, OF_BALANCER, admits(cidrBlocks=["0.0.0.0/0"])),
            [wide("cidrBlocks[0] of 'rule'", "0.0.0.0/0")],
        ),
        "the groups of the load balancer are of another stack": (network_balancer({"securityGroups": ["sg-8"]}), []),
        "the groups of the load balancer are not known": (
            [*_resources(a(LOAD_BALANCERS[0], {}, "lb", {"securityGroups": STRANGER}), LINK), OF_LINK],
            [f"lb undecided: securityGroups {NOT_KNOWN}"],
        ),
        "unknown whether by a link": (
            [
                balancer := a(LOAD_BALANCERS[0], {}, "lb"),
                a(INTEGRATION, {"connectionType": UNKNOWN}, "orders", {"integrationUri": balancer}),
            ],
            [f"orders undecided: connectionType {NOT_KNOWN}"],
        ),
        "unknown where it leads": (
            [a(INTEGRATION, {"connectionType": "VPC_LINK", "integrationUri": UNKNOWN}, "orders")],
            [f"orders undecided: integrationUri {NOT_KNOWN}"],
        ),
        "a network load balancer without any": (
            network_balancer({}),
            [f"lb violation: securityGroups is not set, which admits everyone; {ONLY}"],
        ),
        "an application load balancer has one by default": (network_balancer({"loadBalancerType": "application"}), []),
        "behind a link of version 1, which has none": (
            [
                a(LOAD_BALANCERS[0], {"loadBalancerType": "network"}, "lb"),
                a(
                    REST_VPC_LINK,
                    {},
                    "old-link",
                    {"targetArn": a(LOAD_BALANCERS[0], {"loadBalancerType": "network"}, "lb")},
                ),
            ],
            [],
        ),
        "REST, by way of a link of version 2": (
            [
                balancer := a(LOAD_BALANCERS[0], {"loadBalancerType": "network"}, "lb"),
                LINK,
                OF_LINK,
                a(
                    REST_INTEGRATION,
                    {"connectionType": "VPC_LINK"},
                    "orders",
                    {"integrationTarget": balancer, "connectionId": LINK},
                ),
            ],
            [f"lb violation: securityGroups is not set, which admits everyone; {ONLY}"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
