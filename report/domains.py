"""Where APIs answer: the domains of a stack, their paths, and the TLS versions that clients may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies import resource_types as types
from gateway_policies.reading import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway_policies.resources import Resource, Stack

_FLOORS = {"TLS_1_0": "1.0", "TLS_1_2": "1.2"}


@dataclass(frozen=True)
class Place:
    """A path of a domain, below which an API answers."""

    domain: str
    """The name, or "default endpoint"."""
    path: str
    """Without a slash before it; empty for the whole domain."""
    tls_floor: str
    """The oldest version of TLS, such as 1.2."""

    def __str__(self) -> str:
        return f"{self.domain}/{self.path}" if self.path else self.domain


def places_of(stack: Stack, api: Resource) -> list[Place]:
    """All places of an API: its mappings, and the default endpoint unless that is off."""
    found = [*_mapped(stack, api)]
    if api.at("disableExecuteApiEndpoint").flag() != Known(value=True):
        # HTTP and WebSocket APIs take no older version; what a REST API takes is a property of it, 1.0 by default.
        floor = _floor(api.known_text("securityPolicy") or "TLS_1_0") if api.type == types.REST_API else "1.2"
        found.append(Place("default endpoint", "", floor))
    return found


def _mapped(stack: Stack, api: Resource) -> Iterator[Place]:
    kinds = {types.API_MAPPING: ("apiId", "apiMappingKey"), types.REST_BASE_PATH_MAPPING: ("restApi", "basePath")}
    for kind, (key, path) in kinds.items():
        for mapping in stack.of_type(kind):
            linked = stack.linked(mapping, key, api.type)
            if linked is not None and linked.urn == api.urn:
                yield _place(stack, mapping, mapping.known_text(path))


def _place(stack: Stack, mapping: Resource, path: str) -> Place:
    for kind, policy in (
        (types.DOMAIN_NAME, ("domainNameConfiguration", "securityPolicy")),
        (types.REST_DOMAIN_NAME, ("securityPolicy",)),
    ):
        domain = stack.linked(mapping, "domainName", kind)
        if domain is not None:
            read = domain.at(*policy).text()
            return Place(domain.known_text("domainName"), path, _floor(read.value if isinstance(read, Known) else ""))
    return Place(mapping.known_text("domainName") or "a domain of another stack", path, "not told here")


def _floor(policy: str) -> str:
    if policy.startswith("SecurityPolicy_TLS13_1_3"):
        return "1.3"
    return _FLOORS.get(policy, "1.2" if policy.startswith("SecurityPolicy_TLS1") else "not told here")
