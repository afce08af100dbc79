from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import LOAD_BALANCERS
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

SAFE = {
    "enableDeletionProtection": True,
    "accessLogs": {"bucket": "logs", "enabled": True},
    "dropInvalidHeaderFields": True,
}


def balancer(kind: str = LOAD_BALANCERS[0], **props: Any) -> list[Resource]:
    return [a(kind, {**SAFE, **props})]


def must(path: str, found: str = "not set") -> str:
    return f"it violation: {path} is {found}, it must be true"


CASES: Cases = {
    "lb-hygiene": {
        **{f"all safeguards, {kind.split('/')[0]}": (balancer(kind), []) for kind in LOAD_BALANCERS},
        "strictest": (balancer(desyncMitigationMode="strictest"), []),
        "a network load balancer has no headers": (
            balancer(loadBalancerType="network", dropInvalidHeaderFields=None, desyncMitigationMode="monitor"),
            [],
        ),
        "a gateway load balancer has no access logs either": (
            [a(LOAD_BALANCERS[0], {"loadBalancerType": "gateway", "enableDeletionProtection": True})],
            [],
        ),
        "none": (
            [a(LOAD_BALANCERS[0], {})],
            [must("enableDeletionProtection"), must("accessLogs.enabled"), must("dropInvalidHeaderFields")],
        ),
        "logs that are switched off": (
            balancer(accessLogs={"bucket": "logs", "enabled": False}),
            [must("accessLogs.enabled", "false")],
        ),
        "logs that are not switched on": (balancer(accessLogs={"bucket": "logs"}), [must("accessLogs.enabled")]),
        "a network load balancer without logs": (
            balancer(loadBalancerType="network", accessLogs=None),
            [must("accessLogs.enabled")],
        ),
        "only watching": (
            balancer(desyncMitigationMode="monitor"),
            ["it violation: desyncMitigationMode is monitor, allowed: defensive, strictest"],
        ),
        "deletion of a kind that is not known": (
            balancer(loadBalancerType=UNKNOWN, enableDeletionProtection=False),
            [must("enableDeletionProtection", "false")],
        ),
        "headers of a kind that is not known": (
            balancer(loadBalancerType=UNKNOWN, dropInvalidHeaderFields=False),
            [f"it undecided: loadBalancerType {NOT_KNOWN}"],
        ),
        "unknown": (
            balancer(dropInvalidHeaderFields=UNKNOWN, accessLogs=UNKNOWN, desyncMitigationMode=UNKNOWN),
            [
                f"it undecided: accessLogs {NOT_KNOWN}",
                f"it undecided: dropInvalidHeaderFields {NOT_KNOWN}",
                f"it undecided: desyncMitigationMode {NOT_KNOWN}",
            ],
        ),
        "of a wrong type": (
            balancer(enableDeletionProtection="on"),
            ["it undecided: enableDeletionProtection is text where a boolean is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
