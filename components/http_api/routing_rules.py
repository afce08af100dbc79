"""Rules for the routing of an HTTP API. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence

from components.access.access_rules import default_problems
from components.access.authorizer_rules import authorizer_problems
from components.http_api.parameter_rules import parameter_problems
from components.http_api.service_rules import service_problems
from components.knowledge import limits, quotas
from components.knowledge.capabilities import lacking_route_keys, refusals
from components.knowledge.kinds import Kind
from components.knowledge.limits import Quotas
from components.problems import Problem
from components.routing.integrations import FunctionTarget
from components.routing.route_rules import conflict_problems, key_problems, route_problems, timeout_problems
from components.routing.route_table import table_problems
from components.routing.routing import Routing, RoutingArgs
from components.routing.service_actions import action_problems, target_problems

SHORTEST_TIMEOUT = limits.HTTP["shortest integration timeout"].value
LONGEST_TIMEOUT = limits.HTTP["integration timeout"].value
"""Milliseconds."""


def routing_problems(arguments: Sequence[str], args: RoutingArgs, routing: Routing) -> list[Problem]:
    """Everything wrong with the routes and authorizers of an HTTP API.

    Args:
        arguments: the names of all arguments given.
        args: those that the routing was made of; they may lack required keys, as nothing has checked them yet.
        routing: the routing made of them.
    """
    raised = sound_quotas(args.get("quotas", {}))
    return [
        *refusals(Kind.HTTP, arguments, routing.routes),
        *_authorizers_problems(args, routing, raised),
        *table_problems(args),
        *(problem for key in routing.routes for problem in _route_problems(key, routing)),
        *conflict_problems([*routing.routes]),
        *_function_problems(routing.functions),
        *routing.faults,
        *_target_problems(routing),
        *_count_problems(routing, raised),
        *quotas.raised_quota_problems(args.get("quotas", {})),
    ]


def sound_quotas(raised: Quotas) -> Quotas:
    """The quotas to count against: none of them where one cannot be counted against, which is a problem of its own."""
    return Quotas() if quotas.raised_quota_problems(raised) else raised


def integration_labels(routing: Routing) -> dict[str, str]:
    """What the integration of each route is called: after its function, or after the route itself.

    Routes share the integration of their function, so that its quota is one of functions and not of routes; a route
    that wants something of its own of it, or that has no function, has its own.
    """
    return {
        key: routing.targets[key].label if key in routing.targets and not _has_own_integration(key, routing) else key
        for key in routing.routes
    }


def _has_own_integration(key: str, routing: Routing) -> bool:
    own = ("timeout_milliseconds", "request_parameters", "response_parameters")
    return any(name in routing.routes[key] for name in own)


def _authorizers_problems(args: RoutingArgs, routing: Routing, raised: Quotas) -> list[Problem]:
    found = [
        problem
        for name, given in routing.authorizers.items()
        for problem in authorizer_problems(name, given, Kind.HTTP)
    ]
    found += default_problems(routing.authorizers, routing.default_authorizer, args.get("default_scopes"))
    count = sum(given.get("kind") != "iam" for given in routing.authorizers.values())
    quota = raised.get("authorizers", limits.AUTHORIZERS)
    return found + quotas.over("authorizers", count, quota, 'one "authorizers" entry can serve many routes')


def _route_problems(key: str, routing: Routing) -> list[Problem]:
    route: Mapping[str, object] = routing.routes[key]
    remedy = "answer sooner, or answer at once and work on in the background"
    # What an HTTP API lacks is refused once, whatever is wrong with it besides.
    judged = {name: value for name, value in route.items() if name not in lacking_route_keys(Kind.HTTP) - {"mock"}}
    return [
        *key_problems(key),
        *route_problems(key, judged, routing.authorizers, routing.default_authorizer),
        *timeout_problems(key, judged, SHORTEST_TIMEOUT, LONGEST_TIMEOUT, remedy),
        *service_problems(key, judged),
        *parameter_problems(key, judged),
    ]


def _function_problems(functions: Mapping[str, FunctionTarget]) -> list[Problem]:
    """Everything wrong with the functions, given by where they are used."""
    found: list[Problem] = []
    named: dict[str, FunctionTarget] = {}
    for where, target in functions.items():
        other = named.setdefault(target.label, target)
        if other.identity != target.identity:
            allowed = "functions of different names: integrations and permissions are called after them"
            found.append(Problem(where, f'a second function "{target.label}"', allowed, "rename one"))
        if where.startswith("route ") and target.timeout is not None and target.timeout > limits.INTEGRATION_TIMEOUT:
            allowed = (
                f"{limits.INTEGRATION_TIMEOUT} s at most: an HTTP API answers 503 then, while the function runs on"
            )
            slow = f'function "{target.label}" with {target.timeout} s'
            found.append(Problem(where, slow, allowed, "shorten its timeout"))
    return found


def _target_problems(routing: Routing) -> list[Problem]:
    services = {key: route["service"] for key, route in routing.routes.items() if "service" in route}
    sound = {key: one for key, one in services.items() if not action_problems(key, one)}
    return target_problems(sound)


def _count_problems(routing: Routing, raised: Quotas) -> list[Problem]:
    remedy = "split the API, use variables in paths, or ask AWS for more and say so in quotas"
    integrations = len({*integration_labels(routing).values()})
    return [
        *quotas.over("routes", len(routing.routes), raised.get("routes", limits.ROUTES), remedy),
        *quotas.over("integrations", integrations, limits.INTEGRATIONS, "let more routes share a function"),
    ]
