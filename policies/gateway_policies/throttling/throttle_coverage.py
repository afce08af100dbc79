"""Limits of single routes: each names a route that is there, and the expensive ones have some."""

from collections.abc import Iterator

from gateway_policies.all_methods import ALL_METHODS
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_PUT,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_RESOURCE,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation, words
from gateway_policies.throttling.api_routes import Routes, routes_of, written
from gateway_policies.throttling.expensive_routes import EXPENSIVE, check_expensive

_ROUTES = "routeSettings"


def _check_stack(stack: Stack, settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(STAGE):
        yield from _check_keys(stack, stage)
    for one in stack.of_type(REST_METHOD_SETTINGS):
        yield from _check_method_path(stack, one)
    yield from check_expensive(stack, words(settings, EXPENSIVE))


def _check_keys(stack: Stack, stage: Resource) -> Iterator[Finding]:
    found = stage.at(_ROUTES).items()
    if isinstance(found, Unknown):
        yield undecided(stage, found)
    for item in found.value if isinstance(found, Known) else ():
        path = f"{item.path}.routeKey"
        key = item.at("routeKey").text()
        if isinstance(key, Unknown):
            # A key that comes from a route of the stack is one of a route that is there.
            if not (key.is_for_now and stack.sources(stage, _ROUTES, ROUTE)):
                yield undecided(stage, key)
        elif isinstance(key, Absent):
            yield violation(stage, path, f"{path} is not set, it must name a route")
        elif key.value not in (routes := routes_of(stack, stage)).keys:
            yield _not_there(stage, path, key.value, routes, "route")


def _check_method_path(stack: Stack, settings: Resource) -> Iterator[Finding]:
    path = settings.at("methodPath").text()
    if isinstance(path, Unknown):
        if not (path.is_for_now and stack.sources(settings, "methodPath", REST_METHOD)):
            yield undecided(settings, path)
    elif isinstance(path, Absent):
        yield violation(settings, "methodPath", f"methodPath is not set, it must name a method or be {ALL_METHODS!r}")
    elif written(path.value) != ALL_METHODS:
        routes = routes_of(stack, settings)
        if not routes.has_method(path.value):
            yield _not_there(settings, "methodPath", path.value, routes, "method")


def _not_there(resource: Resource, path: str, found: str, routes: Routes, noun: str) -> Finding:
    """Without a single route in this stack, another one may bring those of the API."""
    if routes.unread:
        return undecided(resource, routes.unread)
    if not routes.keys:
        return undecided(resource, Unknown(path, f"is {found!r}, and no {noun} of the API is in this stack"))
    return violation(resource, path, f"{path} is {found!r}, and the API has no such {noun}")


ROUTE_THROTTLE_COVERAGE = Rule(
    name="route-throttle-coverage",
    group="throttling",
    severity="medium",
    level="advisory",
    title="Limits are set for a route that is not there, or an expensive route has none of its own",
    why="Limits under a misspelled key hold for no call, and without limits of its own a route that costs much per "
    "call can be called as often as the whole stage.",
    fix="Let routeKey of routeSettings, or methodPath of a MethodSettings (orders/{id}/GET), name a route of the API, "
    "and set throttlingRateLimit and throttlingBurstLimit for each of expensiveRoutes.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
    controls=("OWASP API4:2023", "OWASP API6:2023"),
    check_stack=_check_stack,
    stack_types=(
        STAGE,
        ROUTE,
        API,
        REST_STAGE,
        REST_METHOD_SETTINGS,
        REST_METHOD,
        REST_RESOURCE,
        REST_API,
        REST_API_PUT,
    ),
    settings={
        EXPENSIVE: Setting(
            default=(), description='keys of routes that need limits of their own, as "POST /orders" or "sendmessage"'
        ),
    },
)

RULES = (ROUTE_THROTTLE_COVERAGE,)
