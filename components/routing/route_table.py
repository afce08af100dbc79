"""The route table of an API: its routes, those of its groups, and the one of its single function. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypedDict, cast

from components.problems import Problem, unknown_keys
from components.routing import route_keys
from components.routing.integrations import INTEGRATIONS, FunctionReference
from components.routing.routes import Group, Route

PREFLIGHT = "answers preflight requests, which carry no token"
"""Why an OPTIONS route beside a protected route for every method is public."""

_DEFAULTS = ("authorizer", "scopes", "public", "api_key", "throttle")
_WHO = {"authorizer", "scopes", "public"}


class Table(TypedDict, total=False):
    """The arguments that routes come from; every kind of API has them."""

    routes: Mapping[str, Route]
    groups: Mapping[str, Group]
    function: FunctionReference
    public: str


def route_table(args: Table, catch_all: Sequence[str], *, preflights: bool = False) -> dict[str, Route]:
    """Every route by its key, in the order of the arguments. A route of `routes` goes before all others.

    Args:
        args: the arguments of an API, which may be wrong; what cannot be a route is left to the rules.
        catch_all: the keys that stand for every request of an API of this kind, for `function`.
        preflights: whether a protected route for every method gets a public OPTIONS route beside it. It would take
            preflight requests too, and its authorizer would refuse every one of them:
            https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """
    table: dict[str, Route] = {**args.get("routes", {})}
    for prefix, group in args.get("groups", {}).items():
        for key, route in _routes_of_group(prefix, group, preflights=preflights).items():
            table.setdefault(key, route)
    if "function" in args:
        whole = Group(function=args["function"])
        if "public" in args:
            whole["public"] = args["public"]
        for key in catch_all:
            table.setdefault(key, _with_defaults(Route(), whole))
        if preflights and "public" not in args:
            for key in ("OPTIONS /", "OPTIONS /{proxy+}"):
                table.setdefault(key, _preflight_route(whole))
    return table


def table_problems(args: Table) -> list[Problem]:
    """Everything wrong with where the routes come from; the routes themselves are judged one by one."""
    groups, routes = args.get("groups", {}), args.get("routes", {})
    found = [problem for prefix, group in groups.items() for problem in _group_problems(prefix, group)]
    first: dict[str, str] = dict.fromkeys(routes, "routes")
    for prefix, group in groups.items():
        for key in _routes_of_group(prefix, group, preflights=False) if "routes" in group else ():
            other = first.setdefault(key, f'the group "{prefix}"')
            if other != f'the group "{prefix}"':
                found.append(
                    Problem(f'group "{prefix}"', f'"{key}", which {other} has too', "each route once", "remove one")
                )
    if "public" in args and "function" not in args:
        remedy = "say public in each route that anyone may call"
        found.append(Problem("public", "public without function", "public together with function", remedy))
    if not routes and not groups and "function" not in args:
        allowed = "routes, groups or function"
        found.append(Problem("routes", "no route", allowed, 'add a route such as "GET /orders"'))
    return found


def _group_problems(prefix: str, group: Group) -> list[Problem]:
    where = f'group "{prefix}"'
    found = unknown_keys(where, group, Group)
    tidy = "/" + prefix.strip("/")
    if prefix != tidy:
        allowed = 'a path that begins with "/" and does not end with one, or "/" for all of the API'
        return [*found, Problem(where, f'the path "{prefix}"', allowed, f'write "{tidy}"')]
    if "routes" in group and "methods" in group:
        found.append(Problem(where, "routes together with methods", "one of the two", "remove methods"))
    if "function" not in group and not group.get("routes"):
        found.append(Problem(where, "neither function nor routes", "a function, or routes", "say what answers"))
    if "routes" in group and route_keys.DEFAULT in group["routes"]:
        remedy = "move it to the routes of the API"
        found.append(Problem(where, f'"{route_keys.DEFAULT}"', "routes below the path of the group", remedy))
    return found


def _routes_of_group(prefix: str, group: Group, *, preflights: bool) -> dict[str, Route]:
    if "routes" in group:
        return {_below(prefix, key): _with_defaults(route, group) for key, route in group["routes"].items()}
    paths = (prefix, f"{prefix.rstrip('/')}/{{proxy+}}")
    methods = group.get("methods", ("ANY",))
    table = {f"{method} {path}": _with_defaults(Route(), group) for method in methods for path in paths}
    if preflights and "ANY" in methods and "public" not in group:
        table |= {f"OPTIONS {path}": _preflight_route(group) for path in paths}
    return table


def _below(prefix: str, key: str) -> str:
    method, _, path = key.partition(" ")
    return f"{method} {prefix if path == '/' else prefix.rstrip('/') + path}"


def _with_defaults(route: Route, group: Group) -> Route:
    """The route with what it does not say itself taken from its group."""
    # Who may call is one decision: a route that takes it itself gets no part of the group's.
    own = _WHO if "authorizer" in route or "public" in route else set[str]()
    taken = {name: value for name, value in group.items() if name in _DEFAULTS and name not in own}
    if "function" in group and not any(name in route for name in INTEGRATIONS):
        taken["function"] = group["function"]
    return cast("Route", {**taken, **route})


def _preflight_route(group: Group) -> Route:
    route = Route(public=PREFLIGHT)
    if "function" in group:
        route["function"] = group["function"]
    if "throttle" in group:
        route["throttle"] = group["throttle"]
    return route
