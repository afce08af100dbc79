"""Network Load Balancers speak TLS or pass it on, and load balancers of either sort encrypt to their targets."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import LISTENERS, TARGET_GROUPS
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation, words

_PROTOCOL = "protocol"
_PORTS = "passThroughPorts"
# UDP has no TLS, and QUIC brings its own.
_PLAIN_LISTENERS = ("TCP", "TCP_UDP")
_ENCRYPTED = ("HTTPS", "TLS", "QUIC")
# What a network load balancer hands on as it is may be TLS, and so may GENEVE of a Gateway Load Balancer.
_PASSED_ON = ("TCP", "TCP_UDP", "TCP_QUIC")
_GATEWAY = "GENEVE"
# Functions are called over HTTPS by AWS itself; of a load balancer behind this one its own listener decides.
_OTHER_TARGETS = ("lambda", "alb")


def _check_listener(listener: Resource, settings: Settings) -> Iterator[Finding]:
    protocol = _upper(listener.at(_PROTOCOL).text())
    if isinstance(protocol, Absent) or (isinstance(protocol, Known) and protocol.value not in _PLAIN_LISTENERS):
        return
    passes = _passes_on(listener, settings)
    if passes is True:
        return
    unread = next((one for one in (protocol, passes) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(listener, unread)
    elif isinstance(protocol, Known):
        message = f"{_PROTOCOL} is {protocol.value}{_at_port(listener)}; allowed: TLS{_or_passed_on(settings)}"
        yield violation(listener, _PROTOCOL, message)


def _check_targets(group: Resource, settings: Settings) -> Iterator[Finding]:
    kind, protocol = group.at("targetType").text(), _upper(group.at(_PROTOCOL).text())
    if isinstance(kind, Known) and kind.value in _OTHER_TARGETS:
        return
    if isinstance(protocol, Known) and protocol.value in {*_ENCRYPTED, _GATEWAY}:
        return
    passes = _passes_on(group, settings) if isinstance(protocol, Known) and protocol.value in _PASSED_ON else False
    if passes is True:
        return
    unread = next((one for one in (kind, protocol, passes) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(group, unread)
    else:
        found = f"{protocol.value}{_at_port(group)}" if isinstance(protocol, Known) else "not set"
        allowed = f"{', '.join(_ENCRYPTED)}{_or_passed_on(settings)}"
        yield violation(group, _PROTOCOL, f"{_PROTOCOL} is {found}; allowed: {allowed}")


def _passes_on(resource: Resource, settings: Settings) -> bool | Unknown:
    """Whether the port is one where TCP is taken to be TLS that the targets answer."""
    ports = words(settings, _PORTS)
    port = resource.at("port").number()
    if not ports:
        return False
    return port if isinstance(port, Unknown) else isinstance(port, Known) and f"{port.value:g}" in ports


def _at_port(resource: Resource) -> str:
    port = resource.at("port").number()
    return f" at port {port.value:g}" if isinstance(port, Known) else ""


def _or_passed_on(settings: Settings) -> str:
    ports = words(settings, _PORTS)
    return f", and TCP at port {', '.join(ports)}" if ports else ""


def _upper(text: Reading[str]) -> Reading[str]:
    return Known(text.value.upper()) if isinstance(text, Known) else text


_PASS_THROUGH = {
    _PORTS: Setting(
        default=("443",), description="the ports at which TCP is taken to be TLS that is passed through to the targets"
    ),
}

NLB_LISTENER_TLS = Rule(
    name="nlb-listener-tls",
    group="tls",
    severity="low",
    level="advisory",
    title="A network load balancer takes connections that need not be encrypted",
    why="A listener of TCP takes plain HTTP as readily as TLS, and nothing shows which of them is spoken.",
    fix="Set protocol to TLS with a certificateArn and an sslPolicy, or pass TLS through at port 443.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html",
    controls=(
        "prowler elbv2_nlb_tls_termination_enabled",
        "cloudsploit elbv2NlbListenerSecurity",
        "OWASP API8:2023",
    ),
    checks=dict.fromkeys(LISTENERS, _check_listener),
    settings=_PASS_THROUGH,
)

LB_TARGET_GROUP_ENCRYPTED = Rule(
    name="lb-target-group-encrypted",
    group="tls",
    severity="medium",
    level="advisory",
    title="A load balancer calls its targets without TLS",
    why="TLS ends at the load balancer, and the requests go on through the VPC in the clear.",
    fix="Set protocol of the target group to HTTPS (of a network load balancer TLS, or TCP at port 443), and let the "
    "targets speak it; a certificate of their own making will do.",
    source="https://docs.aws.amazon.com/config/latest/developerguide/elbv2-targetgroup-protocol-encrypted.html",
    controls=(
        "checkov CKV_AWS_378",
        "terrascan AC_AWS_0492",
        "Security Hub ELB.22",
        "Config elbv2-targetgroup-protocol-encrypted",
        "OWASP API8:2023",
    ),
    checks=dict.fromkeys(TARGET_GROUPS, _check_targets),
    settings=_PASS_THROUGH,
)

RULES = (NLB_LISTENER_TLS, LB_TARGET_GROUP_ENCRYPTED)
