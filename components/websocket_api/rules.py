"""Rules for the arguments of a WebSocketApi. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import cast

from components.access.authorizer_rules import authorizer_problems
from components.access.throttling import throttle_problems
from components.access.usage_plans import usage_plan_problems
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.function.rules import retention_problems
from components.knowledge import capabilities, limits, quotas
from components.knowledge.kinds import Kind
from components.observability.execution_logs import log_problems
from components.problems import Problem, choices, unknown_keys
from components.routing.integrations import FunctionTarget
from components.routing.names import name_problems
from components.websocket_api.args import CONNECTIONS_KEYS, WebSocketApiArgs
from components.websocket_api.connection_rules import setting_problems
from components.websocket_api.connections import WebSocketConnections
from components.websocket_api.integrations import LONGEST_TIMEOUT, count_integrations
from components.websocket_api.models import model_problems
from components.websocket_api.route_keys import CONNECT
from components.websocket_api.route_rules import problems_of_route

_KIND = Kind.WEBSOCKET
AUTHORIZER = "authorizer "
"""What the name of an authorizer stands behind, where functions are given by route key."""


def problems(name: str, args: WebSocketApiArgs, targets: Mapping[str, FunctionTarget]) -> list[Problem]:
    """Everything wrong with the arguments of the WebSocketApi `name`.

    Args:
        name: name of the component.
        args: its arguments; they may lack required keys, as nothing has checked them yet.
        targets: the functions of the routes by route key, and those of authorizers by `authorizer NAME`.
    """
    lacking = capabilities.lacking_arguments(_KIND)
    given = {key: value for key, value in args.items() if key not in lacking}
    return [
        *unknown_keys("arguments", given, WebSocketApiArgs),
        *capabilities.refusals(_KIND, args, args.get("routes", {})),
        *name_problems(name),
        *_connections_problems(args),
        *throttle_problems("throttle", args.get("throttle")),
        *retention_problems(args.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
        *log_problems(given),
        *quotas.stage_variable_problems(args.get("stage_variables", {})),
        *_authorizers_problems(args),
        *_routes_problems(args),
        *model_problems(args.get("models", {})),
        *_usage_plan_problems(args),
        *_target_problems(args, targets),
        *quotas.raised_quota_problems(args.get("quotas", {})),
    ]


def _connections_problems(args: WebSocketApiArgs) -> list[Problem]:
    if "connections" not in args:
        return setting_problems(args)
    given: object = args["connections"]
    if not isinstance(given, WebSocketConnections):  # pyright: ignore[reportUnnecessaryIsInstance] -- types bind only typed callers
        remedy = "make it by WebSocketConnections(…), or leave it out"
        return [Problem("connections", f"{type(given).__name__}", "a WebSocketConnections", remedy)]
    return [
        Problem(
            key, f"{key} beside connections", f"{key} in the arguments of the WebSocketConnections", "move it there"
        )
        for key in CONNECTIONS_KEYS
        if key in args
    ]


def _authorizers_problems(args: WebSocketApiArgs) -> list[Problem]:
    authorizers = args.get("authorizers", {})
    found = [
        problem
        for name, authorizer in authorizers.items()
        for problem in authorizer_problems(name, cast("Mapping[str, object]", authorizer), _KIND)
    ]
    count = sum(authorizer.get("kind") != "iam" for authorizer in authorizers.values())
    quota = args.get("quotas", {}).get("authorizers", limits.WEBSOCKET["authorizers"].value)
    return found + quotas.over("authorizers", count, quota, f"keep the one that {CONNECT} uses")


def _routes_problems(args: WebSocketApiArgs) -> list[Problem]:
    routes = args.get("routes", {})
    if not routes:
        return [Problem("routes", "no route", "one route or more", f'add "{CONNECT}", and a route for messages')]
    authorizers = args.get("authorizers", {})
    models = args.get("models", {})
    # A private service answers all the same: without it a route would be told that nothing does.
    refused = capabilities.lacking_route_keys(_KIND) - {"private"}
    found = [
        problem
        for key, route in routes.items()
        for problem in problems_of_route(key, route, authorizers, models, refused)
    ]
    if CONNECT not in routes:
        allowed = f'"{CONNECT}" with an authorizer ({choices(authorizers)}) or public="reason"'
        remedy = f'add "{CONNECT}": Route(mock={{}}, authorizer=…): without the route anyone may connect'
        found.append(Problem("routes", f'no "{CONNECT}"', allowed, remedy))
    quota = args.get("quotas", {}).get("routes", limits.WEBSOCKET["routes"].value)
    remedy = "tell kinds of messages apart in the function, or ask AWS for more and say so in quotas"
    return found + quotas.over("routes", len(routes), quota, remedy)


def _usage_plan_problems(args: WebSocketApiArgs) -> list[Problem]:
    plans = args.get("usage_plans", {})
    found = usage_plan_problems(plans)
    if plans and not args.get("routes", {}).get(CONNECT, {}).get("api_key"):
        remedy = f"say api_key=True on {CONNECT}"
        found.append(
            Problem("usage_plans", f"plans without api_key on {CONNECT}", "plans that some route asks for", remedy)
        )
    return found


def _target_problems(args: WebSocketApiArgs, targets: Mapping[str, FunctionTarget]) -> list[Problem]:
    found: list[Problem] = []
    named: dict[str, FunctionTarget] = {}
    for key, target in targets.items():
        where = key if key.startswith(AUTHORIZER) else f'route "{key}"'
        if named.setdefault(target.label, target).identity != target.identity:
            allowed = "functions of different names: integrations and permissions are called after them"
            found.append(Problem(where, f'a second function "{target.label}"', allowed, "rename one"))
        if where != key and target.timeout is not None and target.timeout * 1000 > LONGEST_TIMEOUT:
            allowed = f"{LONGEST_TIMEOUT // 1000} s at most: the sender gets an error then, while the function runs on"
            remedy = "shorten its timeout, and let what lasts longer send its result over the connection"
            found.append(Problem(where, f'function "{target.label}" with {target.timeout} s', allowed, remedy))
    quota = limits.WEBSOCKET["integrations"].value
    return found + quotas.over(
        "integrations", count_integrations(args.get("routes", {}), targets), quota, "let more routes share a function"
    )
