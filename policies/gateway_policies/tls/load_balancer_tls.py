"""Listeners of Application Load Balancers speak HTTPS, and all that speak TLS demand 1.2 or newer."""

import re
from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import INTEGRATION, LISTENERS
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation, words
from gateway_policies.tls.vpc_link_tls import is_private

_PROTOCOL = "protocol"
_POLICY = "sslPolicy"
_REDIRECTS = "redirects"
_POLICIES = "policies"
# By prefix, for AWS adds policies every year: TLS13-1-0 is one that takes TLS 1.0, too.
_MODERN = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-.+")


def _check_listener(listener: Resource, settings: Settings) -> Iterator[Finding]:
    protocol = _spoken(listener)
    if isinstance(protocol, Absent) or (isinstance(protocol, Known) and protocol.value.upper() != "HTTP"):
        return
    redirects = _redirects(listener) if switch(settings, _REDIRECTS) else False
    if redirects is True:
        return
    unread = next((one for one in (protocol, redirects) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(listener, unread)
    else:
        may = ", and no default action redirects to HTTPS" if switch(settings, _REDIRECTS) else ""
        yield violation(listener, _PROTOCOL, f"{_said(listener)}{may}")


def _check_behind_links(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """A VPC link calls just this listener, and passes the redirect on to a caller who cannot follow it."""
    for listener in stack.of_type(*LISTENERS) if switch(settings, _REDIRECTS) else ():
        protocol = _spoken(listener)
        if not isinstance(protocol, Known) or protocol.value.upper() != "HTTP" or _redirects(listener) is not True:
            continue
        for integration in stack.referring(listener, "integrationUri", INTEGRATION).certain:
            if is_private(integration.at()) is True:
                message = f"{_said(listener)}, and {integration.name!r} calls it by a VPC link, where no redirect helps"
                yield violation(listener, _PROTOCOL, message)
                break


def _spoken(listener: Resource) -> Reading[str]:
    """The protocol; without one it is HTTP, but for Gateway Load Balancers, whose listeners have no port either."""
    protocol = listener.at(_PROTOCOL).text()
    if not isinstance(protocol, Absent):
        return protocol
    port = listener.at("port").number()
    return Known("HTTP") if isinstance(port, Known) else port


def _said(listener: Resource) -> str:
    is_set = isinstance(listener.at(_PROTOCOL).reading, Known)
    return f"{_PROTOCOL} is HTTP" if is_set else f"{_PROTOCOL} is not set, which is HTTP"


def _redirects(listener: Resource) -> bool | Unknown:
    """Whether a default action redirects to HTTPS; it is then the only one."""
    actions = listener.at("defaultActions").items()
    if isinstance(actions, Unknown):
        return actions
    unread: Unknown | None = None
    for action in actions.value if isinstance(actions, Known) else ():
        kind, protocol = action.at("type").text(), action.at("redirect", _PROTOCOL).text()
        if isinstance(kind, Known) and kind.value != "redirect":
            continue
        if isinstance(protocol, Unknown) or isinstance(kind, Unknown):
            unread = unread or next(one for one in (kind, protocol) if isinstance(one, Unknown))
        elif isinstance(protocol, Known) and protocol.value.upper() == "HTTPS":
            return True
    return unread or False


def _check_policy(listener: Resource, settings: Settings) -> Iterator[Finding]:
    protocol, policy = listener.at(_PROTOCOL).text(), listener.at(_POLICY).text()
    if isinstance(protocol, Absent) or (isinstance(protocol, Known) and protocol.value.upper() not in {"HTTPS", "TLS"}):
        return
    only = words(settings, _POLICIES)
    if isinstance(policy, Known) and (policy.value in only if only else _MODERN.fullmatch(policy.value)):
        return
    unread = next((one for one in (policy, protocol) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(listener, unread)
    else:
        found = (
            policy.value if isinstance(policy, Known) else "not set, which is ELBSecurityPolicy-2016-08 with TLS 1.0"
        )
        allowed = ", ".join(only) or "ELBSecurityPolicy-TLS13-1-2-*, -TLS13-1-3-*, -TLS-1-2-* and -FS-1-2-*"
        yield violation(listener, _POLICY, f"{_POLICY} is {found}; allowed: {allowed}")


LB_LISTENER_HTTPS = Rule(
    name="lb-listener-https",
    group="tls",
    severity="high",
    level="mandatory",
    title="A load balancer takes requests without TLS",
    why="Requests that reached the gateway over TLS, with their tokens and bodies, go on in the clear.",
    fix="Set protocol to HTTPS with a certificateArn and an sslPolicy; a listener that only sends browsers on may stay "
    "with a default action redirect to HTTPS, unless a VPC link calls it.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
    controls=(
        "checkov CKV_AWS_2",
        "checkov CKV2_AWS_20",
        "trivy AWS-0054",
        "KICS de7f5e83",
        "terrascan AC_AWS_0491",
        "cfn_nag W56",
        "cfn-guard ELBV2_LISTENER_PROTOCOL_RULE",
        "cdk-nag ALBHttpToHttpsRedirection",
        "Security Hub ELB.1",
        "Security Hub ELB.18",
        "compliance-policies aws-alb-listener-disallow-unencrypted-traffic",
        "compliance-policies aws-lb-listener-disallow-unencrypted-traffic",
        "awsguard alb-http-to-https-redirection",
        "prowler elbv2_ssl_listeners",
        "OWASP API8:2023",
    ),
    checks=dict.fromkeys(LISTENERS, _check_listener),
    check_stack=_check_behind_links,
    stack_types=(*LISTENERS, INTEGRATION),
    settings={
        _REDIRECTS: Setting(default=True, description="whether a listener may speak HTTP that only redirects to HTTPS"),
    },
)

LB_LISTENER_TLS_POLICY = Rule(
    name="lb-listener-tls-policy",
    group="tls",
    severity="high",
    level="mandatory",
    title="A load balancer accepts TLS 1.0 or 1.1, or does not say what it accepts",
    why="TLS 1.0 and 1.1 are broken and deprecated (RFC 8996); a client can be made to fall back to them.",
    fix="Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or to another policy of TLS 1.2 or newer.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    controls=(
        "checkov CKV_AWS_103",
        "checkov CKV2_AWS_74",
        "trivy AWS-0047",
        "cfn_nag W55",
        "cfn-guard ELBV2_LISTENER_SSL_POLICY_RULE",
        "Security Hub ELB.17",
        "compliance-policies aws-alb-listener-configure-secure-tls",
        "compliance-policies aws-lb-listener-configure-secure-tls",
        "prowler elbv2_insecure_ssl_ciphers",
        "OWASP API8:2023",
    ),
    checks=dict.fromkeys(LISTENERS, _check_policy),
    settings={
        _POLICIES: Setting(
            default=(), description="the only TLS policies to accept; all of TLS 1.2 or newer while it is empty"
        ),
    },
)

RULES = (LB_LISTENER_HTTPS, LB_LISTENER_TLS_POLICY)
