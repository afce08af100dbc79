"""Domain names that ask clients for a certificate, and the ways past them."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import DOMAIN_NAME, REST_API_PUT, REST_DOMAIN_NAME
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.tls.default_endpoints import open_endpoint
from gateway_policies.tls.domain_mappings import API_KEY, APIS, DOMAINS, MAPPINGS, DomainMapping, domain_mappings

_MUTUAL = "mutualTlsAuthentication"


def is_mutual(domain: Resource) -> Reading[bool]:
    """Whether a domain name asks for client certificates; a truststore whose name is yet to come is one."""
    uri = domain.at(_MUTUAL, "truststoreUri")
    found = uri.text()
    if isinstance(found, Unknown):
        is_set = found.is_for_now and isinstance(domain.at(_MUTUAL).mapping(), Known)
        return Known(value=True) if is_set else found
    return Known(value=isinstance(found, Known) and found.value != "")


def _check_stack(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    mappings = domain_mappings(stack)
    apis = {api.urn: api for of_api in mappings.of_api.values() for one in of_api for api in one.apis}
    for urn, api in apis.items():
        yield from _check_api(stack, api, mappings.of_api[urn])
    for mapping in mappings.without_api:
        if mapping.domain and is_mutual(mapping.domain) != Known(value=False):
            key = API_KEY[mapping.resource.type]
            reason = f"names no API of this stack, which may answer past the mutual TLS of {mapping.domain.name!r}"
            yield undecided(mapping.resource, Unknown(key, reason))


def _check_api(stack: Stack, api: Resource, mappings: list[DomainMapping]) -> Iterator[Finding]:
    front = next((one for one in mappings if _asks(one) == Known(value=True)), None)
    # An API that the program only reads is judged at the mapping that leads to it.
    subject = api if api.managed else (front or mappings[0]).resource
    if front is None or front.domain is None:
        unread = next((asks for one in mappings if isinstance(asks := _asks(one), Unknown)), None)
        if unread and open_endpoint(stack, api):
            yield undecided(subject, unread)
        return
    found = open_endpoint(stack, api)
    if isinstance(found, Unknown):
        yield undecided(subject, found)
    elif found:
        message = f"disableExecuteApiEndpoint is {found}, so that callers get past the mutual TLS of"
        yield violation(subject, "disableExecuteApiEndpoint", f"{message} {front.domain.name!r}")
    for other in mappings:
        asks = _asks(other)
        if isinstance(asks, Unknown):
            yield undecided(other.resource, asks)
        elif isinstance(asks, Absent):
            reason = f"names no domain name of this stack, which may lead past the mutual TLS of {front.domain.name!r}"
            yield undecided(other.resource, Unknown("domainName", reason))
        elif not asks.value and other.domain:
            message = f"domainName is that of {other.domain.name!r}, which asks for no client certificate, but leads to"
            yield violation(
                other.resource, "domainName", f"{message} {api.name!r} past the mutual TLS of {front.domain.name!r}"
            )


def _asks(mapping: DomainMapping) -> Reading[bool]:
    """Whether the domain name of a mapping asks for client certificates; absent for one of another stack."""
    if mapping.domain:
        found = is_mutual(mapping.domain)
        return (
            Unknown(f"{found.path} of {mapping.domain.name!r}", found.reason) if isinstance(found, Unknown) else found
        )
    name = mapping.resource.at("domainName").text()
    return Unknown(f"{name.path} of {mapping.resource.name!r}", name.reason) if isinstance(name, Unknown) else Absent()


def _check_truststore(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    """Of a truststore yet to be uploaded neither is known: its version is empty when the bucket keeps none."""
    if isinstance(domain.at(_MUTUAL).reading, Absent):
        return
    uri, version = domain.at(_MUTUAL, "truststoreUri"), domain.at(_MUTUAL, "truststoreVersion")
    place, number = uri.text(), version.text()
    if isinstance(place, Unknown):
        yield undecided(domain, place)
    elif isinstance(place, Known) and not place.value.startswith("s3://"):
        yield violation(domain, uri.path, f"{uri.path} is {place.value!r}, it must start with 's3://'")
    if isinstance(number, Unknown):
        yield undecided(domain, number)
    elif isinstance(number, Absent) or not number.value:
        yield violation(
            domain, version.path, f"{version.path} is {'not set' if isinstance(number, Absent) else 'empty'}"
        )


def _check_required(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    mutual = is_mutual(domain)
    if isinstance(mutual, Unknown):
        yield undecided(domain, mutual)
    elif mutual != Known(value=True):
        yield violation(domain, _MUTUAL, f"{_MUTUAL}.truststoreUri is not set")


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"

MTLS_NOT_BYPASSABLE = Rule(
    name="mtls-not-bypassable",
    group="tls",
    severity="critical",
    level="mandatory",
    title="Callers get past mutual TLS",
    why="Client certificates are asked for by the domain name alone: the same API answers without one at its "
    "execute-api address, and at every other domain name that leads to it.",
    fix="Set disableExecuteApiEndpoint of the API to true, and mutualTlsAuthentication of every domain name mapped to "
    "it.",
    source=_SOURCE,
    controls=("OWASP API8:2023",),
    check_stack=_check_stack,
    stack_types=(*APIS, REST_API_PUT, *DOMAINS, *MAPPINGS),
)

MTLS_TRUSTSTORE_VERSIONED = Rule(
    name="mtls-truststore-versioned",
    group="tls",
    severity="medium",
    level="advisory",
    title="The truststore of mutual TLS has no fixed version",
    why="Without the version of the object a later upload is not taken over by an update of the domain name, so that "
    "authorities thought removed stay trusted, and which ones are trusted shows nowhere.",
    fix="Turn on versioning of the bucket, set truststoreUri to s3://BUCKET/KEY and truststoreVersion to the version "
    "of that object.",
    source=_SOURCE,
    controls=("OWASP API8:2023",),
    checks={REST_DOMAIN_NAME: _check_truststore, DOMAIN_NAME: _check_truststore},
)

REQUIRE_MUTUAL_TLS = Rule(
    name="require-mutual-tls",
    group="authorization",
    severity="medium",
    level="disabled",
    title="A domain name does not ask clients for a certificate",
    why="Where only known machines call, a certificate of theirs keeps out everyone else before a request is read.",
    fix="Set mutualTlsAuthentication.truststoreUri to an object in S3 that holds the certificates of the authorities.",
    source=_SOURCE,
    controls=("OWASP API2:2023",),
    checks={REST_DOMAIN_NAME: _check_required, DOMAIN_NAME: _check_required},
)

RULES = (MTLS_NOT_BYPASSABLE, MTLS_TRUSTSTORE_VERSIONED, REQUIRE_MUTUAL_TLS)
