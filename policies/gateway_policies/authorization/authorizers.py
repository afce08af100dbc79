"""A route that asks for an authorizer has one, of the right kind and of the same API."""

from collections.abc import Iterator, Mapping

from gateway_policies.belonging import same_api
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, AUTHORIZER, REST_API, REST_AUTHORIZER, REST_METHOD, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Check, Finding, Rule, Settings, undecided, violation

# The types of authorizer that serve each type of authorization.
_ROUTE_KINDS: Mapping[str, tuple[str, ...]] = {"JWT": ("JWT",), "CUSTOM": ("REQUEST",)}
_METHOD_KINDS: Mapping[str, tuple[str, ...]] = {
    "CUSTOM": ("REQUEST", "TOKEN"),
    "COGNITO_USER_POOLS": ("COGNITO_USER_POOLS",),
}


def _presence(key: str, kinds: Mapping[str, tuple[str, ...]]) -> Check:
    """The check that the authorizer is named; its id may well be unknown, for before the first `up` it always is."""

    def check(caller: Resource, _settings: Settings) -> Iterator[Finding]:
        authorizer = caller.at("authorizerId").text()
        if not (isinstance(authorizer, Absent) or (isinstance(authorizer, Known) and not authorizer.value)):
            return
        kind = caller.at(key).text()
        if isinstance(kind, Unknown):
            yield undecided(caller, kind)
        elif isinstance(kind, Known) and kind.value in kinds:
            yield violation(caller, "authorizerId", f"{key} is {kind.value} but authorizerId is not set")

    return check


def _check_matches(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for route in stack.of_type(ROUTE):
        yield from _match(stack, route, "authorizationType", _ROUTE_KINDS)
    for method in stack.of_type(REST_METHOD):
        yield from _match(stack, method, "authorization", _METHOD_KINDS)


def _match(stack: Stack, caller: Resource, key: str, kinds: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    kind = caller.at(key).text()
    if isinstance(kind, Absent) or (isinstance(kind, Known) and kind.value not in kinds):
        return
    value = caller.at("authorizerId").text()
    if isinstance(value, Absent) or value == Known(""):
        return  # the check on the one resource has said so
    is_route = caller.type == ROUTE
    authorizer = stack.linked(caller, "authorizerId", AUTHORIZER if is_route else REST_AUTHORIZER)
    if authorizer is None:
        yield undecided(caller, Unknown("authorizerId", "names no authorizer of this stack"))
        return
    yield from _check_kind(caller, key, kinds, authorizer)
    yield from _check_api(stack, caller, authorizer)


def _check_kind(
    caller: Resource, key: str, kinds: Mapping[str, tuple[str, ...]], authorizer: Resource
) -> Iterator[Finding]:
    type_key = "authorizerType" if authorizer.type == AUTHORIZER else "type"
    kind = caller.at(key).text()
    found = authorizer.at(type_key).text()
    if isinstance(found, Absent) and authorizer.type == REST_AUTHORIZER:
        found = Known("TOKEN")  # the default of a REST authorizer
    if isinstance(kind, Unknown):
        yield undecided(caller, kind)
    elif isinstance(found, Unknown):
        yield undecided(caller, Unknown(f"{type_key} of authorizer {authorizer.name!r}", found.reason))
    elif isinstance(kind, Known):
        is_type = found.value if isinstance(found, Known) else "not set"
        if is_type not in kinds[kind.value]:
            message = f"{key} is {kind.value} but {type_key} of authorizer {authorizer.name!r} is {is_type}"
            yield violation(caller, "authorizerId", f"{message}, allowed is {' or '.join(kinds[kind.value])}")


def _check_api(stack: Stack, caller: Resource, authorizer: Resource) -> Iterator[Finding]:
    same = same_api(stack, caller, authorizer)
    if same is None:
        key = "apiId" if caller.type == ROUTE else "restApi"
        yield undecided(caller, Unknown(key, f"cannot be compared with that of authorizer {authorizer.name!r}"))
    elif not same:
        yield violation(caller, "authorizerId", f"authorizer {authorizer.name!r} belongs to another API")


AUTHORIZER_ATTACHED = Rule(
    name="authorizer-attached",
    group="authorization",
    severity="medium",
    level="mandatory",
    title="A route asks for an authorizer but has none that fits",
    why="Authorization of a kind that no authorizer of the API provides is rejected by AWS late in a deployment, or "
    "leaves calls judged by something else than the program says.",
    fix="Set authorizerId to an authorizer of the same API: JWT needs one of type JWT, CUSTOM one of type REQUEST (or "
    "TOKEN in a REST API), COGNITO_USER_POOLS one of that type.",
    source="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html",
    controls=("turbot api_gatewayv2_route_authorizer_configured", "OWASP API2:2023"),
    checks={
        ROUTE: _presence("authorizationType", _ROUTE_KINDS),
        REST_METHOD: _presence("authorization", _METHOD_KINDS),
    },
    check_stack=_check_matches,
    stack_types=(ROUTE, REST_METHOD, AUTHORIZER, REST_AUTHORIZER, API, REST_API),
)

RULES = (AUTHORIZER_ATTACHED,)
