"""What is cached of a method that asks who is calling is cached for each caller by itself."""

from collections.abc import Iterator, Mapping

from gateway_policies.authorization.methods import AUTHORIZED
from gateway_policies.data_protection.cached_identity import (
    AUTHORIZATION_HEADER,
    CachedMethod,
    identity_sources,
    judge_key,
)
from gateway_policies.data_protection.cached_methods import cached_by, place_of
from gateway_policies.data_protection.cached_operations import cached_operations
from gateway_policies.data_protection.stage_caches import api_key
from gateway_policies.properties import read
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    REST_API,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_INTEGRATION,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, words


def _check_keys(stack: Stack, settings: Settings) -> Iterator[Finding]:
    also = words(settings, "identityParameters")
    for integration in stack.of_type(REST_INTEGRATION):
        # What the gateway itself answers is the same for everyone.
        if integration.at("type").text() != Known("MOCK"):
            yield from judge_key(integration, _cached_method(stack, integration), also)
    for api in stack.of_type(REST_API, REST_API_PUT):
        for operation in cached_operations(stack, api):
            if isinstance(operation, Unknown):
                yield undecided(api, operation)
            else:
                yield from judge_key(api, operation, also)


def _cached_method(stack: Stack, integration: Resource) -> CachedMethod:
    method = _method_of(stack, integration)
    place = place_of(stack, method or integration)
    return CachedMethod(
        title=place.title,
        authorization=_authorization(method),
        cached_by=cached_by(stack, place),
        identity=_identity(stack, method),
        integration=read(integration.props),
    )


def _method_of(stack: Stack, integration: Resource) -> Resource | None:
    """The method of an integration: its properties often come from it; else it has the same resource and verb."""
    for key in ("httpMethod", "resourceId"):
        method = stack.linked(integration, key, REST_METHOD)
        if method:
            return method
    return stack.once(_methods).get(_spot(stack, integration))


def _methods(stack: Stack) -> Mapping[tuple[str, str, str], Resource]:
    methods = {_spot(stack, method): method for method in stack.of_type(REST_METHOD)}
    return {spot: method for spot, method in methods.items() if all(spot)}


def _spot(stack: Stack, part: Resource) -> tuple[str, str, str]:
    """API, resource and verb, each "" when it cannot be told."""
    resource = stack.linked(part, "resourceId", REST_RESOURCE, REST_API)
    place = resource.urn if resource else part.known_text("resourceId")
    return api_key(stack, part), place, part.known_text("httpMethod")


def _authorization(method: Resource | None) -> Reading[str]:
    """How callers of a method are told, absent when they are not."""
    if method is None:
        return Unknown("resourceId", "names no resource with a method of this stack")
    kind = method.at("authorization").text()
    return Absent() if isinstance(kind, Known) and kind.value not in AUTHORIZED else kind


def _identity(stack: Stack, method: Resource | None) -> Reading[tuple[str, ...]]:
    """The parameters of a request that say who is calling."""
    if method is None or method.at("authorization").text() == Known("AWS_IAM"):
        return Known((AUTHORIZATION_HEADER,))
    authorizer = stack.linked(method, "authorizerId", REST_AUTHORIZER)
    if authorizer is None:
        return Unknown("authorizerId", "of the method names no authorizer of this stack")
    source = authorizer.at("identitySource").text()
    if isinstance(source, Unknown):
        return Unknown(f"{source.path} of authorizer {authorizer.name!r}", source.reason)
    return Known(identity_sources(source.value if isinstance(source, Known) else "") or (AUTHORIZATION_HEADER,))


CACHE_KEY_IDENTITY = Rule(
    name="cache-key-identity",
    group="data-protection",
    severity="high",
    level="advisory",
    title="What was cached for one caller is served to others",
    why="By default the key of a cache is the path alone, so that the first caller's response is what all others who "
    "pass the authorizer get, until it expires.",
    fix="Put what tells callers apart, e.g. method.request.header.Authorization, into cacheKeyParameters of the "
    "integration and requestParameters of the method, or set cachingEnabled to false for it; exempt a method whose "
    "responses are the same for everyone.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
    controls=("OWASP API8:2023",),
    check_stack=_check_keys,
    stack_types=(
        REST_INTEGRATION,
        REST_METHOD,
        REST_METHOD_SETTINGS,
        REST_STAGE,
        REST_RESOURCE,
        REST_AUTHORIZER,
        REST_API,
        REST_API_PUT,
    ),
    settings={
        "identityParameters": Setting(
            default=(),
            description="further parameters that tell callers apart, e.g. method.request.header.X-Tenant",
        ),
    },
)

RULES = (CACHE_KEY_IDENTITY,)
