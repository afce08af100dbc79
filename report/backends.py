"""What answers a route: a function, a service behind load balancer and link, an action of AWS, a URL, or a mock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies import resource_types as types

if TYPE_CHECKING:
    from gateway_policies.resources import Resource, Stack

_FUNCTION = "aws:lambda/function:Function"
_ALIAS = "aws:lambda/alias:Alias"
_LINKS = (types.VPC_LINK, types.REST_VPC_LINK)


@dataclass(frozen=True)
class Backend:
    """What answers, and by way of what."""

    kind: str
    name: str
    via: str = ""
    """The VPC link, where there is one."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip() + (f" through {self.via}" if self.via else "")


def backend_of(stack: Stack, integration: Resource | None) -> Backend:
    """What an integration leads to."""
    if integration is None:
        return Backend("not told here", "")
    rest = integration.type == types.REST_INTEGRATION
    kind = integration.known_text("type" if rest else "integrationType").upper()
    uri = "uri" if rest else "integrationUri"
    if kind == "MOCK":
        return Backend("mock", "")
    function = _function(stack, integration, uri)
    if function:
        return Backend("function", function)
    if integration.known_text("connectionType") == "VPC_LINK":
        return _private(stack, integration, "integrationTarget" if rest else uri)
    if integration.known_text("integrationSubtype") or kind == "AWS":
        return Backend("AWS service", integration.known_text("integrationSubtype") or integration.known_text(uri))
    return Backend("URL", integration.known_text(uri) or "that is not known yet")


def _function(stack: Stack, integration: Resource, uri: str) -> str:
    found = stack.linked(integration, uri, _FUNCTION) or stack.linked(integration, uri, _ALIAS)
    return found.name if found else ""


def _private(stack: Stack, integration: Resource, key: str) -> Backend:
    link = next((one for kind in _LINKS if (one := stack.linked(integration, "connectionId", kind))), None)
    listener = stack.linked(integration, key, *types.LISTENERS)
    balancer = (
        stack.linked(listener, "loadBalancerArn", *types.LOAD_BALANCERS)
        if listener
        else stack.linked(integration, key, *types.LOAD_BALANCERS)
    )
    via = f"VPC link {link.name}" if link else "a VPC link of another stack"
    if balancer is None:
        return Backend("private service", "", via)
    kind = {"network": "network load balancer"}.get(
        balancer.known_text("loadBalancerType"), "application load balancer"
    )
    return Backend(kind, balancer.name, via)
