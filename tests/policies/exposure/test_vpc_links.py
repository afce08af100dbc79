from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.resource_types import (
    INTEGRATION,
    LISTENERS,
    LOAD_BALANCERS,
    REST_INTEGRATION,
    REST_VPC_LINK,
    VPC_LINK,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

BALANCER, LISTENER = LOAD_BALANCERS[0], LISTENERS[0]
PRIVATE = {"connectionType": "VPC_LINK"}
INTERNAL = a(BALANCER, {"internal": True}, "lb", id_="arn:lb")
PUBLIC = a(BALANCER, {"internal": False}, "lb", id_="arn:lb")
SUBNET = a("aws:ec2/subnet:Subnet", {}, "subnet")
SERVICE = a("aws:servicediscovery/service:Service", {}, "service")


def listener(balancer: Resource) -> Resource:
    return a(LISTENER, {}, "listener", {"loadBalancerArn": balancer}, id_="arn:listener")


def behind(balancer: Resource, connection: Any = "VPC_LINK") -> list[Resource]:
    """A load balancer, its listener and an integration of an HTTP API that leads there."""
    of_it = listener(balancer)
    return [balancer, of_it, a(INTEGRATION, {"connectionType": connection}, "orders", {"integrationUri": of_it})]


def public(found: str = "false", by: str = "orders", subject: str = "lb", where: str = "") -> str:
    return f"{subject} violation: internal{where} is {found}; it must be true, for {by!r} reaches it by a VPC link"


NOT_SET = "not set, which is internet-facing"
UNTOLD = replace(PUBLIC, props={})
BETWEEN = a("pulumi:pulumi:StackReference", {}, "network")

CASES: Cases = {
    "vpc-link-lb-internal": {
        "internal": (behind(INTERNAL), []),
        "public": (behind(PUBLIC), [public()]),
        "public, for nothing is said": (behind(UNTOLD), [public(NOT_SET)]),
        "what the provider shows when nothing is said": (
            behind(replace(PUBLIC, props={"internal": UNKNOWN})),
            [public(NOT_SET)],
        ),
        "public, without a VPC link": ([*behind(PUBLIC, "INTERNET"), *behind(PUBLIC, None)], []),
        "told once, however many lead to it": (
            [*behind(PUBLIC), a(INTEGRATION, PRIVATE, "bills", {"integrationUri": listener(PUBLIC)})],
            [public()],
        ),
        "by ids alone, under other tokens": (
            [
                a(LOAD_BALANCERS[1], {}, "lb", id_="arn:lb"),
                a(LISTENERS[1], {"loadBalancerArn": "arn:lb"}, "listener", id_="arn:listener"),
                a(INTEGRATION, {**PRIVATE, "integrationUri": "arn:listener"}, "orders"),
            ],
            [public(NOT_SET)],
        ),
        "REST, by way of a link of version 1": (
            [PUBLIC, a(REST_VPC_LINK, {}, "link", {"targetArn": PUBLIC})],
            [public(by="link")],
        ),
        "REST, by way of a link of version 1, internal": (
            [INTERNAL, a(REST_VPC_LINK, {}, "link", {"targetArn": INTERNAL})],
            [],
        ),
        "REST, by way of a link of version 2": (
            [
                a(LOAD_BALANCERS[2], {}, "lb"),
                a(
                    REST_INTEGRATION,
                    PRIVATE,
                    "orders",
                    {"integrationTarget": a(LOAD_BALANCERS[2], {}, "lb")},
                ),
            ],
            [public(NOT_SET)],
        ),
        "REST, to the internet": ([PUBLIC, a(REST_INTEGRATION, {"uri": "https://shop.example.com"}, "orders")], []),
        "one that the program only reads": (
            behind(replace(PUBLIC, managed=False)),
            [public(subject="orders", where=" of 'lb'")],
        ),
        "of another stack": ([a(INTEGRATION, {**PRIVATE, "integrationUri": "arn:elsewhere"}, "orders")], []),
        "of another stack, not known yet": (
            [BETWEEN, a(INTEGRATION, PRIVATE, "orders", {"integrationUri": BETWEEN})],
            [],
        ),
        "a service of Cloud Map": ([SERVICE, a(INTEGRATION, PRIVATE, "orders", {"integrationUri": SERVICE})], []),
        "a listener of a load balancer elsewhere": (
            [
                a(LISTENERS[3], {"loadBalancerArn": "arn:elsewhere"}, "listener", id_="arn:listener"),
                a(INTEGRATION, {**PRIVATE, "integrationUri": "arn:listener"}, "orders"),
                a(LOAD_BALANCERS[3], {}, "another"),
            ],
            [],
        ),
        "nothing tells where it leads": (
            [a(INTEGRATION, {**PRIVATE, "integrationUri": UNKNOWN}, "orders")],
            [f"orders undecided: integrationUri {NOT_KNOWN}"],
        ),
        "nothing tells where its listener belongs": (
            [
                a(LISTENERS[2], {"loadBalancerArn": UNKNOWN}, "listener", id_="arn:listener"),
                a(INTEGRATION, {**PRIVATE, "integrationUri": "arn:listener"}, "orders"),
            ],
            [f"orders undecided: loadBalancerArn of 'listener' {NOT_KNOWN}"],
        ),
        "a URI of a wrong type": (
            [a(INTEGRATION, {**PRIVATE, "integrationUri": 5}, "orders")],
            ["orders undecided: integrationUri is a number where text is expected"],
        ),
        "unknown whether internal": (
            behind(a(BALANCER, {}, "lb", {"internal": SUBNET})),
            [f"lb undecided: internal {NOT_KNOWN}"],
        ),
        "unknown whether by a link": (
            behind(PUBLIC, UNKNOWN),
            [f"lb undecided: connectionType of 'orders' {NOT_KNOWN}"],
        ),
        "unknown whether by a link, internal": (behind(INTERNAL, UNKNOWN), []),
        "one that is known decides": (
            [*behind(PUBLIC, UNKNOWN), a(INTEGRATION, PRIVATE, "bills", {"integrationUri": listener(PUBLIC)})],
            [public(by="bills")],
        ),
    },
    "vpc-link-multi-az": {
        "two": ([a(VPC_LINK, {"subnetIds": ["subnet-1", "subnet-2"]})], []),
        "two that are not known yet": ([a(VPC_LINK, {"subnetIds": [UNKNOWN, UNKNOWN]})], []),
        "one": (
            [a(VPC_LINK, {"subnetIds": ["subnet-1"]})],
            ["it violation: subnetIds names 1 subnets, allowed are 2 or more"],
        ),
        "one twice": (
            [a(VPC_LINK, {"subnetIds": ["subnet-1", "subnet-1"]})],
            ["it violation: subnetIds names 1 subnets, allowed are 2 or more"],
        ),
        "none": ([a(VPC_LINK, {})], ["it violation: subnetIds names 0 subnets, allowed are 2 or more"]),
        "unknown": ([a(VPC_LINK, {"subnetIds": UNKNOWN})], [f"it undecided: subnetIds {NOT_KNOWN}"]),
        "text in place of the list": (
            [a(VPC_LINK, {"subnetIds": "subnet-1"})],
            ["it undecided: subnetIds is text where a list is expected"],
        ),
        "a number in the list": (
            [a(VPC_LINK, {"subnetIds": ["subnet-1", 2]})],
            ["it undecided: subnetIds[1] is a number where text is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize("kind", LOAD_BALANCERS)
def test_a_load_balancer_is_judged_under_each_of_its_tokens(kind: str) -> None:
    balancer = a(kind, {"internal": False}, "lb")
    assert findings("vpc-link-lb-internal", behind(balancer)) == [public()]
