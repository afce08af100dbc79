"""Rules for routes that hold in every kind of API. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence

from components.access.access_rules import access_problems
from components.access.authorizers import Authorizer
from components.access.throttling import throttle_problems
from components.problems import Problem, unknown_keys
from components.routing import route_keys
from components.routing.integrations import INTEGRATIONS
from components.routing.routes import Route
from components.routing.url_rules import url_problems


def route_problems(
    key: str,
    route: Mapping[str, object],
    authorizers: Mapping[str, Authorizer],
    default_authorizer: str | None,
) -> list[Problem]:
    """Everything wrong with the route `key` by itself, its key apart."""
    where = f'route "{key}"'
    return [
        *unknown_keys(where, route, Route),
        *_integration_problems(where, route),
        *url_problems(where, key, route),
        *access_problems(key, route, authorizers, default_authorizer),
        *(throttle_problems(f"{where}, throttle", route["throttle"]) if "throttle" in route else []),
    ]


def key_problems(key: str) -> list[Problem]:
    """Everything wrong with the text of a route key of an HTTP or REST API."""
    try:
        route_keys.parse(key)
    except route_keys.RouteKeyError as error:
        return [Problem(f'route "{key}"', fault.found, fault.allowed, fault.remedy) for fault in error.faults]
    return []


def conflict_problems(keys: Sequence[str]) -> list[Problem]:
    """A problem for each pair of routes that match exactly the same requests."""
    first: dict[str, str] = {}
    found: list[Problem] = []
    for key in keys:
        try:
            shape = route_keys.parse(key).shape
        except route_keys.RouteKeyError:
            continue  # reported as a problem of the route itself
        other = first.setdefault(shape, key)
        if other != key:
            allowed = "one route for the same requests: variable names make no difference to AWS"
            found.append(Problem(f'route "{key}"', f'the same requests as "{other}"', allowed, "remove one of the two"))
    return found


def timeout_problems(key: str, route: Mapping[str, object], low: int, high: int, remedy: str) -> list[Problem]:
    """A problem when the route's timeout is none that its kind of API takes, in milliseconds."""
    value = route.get("timeout_milliseconds", high)
    # Whole numbers reach a component that another language uses as floats.
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if whole and not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high:
        return []
    allowed = f"whole milliseconds from {low} to {high}"
    return [Problem(f'route "{key}"', f"timeout_milliseconds {value!r}", allowed, remedy)]


def _integration_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    given = [name for name in INTEGRATIONS if name in route]
    if len(given) == 1:
        return []
    found = f"{' together with '.join(given)}" if given else "nothing that answers"
    remedy = "keep one of them" if given else "say what answers, such as function="
    return [Problem(where, found, f"exactly one of {', '.join(INTEGRATIONS)}", remedy)]
