"""Which domain names lead to which APIs: by base path mappings, API mappings and routing rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DOMAIN_NAME,
    REST_API,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    ROUTING_RULE,
)
from gateway_policies.resources import Resource, Stack

APIS = (API, REST_API)
DOMAINS = (DOMAIN_NAME, REST_DOMAIN_NAME)
MAPPINGS = (API_MAPPING, REST_BASE_PATH_MAPPING, ROUTING_RULE)

# The property that says where a mapping leads. An API mapping may lead to a REST API, too.
API_KEY: Mapping[str, str] = {API_MAPPING: "apiId", REST_BASE_PATH_MAPPING: "restApi", ROUTING_RULE: "actions"}


@dataclass(frozen=True, slots=True)
class DomainMapping:
    """A mapping with its domain name, None when that is not of this stack or cannot be told, and the APIs it names.

    Only a routing rule can name several; none are of this stack, or told, when there are none.
    """

    resource: Resource
    domain: Resource | None
    apis: tuple[Resource, ...]


@dataclass(slots=True)
class DomainMappings:
    """The mappings of a stack by the URNs of their APIs and of their domain names, and those whose API is not seen."""

    of_api: dict[str, list[DomainMapping]] = field(default_factory=dict[str, list[DomainMapping]])
    of_domain: dict[str, list[DomainMapping]] = field(default_factory=dict[str, list[DomainMapping]])
    without_api: list[DomainMapping] = field(default_factory=list[DomainMapping])


def domain_mappings(stack: Stack) -> DomainMappings:
    """The mappings of a stack."""
    return stack.once(_index)


def unread_api(mapping: Resource) -> Unknown | None:
    """The value that leaves open which API a mapping leads to; None when it certainly leads to one of another stack."""
    return next((found for value in _api_values(mapping) if isinstance(found := value.text(), Unknown)), None)


def _index(stack: Stack) -> DomainMappings:
    found = DomainMappings()
    for resource in stack.of_type(*MAPPINGS):
        mapping = DomainMapping(resource, _domain_of(stack, resource), tuple(_apis_of(stack, resource)))
        for api in mapping.apis:
            found.of_api.setdefault(api.urn, []).append(mapping)
        if mapping.domain:
            found.of_domain.setdefault(mapping.domain.urn, []).append(mapping)
        if not mapping.apis:
            found.without_api.append(mapping)
    return found


def _domain_of(stack: Stack, mapping: Resource) -> Resource | None:
    """The domain name a mapping is of. A private one may be called as others are: its mappings give its id, too."""
    linked = stack.linked(mapping, "domainName", *DOMAINS) or stack.linked(mapping, "domainNameId", *DOMAINS)
    if linked:
        return linked
    name = mapping.known_text("domainName")
    named = [one for kind in DOMAINS for one in stack.with_text(kind, "domainName", name)]
    if len(named) > 1:
        is_private = not isinstance(mapping.at("domainNameId").reading, Absent)
        types = [(one, one.at("endpointConfiguration", "types").text()) for one in named]
        named = [one for one, kind in types if (kind == Known("PRIVATE")) == is_private]
    return named[0] if len(named) == 1 else None


def _apis_of(stack: Stack, mapping: Resource) -> list[Resource]:
    key = API_KEY[mapping.type]
    if mapping.type != ROUTING_RULE:
        linked = stack.linked(mapping, key, *APIS)
        return [linked] if linked else []
    ids = [value.text() for value in _api_values(mapping)]
    named = [
        api for one in ids if isinstance(one, Known) for kind in APIS for api in stack.with_text(kind, "id", one.value)
    ]
    return list({api.urn: api for api in (*stack.sources(mapping, key, *APIS), *named)}.values())


def _api_values(mapping: Resource) -> list[Value]:
    """Where a mapping says which APIs it leads to."""
    if mapping.type != ROUTING_RULE:
        return [mapping.at(API_KEY[mapping.type])]
    actions = mapping.at(API_KEY[ROUTING_RULE])
    items = actions.items()
    if isinstance(items, Known):
        return [item.at("invokeApi", "apiId") for item in items.value]
    return [Value(actions.path, items)]
