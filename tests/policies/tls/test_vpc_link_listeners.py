from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import INTEGRATION, LISTENERS
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/x/1/2"
NAMED = {"serverNameToVerify": "orders.internal.example.com"}


def match(protocol: Any, tls: Any, kind: str = LISTENERS[0], **props: Any) -> list[Resource]:
    listener = a(kind, {"protocol": protocol}, "listener", id_=ARN)
    own = {"connectionType": "VPC_LINK", "tlsConfig": tls, **props}
    return [listener, a(INTEGRATION, own, links={"integrationUri": listener})]


def disagree(found: str, speaks: str) -> list[str]:
    return [f"it violation: tlsConfig is {found}, but the listener 'listener' speaks {speaks}"]


CASES: Cases = {
    "vpc-link-listener-match": {
        "both": (match("HTTPS", NAMED), []),
        "both, by a network load balancer": (match("TLS", NAMED, LISTENERS[2]), []),
        "neither": (match("HTTP", None), []),
        "neither, by default": (match(None, None, LISTENERS[1]), []),
        "TLS passed through": (match("TCP", NAMED), []),
        "TCP without TLS": (match("TCP", None), []),
        "a listener of another stack": (
            [a(INTEGRATION, {"connectionType": "VPC_LINK", "integrationUri": ARN, "tlsConfig": NAMED})],
            [],
        ),
        "a service of Cloud Map": (
            [
                service := a("aws:servicediscovery/service:Service", {}, "service"),
                a(INTEGRATION, {"connectionType": "VPC_LINK"}, links={"integrationUri": service}),
            ],
            [],
        ),
        "a public URL from a listener": (match("HTTPS", None, connectionType="INTERNET"), []),
        "only the listener": (match("HTTPS", None), disagree("not set", "HTTPS")),
        "only the listener, of a network load balancer": (
            match("TLS", None, LISTENERS[3]),
            disagree("not set", "TLS"),
        ),
        "only the integration": (match("HTTP", NAMED), disagree("set", "HTTP")),
        "only the integration, by default": (match(None, NAMED), disagree("set", "HTTP")),
        "only the integration, by id": (
            [
                a(LISTENERS[0], {"protocol": "HTTP"}, "listener", id_=ARN),
                a(INTEGRATION, {"connectionType": "VPC_LINK", "integrationUri": ARN, "tlsConfig": {}}),
            ],
            disagree("set", "HTTP"),
        ),
        "unknown protocol": (match(UNKNOWN, NAMED), [f"it undecided: protocol of 'listener' {NOT_KNOWN}"]),
        "unknown block": (match("HTTPS", UNKNOWN), [f"it undecided: tlsConfig {NOT_KNOWN}"]),
        "unknown connection": (
            match("HTTPS", None, connectionType=UNKNOWN),
            [f"it undecided: connectionType {NOT_KNOWN}"],
        ),
        "unknown connection, both": (match("HTTPS", NAMED, connectionType=UNKNOWN), []),
        "a wrong type": (match("HTTPS", "on"), ["it undecided: tlsConfig is text where a map is expected"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
