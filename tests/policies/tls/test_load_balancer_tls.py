from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.resource_types import INTEGRATION, LISTENERS
from gateway_policies.resources import Resource
from gateway_policies.tls.load_balancer_tls import LB_LISTENER_HTTPS, LB_LISTENER_TLS_POLICY
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/x/1/2"
FORWARD = {"type": "forward", "targetGroupArn": "arn:x"}
MODERN = "allowed: ELBSecurityPolicy-TLS13-1-2-*, -TLS13-1-3-*, -TLS-1-2-* and -FS-1-2-*"


def listener(protocol: Any = "HTTP", *actions: Any, kind: str = LISTENERS[0], port: Any = 80, **props: Any) -> Resource:
    own = {"protocol": protocol, "port": port, "defaultActions": list(actions) or [FORWARD], **props}
    return a(kind, own, id_=ARN)


def redirect(protocol: Any = "HTTPS", kind: Any = "redirect") -> dict[str, Any]:
    return {"type": kind, "redirect": {"protocol": protocol, "port": "443", "statusCode": "HTTP_301"}}


def linked(target: Resource, connection: Any = "VPC_LINK") -> list[Resource]:
    return [target, a(INTEGRATION, {"connectionType": connection}, "integration", {"integrationUri": target})]


def secured(policy: Any, protocol: Any = "HTTPS", kind: str = LISTENERS[0]) -> list[Resource]:
    return [a(kind, {"protocol": protocol, "port": 443, "sslPolicy": policy})]


def plain(said: str = "protocol is HTTP") -> list[str]:
    return [f"it violation: {said}, and no default action redirects to HTTPS"]


def outdated(found: str) -> list[str]:
    return [f"it violation: sslPolicy is {found}; {MODERN}"]


CASES: Cases = {
    "lb-listener-https": {
        "HTTPS": ([listener("HTTPS", port=443)], []),
        "a network load balancer is another rule's matter": ([listener("TCP")], []),
        "a gateway load balancer": ([listener(None, port=None)], []),
        "a redirect": ([listener("HTTP", redirect())], []),
        "a redirect of any port": ([listener("HTTP", redirect(), port=8080)], []),
        "a redirect, unknown protocol": ([listener(UNKNOWN, redirect())], []),
        "a redirect, called from elsewhere": (linked(listener("HTTP", redirect()), "INTERNET"), []),
        "HTTPS behind a VPC link": (linked(listener("HTTPS")), []),
        "lb": ([listener()], plain()),
        "alb": ([listener(kind=LISTENERS[1])], plain()),
        "elasticloadbalancingv2": ([listener(kind=LISTENERS[2])], plain()),
        "applicationloadbalancing": ([listener(kind=LISTENERS[3])], plain()),
        "in small letters": ([listener("http")], plain()),
        "by default": ([listener(None)], plain("protocol is not set, which is HTTP")),
        "a redirect to HTTP": ([listener("HTTP", redirect("HTTP"))], plain()),
        "a redirect to the same protocol": ([listener("HTTP", redirect("#{protocol}"))], plain()),
        "a redirect that does not say whereto": ([listener("HTTP", {"type": "redirect", "redirect": {}})], plain()),
        "what would be a redirect": ([listener("HTTP", redirect(kind="forward"))], plain()),
        "a redirect behind a VPC link": (
            linked(listener("HTTP", redirect())),
            [
                "it violation: protocol is HTTP, and 'integration' calls it by a VPC link, where no redirect helps",
            ],
        ),
        "no redirect behind a VPC link is told once": (linked(listener()), plain()),
        "unknown protocol": ([listener(UNKNOWN)], [f"it undecided: protocol {NOT_KNOWN}"]),
        "unknown action": ([listener("HTTP", UNKNOWN)], [f"it undecided: defaultActions[0] {NOT_KNOWN}"]),
        "unknown whereto": (
            [listener("HTTP", redirect(UNKNOWN))],
            [f"it undecided: defaultActions[0].redirect.protocol {NOT_KNOWN}"],
        ),
        "unknown port": ([listener(None, port=UNKNOWN)], [f"it undecided: port {NOT_KNOWN}"]),
        "unknown actions": (
            [listener("HTTP", defaultActions=UNKNOWN)],
            [f"it undecided: defaultActions {NOT_KNOWN}"],
        ),
        "a wrong type": (
            [listener("HTTP", defaultActions="redirect")],
            ["it undecided: defaultActions is text where a list is expected"],
        ),
    },
    "lb-listener-tls-policy": {
        "TLS 1.3 and 1.2": (secured("ELBSecurityPolicy-TLS13-1-2-2021-06"), []),
        "recommended": (secured("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"), []),
        "FIPS": (secured("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04"), []),
        "TLS 1.3 only": (secured("ELBSecurityPolicy-TLS13-1-3-2021-06"), []),
        "forward secrecy": (secured("ELBSecurityPolicy-FS-1-2-Res-2020-10"), []),
        "TLS 1.2": (secured("ELBSecurityPolicy-TLS-1-2-Ext-2018-06"), []),
        "a network load balancer": (secured("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLS", LISTENERS[2]), []),
        "no TLS": (secured(None, "HTTP"), []),
        "no protocol": (secured(None, None), []),
        "good, unknown protocol": (secured("ELBSecurityPolicy-TLS13-1-2-2021-06", UNKNOWN, LISTENERS[1]), []),
        "TLS 1.0 beside 1.3": (
            secured("ELBSecurityPolicy-TLS13-1-0-2021-06"),
            outdated("ELBSecurityPolicy-TLS13-1-0-2021-06"),
        ),
        "TLS 1.1": (secured("ELBSecurityPolicy-TLS-1-1-2017-01"), outdated("ELBSecurityPolicy-TLS-1-1-2017-01")),
        "forward secrecy with TLS 1.0": (
            secured("ELBSecurityPolicy-FS-2018-06"),
            outdated("ELBSecurityPolicy-FS-2018-06"),
        ),
        "old": (secured("ELBSecurityPolicy-2016-08", "TLS", LISTENERS[3]), outdated("ELBSecurityPolicy-2016-08")),
        "not set": (secured(None), outdated("not set, which is ELBSecurityPolicy-2016-08 with TLS 1.0")),
        "unknown": (secured(UNKNOWN), [f"it undecided: sslPolicy {NOT_KNOWN}"]),
        "not set, unknown protocol": (secured(None, UNKNOWN), [f"it undecided: protocol {NOT_KNOWN}"]),
        "a wrong type": (secured(1.2), ["it undecided: sslPolicy is a number where text is expected"]),
    },
}


def test_no_redirect_is_good_enough_when_that_is_asked_for() -> None:
    (found,) = LB_LISTENER_HTTPS.checks[LISTENERS[0]](listener("HTTP", redirect()), {"redirects": False})
    assert found.message == "protocol is HTTP"


@pytest.mark.parametrize(
    ("policy", "count"), [("ELBSecurityPolicy-TLS13-1-3-2021-06", 1), ("ELBSecurityPolicy-Own", 0)]
)
def test_a_closed_list_of_policies(policy: str, count: int) -> None:
    (resource,) = secured(policy)
    check = LB_LISTENER_TLS_POLICY.checks[resource.type]
    assert len(list(check(resource, {"policies": ("ELBSecurityPolicy-Own",)}))) == count


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
