"""Rules for the arguments of a RestApi. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import cast

from components.access.access_rules import default_problems
from components.access.authorizer_rules import authorizer_problems
from components.access.cors import cors_problems
from components.access.usage_plans import usage_plan_problems
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.function.rules import retention_problems
from components.knowledge import limits, quotas
from components.knowledge.capabilities import lacking_arguments, refusals
from components.knowledge.kinds import Kind
from components.knowledge.limits import Quotas
from components.problems import Problem, unknown_keys
from components.rest_api import paths as rest_paths
from components.rest_api import route_rules as rest_route_rules
from components.rest_api.args import RestApiArgs
from components.rest_api.authorizers import identity_sources
from components.rest_api.cache_rules import cache_problems, route_cache_problems
from components.rest_api.endpoint_rules import endpoint_problems
from components.rest_api.gateway_responses import gateway_response_problems
from components.rest_api.policy_rules import policy_problems
from components.rest_api.signed_routes import open_requests
from components.rest_api.stage_rules import stage_problems
from components.rest_api.stages import stage_names
from components.rest_api.validation import model_problems
from components.routing.integrations import FunctionTarget
from components.routing.names import name_problems
from components.routing.route_rules import conflict_problems
from components.routing.route_table import Table, table_problems
from components.routing.routing import Routing


def problems(name: str, args: RestApiArgs, routing: Routing) -> list[Problem]:
    """Everything wrong with the arguments of the RestApi `name`.

    Args:
        name: name of the component.
        args: its arguments; they may lack required keys, as nothing has checked them yet.
        routing: the routing made of them.
    """
    given: Mapping[str, object] = {key: value for key, value in args.items() if key not in lacking_arguments(Kind.REST)}
    raised = args.get("quotas", {})
    return [
        *unknown_keys("arguments", given, RestApiArgs),
        *name_problems(name),
        *stage_problems(given),
        *retention_problems(given.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
        *endpoint_problems(given),
        *refusals(Kind.REST, [*args], routing.routes),
        *_authorizers_problems(args, routing, raised),
        *table_problems(cast("Table", args)),
        *_routes_problems(args, routing, raised),
        *_function_problems(routing.functions),
        *routing.faults,
        *(cors_problems(args["cors"]) if "cors" in args else []),
        *_part_problems(args, routing, raised),
        *quotas.raised_quota_problems(raised),
    ]


def _authorizers_problems(args: RestApiArgs, routing: Routing, raised: Quotas) -> list[Problem]:
    found: list[Problem] = []
    for name, given in routing.authorizers.items():
        if given.get("kind") == "shared":
            allowed = "an authorizer of this API: shared() is for the routes of an HttpApiRoutes"
            found.append(Problem(f'authorizer "{name}"', "a shared authorizer", allowed, "define it here"))
        else:
            found += authorizer_problems(name, given, Kind.REST)
    found += default_problems(routing.authorizers, routing.default_authorizer, args.get("default_scopes"))
    count = sum(given.get("kind") != "iam" for given in routing.authorizers.values())
    quota = raised.get("authorizers", limits.REST["authorizers"].value)
    return found + quotas.over("authorizers", count, quota, 'one "authorizers" entry can serve many routes')


def _routes_problems(args: RestApiArgs, routing: Routing, raised: Quotas) -> list[Problem]:
    keys, models = [*routing.routes], args.get("models", {})
    found = [problem for key in keys for problem in rest_route_rules.problems(key, routing, models, raised)]
    found += conflict_problems(keys)
    found += rest_paths.key_problems(keys, raised.get("resources", limits.REST["resources"].value))
    for key, route in routing.routes.items():
        if "cache" in route:
            found += _route_cache_problems(key, routing, cached="cache" in args)
    return found


def _route_cache_problems(key: str, routing: Routing, *, cached: bool) -> list[Problem]:
    access = routing.accesses[key]
    authorizer = routing.authorizers.get(access.authorizer or "")
    # An authorizer that is wrong is a problem of its own.
    broken = authorizer is not None and authorizer_problems("", authorizer, Kind.REST)
    identities = None if authorizer is None or broken else identity_sources(authorizer)
    signed = authorizer is not None and authorizer.get("kind") == "iam"
    cache: object = routing.routes[key].get("cache")
    return route_cache_problems(key, cache, identities, cached=cached, signed=signed)


def _function_problems(functions: Mapping[str, FunctionTarget]) -> list[Problem]:
    named: dict[str, FunctionTarget] = {}
    found: list[Problem] = []
    for where, target in functions.items():
        other = named.setdefault(target.label, target)
        if other.identity != target.identity:
            allowed = "functions of different names: permissions are called after them"
            found.append(Problem(where, f'a second function "{target.label}"', allowed, "rename one"))
    return found


def _part_problems(args: RestApiArgs, routing: Routing, raised: Quotas) -> list[Problem]:
    found: list[Problem] = []
    if "cache" in args:
        found += cache_problems(args["cache"])
    if "models" in args:
        found += model_problems(args["models"])
    if "gateway_responses" in args:
        found += gateway_response_problems(args["gateway_responses"])
    if "resource_policy" in args:
        longest = raised.get("resource_policy_characters", limits.REST["resource policy"].value)
        opened = open_requests(routing, stage_names(args), preflights="cors" in args)
        found += policy_problems(args["resource_policy"], args.get("endpoint"), longest, opened)
    if "usage_plans" in args:
        most = raised.get("method_throttles", limits.REST["method throttles"].value)
        found += usage_plan_problems(args["usage_plans"], routing.routes, most)
    if args.get("api_key_source") == "AUTHORIZER":
        found += _key_source_problems(routing)
    return found


def _key_source_problems(routing: Routing) -> list[Problem]:
    keyed: Sequence[str] = [key for key, access in routing.accesses.items() if access.api_key]
    allowed = "a Lambda authorizer, whose answer names the key as usageIdentifierKey"
    return [
        Problem(f'route "{key}"', 'api_key with api_key_source="AUTHORIZER"', allowed, "give it such an authorizer")
        for key in keyed
        if (name := routing.accesses[key].authorizer) is None
        or name not in routing.authorizers
        or routing.authorizers[name].get("kind") not in {"request", "token"}
    ]
