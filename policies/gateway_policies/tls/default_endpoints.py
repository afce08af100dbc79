"""Whoever may call an API calls it by its own domain name, not past it by the endpoint that AWS gives each API."""

from collections.abc import Iterator

from gateway_policies.belonging import api_of, parts_of
from gateway_policies.documents.body_parts import body_of
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import API, CLOUDFRONT_DISTRIBUTION, REST_API, REST_API_PUT, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.tls.domain_mappings import DOMAINS, MAPPINGS, domain_mappings, unread_api

_KEY = "disableExecuteApiEndpoint"
_ENDPOINT = "x-amazon-apigateway-endpoint-configuration"
_FRONTED = (API, REST_API, STAGE, REST_STAGE)
_WITHOUT_FRONT = "restWithoutDomain"


def is_disabled(api: Resource, *puts: Resource) -> Reading[bool]:
    """Whether the default endpoint of an API answers nothing: by its property, or by a document it is made of.

    `puts` are the resources that put documents into it.
    """
    own = api.at(_KEY).flag()
    if own == Known(value=True):
        return own
    said = [flag for owner in (api, *puts) for flag in _said_in_body(owner, "" if owner is api else owner.name)]
    if Known(value=True) in said:
        return Known(value=True)
    return next((one for one in (own, *said) if isinstance(one, Unknown)), own)


def puts_of(stack: Stack, api: Resource) -> list[Resource]:
    """The resources that put documents into an API."""
    return parts_of(stack, api, REST_API_PUT).certain if api.type == REST_API else []


def open_endpoint(stack: Stack, api: Resource) -> Unknown | str:
    """What is said of a default endpoint that answers: "not set" or "false"; "" for one that does not."""
    disabled = is_disabled(api, *puts_of(stack, api))
    if isinstance(disabled, Unknown):
        return disabled
    return "" if disabled == Known(value=True) else "not set" if isinstance(disabled, Absent) else "false"


def _said_in_body(owner: Resource, name: str) -> Iterator[Reading[bool]]:
    """Swagger 2.0 says it at the root, OpenAPI 3.0 of its servers."""
    document = body_of(owner)
    if isinstance(document, Unknown):
        yield Unknown(f"{document.path} of {name!r}" if name else document.path, document.reason)
    elif isinstance(document, Known):
        servers = document.value.at("servers").items()
        places = [document.value, *(servers.value if isinstance(servers, Known) else ())]
        yield from (place.at(_ENDPOINT, _KEY).flag() for place in places)


def _check_stack(stack: Stack, settings: Settings) -> Iterator[Finding]:
    mappings = domain_mappings(stack)
    distributions = stack.once(_distributions)
    unread = next((one.resource for one in mappings.without_api if unread_api(one.resource)), None)
    for api in stack.of_type(API, REST_API):
        mapped = [f"the mapping {one.resource.name!r}" for one in mappings.of_api.get(api.urn, ())]
        fronts = [*mapped, *(f"the distribution {one.name!r}" for one in distributions.get(api.urn, ()))]
        must = api.type == REST_API and switch(settings, _WITHOUT_FRONT)
        if not fronts and not must and not unread:
            continue
        found = open_endpoint(stack, api)
        if isinstance(found, Unknown):
            yield undecided(api, found)
        elif found and not fronts and not must and unread:
            yield undecided(api, Unknown(f"whether {unread.name!r} leads to the API", "is not known"))
        elif found:
            yield violation(
                api, _KEY, f"{_KEY} is {found}" + (f", though {fronts[0]} leads to the API" if fronts else "")
            )


def _distributions(stack: Stack) -> dict[str, list[Resource]]:
    """The distributions of CloudFront by the URN of the API they call. That they call a domain name shows otherwise."""
    found: dict[str, list[Resource]] = {}
    for distribution in stack.of_type(CLOUDFRONT_DISTRIBUTION):
        apis: dict[str, None] = {}
        for source in stack.sources(distribution, "origins", *_FRONTED):
            api = source if source.type in {API, REST_API} else api_of(stack, source)
            if api:
                apis[api.urn] = None
        origins = distribution.at("origins").items()
        for origin in origins.value if isinstance(origins, Known) else ():
            host = origin.at("domainName").text()
            if isinstance(host, Known) and ".execute-api." in host.value:
                id_ = host.value.split(".")[0]
                apis.update((api.urn, None) for kind in (API, REST_API) for api in stack.with_text(kind, "id", id_))
        for urn in apis:
            found.setdefault(urn, []).append(distribution)
    return found


DEFAULT_ENDPOINT_DISABLED = Rule(
    name="default-endpoint-disabled",
    group="tls",
    severity="medium",
    level="advisory",
    title="An API with a domain name of its own, or behind CloudFront, also answers at its default endpoint",
    why="Callers then choose the way in: what the domain name or CloudFront demands of them, a TLS policy or a web "
    "ACL, they get past by the execute-api address.",
    fix="Set disableExecuteApiEndpoint to true; where CloudFront calls the execute-api address, give it a domain name "
    "of the API as its origin first.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
    controls=("cloudsploit apigatewayDefaultEndpointDisabled", "OWASP API9:2023"),
    check_stack=_check_stack,
    stack_types=(*_FRONTED, REST_API_PUT, CLOUDFRONT_DISTRIBUTION, *MAPPINGS, *DOMAINS),
    settings={
        _WITHOUT_FRONT: Setting(
            default=False, description="whether REST APIs that no domain name leads to must have it disabled, too"
        ),
    },
)

RULES = (DEFAULT_ENDPOINT_DISABLED,)
