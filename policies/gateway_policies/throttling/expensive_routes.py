"""Routes that cost much per call have limits of their own: those that the setting `expensiveRoutes` names."""

from collections.abc import Iterator, Sequence

from gateway_policies.belonging import settings_of_stage
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, undecided, violation
from gateway_policies.throttling.api_routes import method_path_of, routes_of, written
from gateway_policies.throttling.stages import LIMITS

EXPENSIVE = "expensiveRoutes"
_ROUTES = "routeSettings"


def check_expensive(stack: Stack, keys: Sequence[str]) -> Iterator[Finding]:
    """Judge the stages of each API that has one of these routes."""
    for stage in stack.of_type(STAGE) if keys else ():
        yield from _check_stage(stack, stage, keys)
    for stage in stack.of_type(REST_STAGE) if keys else ():
        yield from _check_rest_stage(stack, stage, keys)


def _check_stage(stack: Stack, stage: Resource, keys: Sequence[str]) -> Iterator[Finding]:
    routes = routes_of(stack, stage)
    items = stage.at(_ROUTES).items()
    found = [(item, item.at("routeKey").text()) for item in items.value] if isinstance(items, Known) else []
    own = {key.value: item for item, key in found if isinstance(key, Known)}
    unread = next((one for one in (items, *(key for _, key in found)) if isinstance(one, Unknown)), None)
    for key in keys:
        if key in own:
            yield from _check_limits(stage, own[key], key)
        elif key in routes.keys and not unread:
            yield violation(stage, _ROUTES, f"{_ROUTES} has no entry for {key!r}, one of {EXPENSIVE}")
        elif key in routes.keys and unread:
            yield undecided(stage, unread)
        elif routes.unread:
            yield undecided(stage, routes.unread)


def _check_rest_stage(stack: Stack, stage: Resource, keys: Sequence[str]) -> Iterator[Finding]:
    routes = routes_of(stack, stage)
    of_stage = settings_of_stage(stack, stage)
    paths = [(one, one.at("methodPath").text()) for one in of_stage.certain]
    own = {written(path.value): one for one, path in paths if isinstance(path, Known)}
    maybe = [one for one, path in paths if isinstance(path, Unknown)]
    for key in keys:
        path = method_path_of(key)
        doubts = maybe + [one for one in of_stage.possible if written(one.known_text("methodPath")) in {path, ""}]
        if path in own:
            yield from _check_limits(own[path], own[path].at("settings"), key)
        elif routes.has_method(path) and doubts:
            yield undecided(stage, Unknown(f"whether {doubts[0].name!r} throttles {key!r}", "is not known"))
        elif routes.has_method(path):
            message = f"no MethodSettings with methodPath {path!r} throttles {key!r}, one of {EXPENSIVE}"
            yield violation(stage, "stageName", message)
        elif routes.unread:
            yield undecided(stage, routes.unread)


def _check_limits(resource: Resource, block: Value, key: str) -> Iterator[Finding]:
    """Both limits are set; zero is the matter of throttle-not-zero."""
    for name in LIMITS:
        limit = block.at(name)
        number = limit.number()
        if isinstance(number, Unknown):
            yield undecided(resource, number)
        elif isinstance(number, Absent) or number.value < 0:
            found = "not set" if isinstance(number, Absent) else f"{number.value:g}"
            yield violation(resource, limit.path, f"{limit.path} is {found} for {key!r}, one of {EXPENSIVE}")
