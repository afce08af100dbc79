from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.resource_types import LISTENERS, TARGET_GROUPS
from gateway_policies.resources import Resource
from gateway_policies.tls.network_tls import RULES
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings


def listener(protocol: Any, port: Any = 80, kind: str = LISTENERS[0]) -> list[Resource]:
    return [a(kind, {"protocol": protocol, "port": port})]


def group(protocol: Any, port: Any = 8080, kind: str = TARGET_GROUPS[0], **props: Any) -> list[Resource]:
    return [a(kind, {"protocol": protocol, "port": port, **props})]


def open_listener(found: str) -> list[str]:
    return [f"it violation: protocol is {found}; allowed: TLS, and TCP at port 443"]


def open_group(found: str) -> list[str]:
    return [f"it violation: protocol is {found}; allowed: HTTPS, TLS, QUIC, and TCP at port 443"]


CASES: Cases = {
    "nlb-listener-tls": {
        "TLS": (listener("TLS", 443), []),
        "TLS passed through": (listener("TCP", 443), []),
        "TLS passed through, as text": (listener("TCP", "443"), []),
        "an application load balancer": (listener("HTTP", kind=LISTENERS[1]), []),
        "no protocol": (listener(None), []),
        "UDP has no TLS": (listener("UDP", 53, LISTENERS[2]), []),
        "unknown protocol at the port of TLS": (listener(UNKNOWN, 443), []),
        "TCP": (listener("TCP"), open_listener("TCP at port 80")),
        "TCP and UDP": (listener("TCP_UDP", 8443, LISTENERS[3]), open_listener("TCP_UDP at port 8443")),
        "no port": (listener("TCP", None), open_listener("TCP")),
        "unknown protocol": (listener(UNKNOWN), [f"it undecided: protocol {NOT_KNOWN}"]),
        "unknown port": (listener("TCP", UNKNOWN), [f"it undecided: port {NOT_KNOWN}"]),
        "a wrong type": (listener(["TCP"]), ["it undecided: protocol is a list where text is expected"]),
    },
    "lb-target-group-encrypted": {
        "HTTPS": (group("HTTPS"), []),
        "TLS": (group("TLS", kind=TARGET_GROUPS[1]), []),
        "QUIC": (group("QUIC"), []),
        "TLS passed through": (group("TCP", 443), []),
        "functions": (group(None, None, targetType="lambda"), []),
        "another load balancer": (group("TCP", 80, targetType="alb"), []),
        "a gateway load balancer": (group("GENEVE", 6081), []),
        "HTTPS to unknown targets": (group("HTTPS", targetType=UNKNOWN), []),
        "HTTP": (group("HTTP"), open_group("HTTP at port 8080")),
        "HTTP at the port of TLS": (group("HTTP", 443, TARGET_GROUPS[2]), open_group("HTTP at port 443")),
        "TCP": (group("TCP", 80, TARGET_GROUPS[3]), open_group("TCP at port 80")),
        "UDP": (group("UDP", 53), open_group("UDP at port 53")),
        "not set": (group(None), open_group("not set")),
        "unknown": (group(UNKNOWN), [f"it undecided: protocol {NOT_KNOWN}"]),
        "unknown port": (group("TCP", UNKNOWN), [f"it undecided: port {NOT_KNOWN}"]),
        "unknown targets": (group("HTTP", targetType=UNKNOWN), [f"it undecided: targetType {NOT_KNOWN}"]),
        "a wrong type": (group(443), ["it undecided: protocol is a number where text is expected"]),
    },
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nothing_is_passed_through_when_that_is_asked_for(rule: Any) -> None:
    resource = a(next(iter(rule.checks)), {"protocol": "TCP", "port": 443})
    (found,) = rule.checks[resource.type](resource, {"passThroughPorts": ()})
    assert found.message.startswith("protocol is TCP at port 443; allowed: ")
    assert "and TCP" not in found.message


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
