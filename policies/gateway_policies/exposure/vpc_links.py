"""VPC links: what stands behind them is reached through the gateway only, and stays reachable."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.documents.attached_policies import given
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    INTEGRATION,
    LISTENERS,
    LOAD_BALANCERS,
    REST_INTEGRATION,
    REST_VPC_LINK,
    VPC_LINK,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

# Where each says to which load balancer its requests go: as a listener, or as the load balancer itself.
_TARGETS = {INTEGRATION: "integrationUri", REST_INTEGRATION: "integrationTarget", REST_VPC_LINK: "targetArn"}
FRONT_TYPES = (*_TARGETS, *LISTENERS, *LOAD_BALANCERS)
_LINKED = "VPC_LINK"
_MIN_SUBNETS = 2


@dataclass(frozen=True, slots=True)
class Front:
    """What sends requests through a VPC link: `is_private` is whether it does, for it may not be known yet."""

    resource: Resource
    is_private: Known[bool] | Unknown
    balancer: Reading[Resource]


def fronts(stack: Stack) -> list[Front]:
    """The integrations and links that may send requests to load balancers, none of those that certainly do not."""
    found: list[Front] = []
    for resource in stack.of_type(*_TARGETS):
        connection = Known(_LINKED) if resource.type == REST_VPC_LINK else resource.at("connectionType").text()
        if isinstance(connection, Unknown):
            found.append(Front(resource, connection, _balancer_of(stack, resource)))
        elif connection == Known(_LINKED):
            found.append(Front(resource, Known(value=True), _balancer_of(stack, resource)))
    return found


def _balancer_of(stack: Stack, front: Resource) -> Reading[Resource]:
    """Absent when it is of another stack, or no load balancer but a service of Cloud Map."""
    key = _TARGETS[front.type]
    found = stack.linked(front, key, *LISTENERS, *LOAD_BALANCERS)
    if found is None:
        return _unread(front, key)
    if found.type in LOAD_BALANCERS:
        return Known(found)
    balancer = stack.linked(found, "loadBalancerArn", *LOAD_BALANCERS)
    return Known(balancer) if balancer else _unread(found, "loadBalancerArn", f" of {found.name!r}")


def _unread(resource: Resource, key: str, where: str = "") -> Absent | Unknown:
    """What comes from resources of the stack, but from no load balancer, leads to none."""
    text = resource.at(key).text()
    if not isinstance(text, Unknown) or resource.property_dependencies.get(key):
        return Absent()
    return Unknown(f"{key}{where}", text.reason)


def _check_internal(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """Each load balancer once, however many lead to it; where all is known, rather than where it is not."""
    by_balancer: dict[str, tuple[Resource, Front]] = {}
    for front in stack.once(fronts):
        if isinstance(front.balancer, Unknown):
            yield undecided(front.resource, front.balancer)
        elif isinstance(front.balancer, Known):
            balancer = front.balancer.value
            known = by_balancer.get(balancer.urn)
            if known is None or (isinstance(known[1].is_private, Unknown) and isinstance(front.is_private, Known)):
                by_balancer[balancer.urn] = (balancer, front)
    for balancer, front in by_balancer.values():
        yield from _check_balancer(balancer, front)


def _check_balancer(balancer: Resource, front: Front) -> Iterator[Finding]:
    """One that the program only reads is not judged itself: then what leads to it is."""
    subject, where = (balancer, "") if balancer.managed else (front.resource, f" of {balancer.name!r}")
    internal = given(balancer, "internal").flag()
    if internal == Known(value=True):
        return
    if isinstance(internal, Unknown):
        yield undecided(subject, Unknown(f"internal{where}", internal.reason))
    elif isinstance(front.is_private, Unknown):
        unread = front.is_private
        yield undecided(subject, Unknown(f"{unread.path} of {front.resource.name!r}", unread.reason))
    else:
        found = "false" if isinstance(internal, Known) else "not set, which is internet-facing"
        message = f"internal{where} is {found}; it must be true, for {front.resource.name!r} reaches it by a VPC link"
        yield violation(subject, "internal", message)


def _check_subnets(link: Resource, _settings: Settings) -> Iterator[Finding]:
    """What is not known yet counts as one more."""
    subnets = link.at("subnetIds").items()
    if isinstance(subnets, Unknown):
        yield undecided(link, subnets)
        return
    found = [item.text() for item in subnets.value] if isinstance(subnets, Known) else []
    known = {one.value for one in found if isinstance(one, Known) and one.value}
    unread = [one for one in found if isinstance(one, Unknown)]
    if len(known) + len(unread) < _MIN_SUBNETS:
        message = f"subnetIds names {len(known) + len(unread)} subnets, allowed are {_MIN_SUBNETS} or more"
        yield violation(link, "subnetIds", message)
        return
    yield from (undecided(link, one) for one in unread if not one.is_for_now)


VPC_LINK_LB_INTERNAL = Rule(
    name="vpc-link-lb-internal",
    group="exposure",
    severity="high",
    level="mandatory",
    title="A load balancer behind a VPC link can be reached from the internet",
    why="Who calls it there goes past the authorizers, throttles, web ACL and logs of the gateway.",
    fix="Set internal of the LoadBalancer to true and place it in private subnets.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
    controls=("trivy AWS-0053", "prowler elbv2_internet_facing", "OWASP API8:2023"),
    check_stack=_check_internal,
    stack_types=FRONT_TYPES,
)

VPC_LINK_MULTI_AZ = Rule(
    name="vpc-link-multi-az",
    group="exposure",
    severity="low",
    level="advisory",
    title="A VPC link stands in one subnet only",
    why="When the Availability Zone of the subnet fails, or the subnet runs out of addresses, all that the link leads "
    "to is cut off.",
    fix="Name at least two subnets in subnetIds, each in an Availability Zone of its own.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
    controls=("OWASP API8:2023",),
    checks={VPC_LINK: _check_subnets},
)

RULES = (VPC_LINK_LB_INTERNAL, VPC_LINK_MULTI_AZ)
