"""The tree of paths of a REST API: AWS wants a resource for each path and for all between it and the root. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
"""

import re
from collections.abc import Iterable, Sequence

from components.knowledge import limits, quotas
from components.problems import Problem
from components.routing import route_keys
from components.routing.route_keys import RouteKey, RouteKeyError

CATCH_ALL = ("ANY /", "ANY /{proxy+}")
"""The routes that together stand for every request: a greedy variable does not match the root."""

Path = tuple[str, ...]

_PART = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\}")


def path_of(key: str) -> Path:
    """The path of a route without problems."""
    return route_keys.parse(key).segments


def text(path: Path) -> str:
    """The path with its leading slash."""
    return "/" + "/".join(path)


def tree(paths: Iterable[Path]) -> list[Path]:
    """Every path below the root that needs a resource, parents before their children."""
    needed = {path[:length] for path in paths for length in range(1, len(path) + 1)}
    return sorted(needed)


def parsed(key: str) -> RouteKey | None:
    """The route key; None if it cannot be one, which is a problem of the route itself."""
    try:
        return route_keys.parse(key)
    except RouteKeyError:
        return None


def preflights(keys: Iterable[str]) -> list[str]:
    """An OPTIONS route for every path that has none of its own."""
    given = dict.fromkeys(keys)
    wanted = dict.fromkeys(f"OPTIONS {text(path_of(key))}" for key in given)
    return [key for key in wanted if key not in given]


def key_problems(keys: Sequence[str], most: int = limits.REST["resources"].value) -> list[Problem]:
    """Everything wrong with routes that spell right but have no place in a REST API."""
    routes = {key: route for key in keys if (route := parsed(key)) is not None}
    found = [
        Problem(
            f'route "{key}"',
            "a $default route",
            "a REST API has none: METHOD /path",
            'use "ANY /{proxy+}", and "ANY /" for the root, which it does not match',
        )
        for key, route in routes.items()
        if route.method == route_keys.DEFAULT
    ]
    found += [problem for key, route in routes.items() for problem in _part_problems(key, route)]
    found += _sibling_problems(routes)
    remedy = "match the deeper parts of paths in functions with {proxy+}, or ask AWS for more and say so in quotas"
    return found + quotas.over("resources", len(tree(route.segments for route in routes.values())), most, remedy)


def _part_problems(key: str, route: RouteKey) -> list[Problem]:
    allowed = "letters, digits and . _ : - in the paths of a REST API"
    return [
        Problem(f'route "{key}"', f'the segment "{segment}"', allowed, "rename it, or use HttpApi")
        for segment in route.segments
        if not _PART.fullmatch(segment)
    ]


def _sibling_problems(routes: dict[str, RouteKey]) -> list[Problem]:
    """A problem for each second variable below one parent."""
    first: dict[Path, tuple[str, str]] = {}
    found: dict[tuple[Path, str], Problem] = {}
    for key, route in routes.items():
        for place, segment in enumerate(route.segments):
            if not segment.startswith("{"):
                continue
            parent = route.segments[:place]
            variable, other = first.setdefault(parent, (segment, key))
            if variable != segment:
                where, beside = f'route "{key}"', f'"{variable}" of the route "{other}"'
                problem = Problem(
                    where,
                    f'the variable "{segment}" beside {beside}',
                    f"one variable below {text(parent)}, whatever its name: AWS refuses a second",
                    f'call it "{variable}" in both, or use HttpApi',
                )
                found.setdefault((parent, segment), problem)
    return [*found.values()]
