"""Where an API answers: its paths below domain names, and the address that AWS gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.reading import Known
from gateway_policies.resource_types import API_MAPPING, REST_API, ROUTING_RULE
from gateway_policies.tls.default_endpoints import open_endpoint
from gateway_policies.tls.domain_mappings import DomainMapping, domain_mappings
from gateway_policies.tls.floor import MODERN
from gateway_policies.tls.mutual_tls import is_mutual
from report.access import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gateway_policies.properties import Value
    from gateway_policies.resources import Resource, Stack

_CONFIGURED = ("domainNameConfiguration", "securityPolicy")
# Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
_ENHANCED = re.compile(r"SecurityPolicy_TLS1([23])(?:_1_([23]))?_")


@dataclass(frozen=True)
class Tls:
    """The lowest version of TLS that a name takes."""

    floor: str
    """As people say it ("TLS 1.2"), or what there is to say instead."""
    is_modern: bool
    """Whether it is certainly TLS 1.2 or newer."""
    is_mutual: bool = False
    """Whether callers must show a certificate."""
    policy: str = ""
    """The name of the policy, where it is more than the version."""


@dataclass(frozen=True)
class Address:
    """One address of an API: the paths of its routes come after `url`."""

    domain: str
    path: str
    """What leads from the domain to the API, "" for all of the domain."""
    url: str
    tls: Tls
    is_own: bool = True
    """Whether it is a domain name of the stack; else the address that AWS gives."""


def addresses(stack: Stack, api: Resource, region: str, stages: Sequence[str]) -> list[Address]:
    """All addresses at which an API answers, those of domain names first.

    Args:
        stack: the resources.
        api: an API of any kind.
        region: its Region, "" where it is not known.
        stages: the names of its stages, each of which has a path at the address that AWS gives.
    """
    scheme = "wss" if api.known_text("protocolType") == "WEBSOCKET" else "https"
    found = [one for mapping in domain_mappings(stack).of_api.get(api.urn, []) for one in _of_mapping(mapping, scheme)]
    if open_endpoint(stack, api):
        found += [_default(api, region, scheme, stage) for stage in stages]
    return found


def full_url(address: Address, key: str) -> str:
    """The URL of a route of an HTTP or REST API by its key, `GET /orders`; `$default` is every path no other takes."""
    _, separator, path = key.partition(" /")
    if not separator:
        return f"{address.url}/…"
    return f"{address.url}/{path}".removesuffix("/")


def _of_mapping(mapping: DomainMapping, scheme: str) -> Iterator[Address]:
    domain = mapping.domain or mapping.resource
    name = domain.known_text("domainName") or mapping.resource.known_text("domainName") or f"domain {domain.name}"
    tls = tls_of(mapping.domain) if mapping.domain else Tls("set by another stack", is_modern=False)
    for path in _paths(mapping.resource):
        before = f"/{path}" if path and _is_stripped(mapping.resource) else ""
        yield Address(name, path, f"{scheme}://{name}{before}", tls)


def _paths(mapping: Resource) -> list[str]:
    if mapping.type != ROUTING_RULE:
        return [mapping.known_text("apiMappingKey" if mapping.type == API_MAPPING else "basePath").strip("/")]
    conditions = mapping.at("conditions").items()
    found = [
        path
        for condition in (conditions.value if isinstance(conditions, Known) else ())
        for block in _one_or_list(condition.at("matchBasePaths"))
        for path in texts(block)
    ]
    return found or [""]


def _is_stripped(mapping: Resource) -> bool:
    """Whether the API does not see the path of a mapping, which only a routing rule may leave there."""
    actions = mapping.at("actions").items()
    found = actions.value if isinstance(actions, Known) else []
    stripped = (action.at("invokeApi", "stripBasePath").flag() == Known(value=True) for action in found)
    return mapping.type != ROUTING_RULE or any(stripped)


def _one_or_list(value: Value) -> list[Value]:
    items = value.items()
    blocks = items.value if isinstance(items, Known) else [value]
    return [block.at("anyOfs") for block in blocks]


def tls_of(domain: Resource) -> Tls:
    """The TLS of a domain name of either service."""
    place = ("securityPolicy",) if domain.type.startswith("aws:apigateway/") else _CONFIGURED
    policy = domain.at(*place).text()
    mutual = is_mutual(domain) == Known(value=True)
    return _of_policy(policy.value, mutual=mutual) if isinstance(policy, Known) else Tls("not set", is_modern=False)


def _of_policy(policy: str, *, mutual: bool = False) -> Tls:
    """A policy of two versions has the lower one second, as in SecurityPolicy_TLS13_1_2_2021_06."""
    enhanced = _ENHANCED.match(policy)
    version = (enhanced[2] or enhanced[1]) if enhanced else policy.removeprefix("TLS_1_")
    floor = f"TLS 1.{version}" if version.isdigit() else policy
    return Tls(floor, MODERN.fullmatch(policy) is not None, mutual, policy if enhanced else "")


def _default(api: Resource, region: str, scheme: str, stage: str) -> Address:
    """A REST API that names no policy takes TLS 1.0 there; the other kinds have one that AWS chooses."""
    name = f"{api.id or 'ID'}.execute-api.{region or 'REGION'}.amazonaws.com"
    policy = api.known_text("securityPolicy") or ("TLS_1_0" if api.type == REST_API else "")
    tls = _of_policy(policy) if policy else Tls("chosen by AWS", is_modern=True)
    path = "" if stage == "$default" else stage
    return Address(name, path, f"{scheme}://{name}/{path}".rstrip("/"), tls, is_own=False)
