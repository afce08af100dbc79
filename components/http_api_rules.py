"""Rules for the arguments of an HttpApi. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

from components import limits, route_keys
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.authorizers import JwtAuthorizer, authorizer_problems
from components.cors import cors_problems
from components.function_rules import retention_problems
from components.http_api_args import HttpApiArgs
from components.integrations import FunctionTarget
from components.limits import Quotas
from components.problems import Problem, choices, did_you_mean, unknown_keys
from components.routes import Access, Route, conflict_problems, route_problems
from components.throttling import throttle_problems

_STAGE = re.compile(r"\$default|[A-Za-z0-9_-]{1,128}")
# What the name of a log group takes, but for the characters that have a meaning in a path.
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


def problems(name: str, args: HttpApiArgs, targets: Mapping[str, FunctionTarget]) -> list[Problem]:
    """Everything wrong with the arguments of the HttpApi `name`.

    Args:
        name: name of the component.
        args: its arguments; they may lack required keys, as nothing has checked them yet.
        targets: the function behind each route, where it is one.
    """
    authorizers, default = args.get("authorizers", {}), args.get("default_authorizer")
    quotas = args.get("quotas", {})
    return [
        *unknown_keys("arguments", args, HttpApiArgs),
        *_stage_problems(name, args),
        *_authorizers_problems(authorizers, default, quotas),
        *_routes_problems(args.get("routes", {}), [*authorizers], default, quotas),
        *_target_problems(targets),
        *(cors_problems(args["cors"]) if "cors" in args else []),
        *_quota_problems(quotas),
    ]


def _stage_problems(name: str, args: Mapping[str, object]) -> list[Problem]:
    stage = args.get("stage", "$default")
    found: list[Problem] = []
    if not _NAME.fullmatch(name):
        allowed = "1 to 100 letters, digits, dots, hyphens and underscores: it is part of the log group's name"
        found.append(Problem("name", f'"{name}"', allowed, "rename the component"))
    if not isinstance(stage, str) or not _STAGE.fullmatch(stage):
        allowed = '"$default", or 1 to 128 letters, digits, hyphens and underscores'
        found.append(Problem("stage", f"{stage!r}", allowed, 'use "$default", which adds nothing to the URL'))
    found += throttle_problems("throttle", args.get("throttle"))
    return found + retention_problems(args.get("log_retention_days", DEFAULT_RETENTION_DAYS))


def _authorizers_problems(
    authorizers: Mapping[str, JwtAuthorizer],
    default_authorizer: str | None,
    quotas: Quotas,
) -> list[Problem]:
    """Everything wrong with the authorizers, and with the name of the default one."""
    found = [problem for name, authorizer in authorizers.items() for problem in authorizer_problems(name, authorizer)]
    if default_authorizer is not None and default_authorizer not in authorizers:
        remedy = did_you_mean(default_authorizer, authorizers, 'define it in "authorizers"')
        found.append(Problem("default_authorizer", f'"{default_authorizer}"', choices(authorizers), remedy))
    quota = quotas.get("authorizers", limits.AUTHORIZERS)
    return found + _over("authorizers", len(authorizers), quota, 'one "authorizers" entry can serve many routes')


def _routes_problems(
    routes: Mapping[str, Route],
    authorizers: Sequence[str],
    default_authorizer: str | None,
    quotas: Quotas,
) -> list[Problem]:
    """Everything wrong with the routes, each by itself and all together."""
    if not routes:
        return [Problem("routes", "no route", "one route or more", 'add a route such as "GET /orders"')]
    found = [
        problem
        for key, route in routes.items()
        for problem in route_problems(key, route, authorizers, default_authorizer)
    ]
    remedy = "split the API, use variables in paths, or ask AWS for more and say so in quotas"
    return [
        *found,
        *conflict_problems([*routes]),
        *_over("routes", len(routes), quotas.get("routes", limits.ROUTES), remedy),
    ]


def _target_problems(targets: Mapping[str, FunctionTarget]) -> list[Problem]:
    """Everything wrong with the functions behind the routes, given by route key."""
    found: list[Problem] = []
    named: dict[str, FunctionTarget] = {}
    for key, target in targets.items():
        other = named.setdefault(target.label, target)
        if other.identity != target.identity:
            allowed = "functions of different names: integrations and permissions are called after them"
            found.append(Problem(f'route "{key}"', f'a second function "{target.label}"', allowed, "rename one"))
        if target.timeout is not None and target.timeout > limits.INTEGRATION_TIMEOUT:
            allowed = (
                f"{limits.INTEGRATION_TIMEOUT} s at most: an HTTP API answers 503 then, while the function runs on"
            )
            where = f'route "{key}"'
            found.append(
                Problem(where, f'function "{target.label}" with {target.timeout} s', allowed, "shorten its timeout")
            )
    count = len({target.identity for target in targets.values()})
    return found + _over("integrations", count, limits.INTEGRATIONS, "let more routes share a function")


def _quota_problems(quotas: Quotas) -> list[Problem]:
    given: Mapping[str, object] = quotas
    return unknown_keys("quotas", quotas, Quotas) + [
        Problem("quotas", f"{key} {value!r}", "a whole number, 1 or more", "give the quota AWS granted")
        for key, value in given.items()
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 1
    ]


def warnings(args: HttpApiArgs, accesses: Mapping[str, Access]) -> list[str]:
    """What is legal and yet probably not meant, in arguments that have no problem."""
    authorizers, quotas = args.get("authorizers", {}), args.get("quotas", {})
    used = {access.authorizer for access in accesses.values()}
    return [
        *(f'the authorizer "{name}" is used by no route' for name in authorizers if name not in used),
        *_near("routes", len(accesses), quotas.get("routes", limits.ROUTES)),
        *_near("authorizers", len(authorizers), quotas.get("authorizers", limits.AUTHORIZERS)),
        *(_preflight_warnings(accesses) if "cors" in args else []),
    ]


def _preflight_warnings(accesses: Mapping[str, Access]) -> list[str]:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html, on the $default route
    return [
        f'the route "{key}" takes preflight requests too, and its authorizer refuses them: they carry no token. '
        f'Add "OPTIONS {route_keys.parse(key).path or "/{proxy+}"}" with public="answers preflight requests"'
        for key, access in accesses.items()
        if access.authorizer
        and route_keys.parse(key).catches_options
        and f"OPTIONS {route_keys.parse(key).path or '/{proxy+}'}" not in accesses
    ]


def _over(what: str, count: int, quota: int, remedy: str) -> list[Problem]:
    return [Problem(what, f"{count} {what}", f"{quota} at most", remedy)] if count > quota else []


def _near(what: str, count: int, quota: int) -> list[str]:
    near = limits.WARNING_SHARE * quota <= count <= quota
    return [f"{count} {what} of the {quota} that AWS allows an API"] if near else []
