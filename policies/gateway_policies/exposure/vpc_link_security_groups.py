"""Security groups around a VPC link: it has some, and the load balancer behind it admits them alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway_policies.documents.attached_policies import given
from gateway_policies.exposure.security_group_rules import Admitted, admitted
from gateway_policies.exposure.vpc_links import FRONT_TYPES, Front, fronts
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import (
    REST_VPC_LINK,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS_RULE,
    SECURITY_GROUP_RULE,
    VPC_LINK,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_ONLY = "allowed are the security groups of its VPC link alone"


@dataclass(slots=True)
class _Callers:
    """The security groups of the links that lead to a load balancer; `are_all` is whether there are no others."""

    balancer: Resource
    urns: set[str] = field(default_factory=set[str])
    ids: set[str] = field(default_factory=set[str])
    are_all: bool = True


def _check_link(link: Resource, _settings: Settings) -> Iterator[Finding]:
    """What is not known yet is a security group all the same."""
    groups = link.at("securityGroupIds").items()
    if isinstance(groups, Unknown):
        yield undecided(link, groups)
        return
    found = [item.text() for item in groups.value] if isinstance(groups, Known) else []
    if any(isinstance(one, Known) and one.value for one in found):
        return
    unread = next((one for one in found if isinstance(one, Unknown)), None)
    if unread is None:
        yield violation(link, "securityGroupIds", "securityGroupIds is empty, allowed is one security group or more")
    elif not unread.is_for_now:
        yield undecided(link, unread)


def _check_balancers(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for front in _fronts(stack):
        if not isinstance(front.balancer, Absent):
            unread = next((one for one in (front.balancer, front.is_private) if isinstance(one, Unknown)), None)
            yield from [undecided(front.resource, unread)] if unread else []
    for callers in _callers(stack):
        balancer = callers.balancer
        groups = stack.sources(balancer, "securityGroups", SECURITY_GROUP)
        listed = given(balancer, "securityGroups").items()
        texts = [item.text() for item in listed.value] if isinstance(listed, Known) else []
        for text in texts:
            groups += stack.with_text(SECURITY_GROUP, "id", text.value) if isinstance(text, Known) else []
        for group in {one.urn: one for one in groups}.values():
            for one in admitted(stack, group):
                yield from [undecided(balancer, one)] if isinstance(one, Unknown) else _judge(callers, group, one)
        if isinstance(listed, Unknown) and not groups:
            yield undecided(balancer, listed)
        elif not groups and not texts and balancer.known_text("loadBalancerType") == "network":
            # Any other has the default group of its VPC then.
            yield violation(balancer, "securityGroups", f"securityGroups is not set, which admits everyone; {_ONLY}")


def _judge(callers: _Callers, group: Resource, one: Admitted) -> Iterator[Finding]:
    """Members of the load balancer's own group are counted as the load balancer itself."""
    urns = {source.urn for source in one.groups}
    is_named = isinstance(one.source, Known) and one.source.value in callers.ids
    if one.is_group and (is_named or (urns and urns <= {*callers.urns, group.urn})):
        return
    if isinstance(one.source, Unknown):
        yield undecided(callers.balancer, one.source)
    elif one.is_group and not callers.are_all:
        yield undecided(callers.balancer, Unknown(f"whether {one.where} is of its VPC link", "is not known"))
    else:
        message = f"securityGroups: {one.where} admits {one.source.value!r}, {_ONLY}"
        yield violation(callers.balancer, "securityGroups", message)


def _fronts(stack: Stack) -> Iterator[Front]:
    """Without links of version 1, for these have no security groups."""
    yield from (front for front in stack.once(fronts) if front.resource.type != REST_VPC_LINK)


def _callers(stack: Stack) -> list[_Callers]:
    found: dict[str, _Callers] = {}
    for front in _fronts(stack):
        if isinstance(front.is_private, Known) and isinstance(front.balancer, Known):
            balancer = front.balancer.value
            if balancer.managed:
                link = stack.linked(front.resource, "connectionId", VPC_LINK)
                _add(stack, found.setdefault(balancer.urn, _Callers(balancer)), link)
    return list(found.values())


def _add(stack: Stack, callers: _Callers, link: Resource | None) -> None:
    if link is None:
        callers.are_all = False
        return
    sources = stack.sources(link, "securityGroupIds", SECURITY_GROUP)
    items = link.at("securityGroupIds").items()
    texts = [item.text() for item in items.value] if isinstance(items, Known) else []
    known = {text.value for text in texts if isinstance(text, Known)}
    callers.ids |= known
    callers.urns |= {one.urn for one in sources}
    callers.urns |= {one.urn for text in known for one in stack.with_text(SECURITY_GROUP, "id", text)}
    unread = sum(isinstance(text, Unknown) for text in texts)
    callers.are_all &= isinstance(items, Known | Absent) and unread <= len(sources)


VPC_LINK_SG = Rule(
    name="vpc-link-sg",
    group="exposure",
    severity="medium",
    level="advisory",
    title="Others than its VPC link can reach the load balancer behind it",
    why="Whoever is in the VPC then goes past the authorizers, throttles and logs of the gateway.",
    fix="Give the VpcLink security groups of its own, and let the ingress of the load balancer's security group name "
    "only those (sourceSecurityGroupId, referencedSecurityGroupId), no networks.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    controls=("OWASP API8:2023",),
    checks={VPC_LINK: _check_link},
    check_stack=_check_balancers,
    stack_types=(*FRONT_TYPES, VPC_LINK, SECURITY_GROUP, SECURITY_GROUP_RULE, SECURITY_GROUP_INGRESS_RULE),
)

RULES = (VPC_LINK_SG,)
