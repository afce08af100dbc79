"""Rules for the routes of a REST API. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping

from components.knowledge import limits
from components.knowledge.capabilities import lacking_route_keys
from components.knowledge.kinds import Kind
from components.knowledge.limits import Quotas
from components.problems import Problem, unknown_keys
from components.rest_api import integrations as rest_integrations
from components.rest_api import mapping as rest_mapping
from components.rest_api.answer_rules import answer_problems, model_name_problem, template_problems
from components.rest_api.private_integrations import private_service_problems
from components.rest_api.service_actions import service_problems
from components.routing.request_shaping import RequestValidation
from components.routing.route_rules import key_problems, route_problems, timeout_problems
from components.routing.routes import Route
from components.routing.routing import Routing
from components.routing.service_actions import ServiceAction, action_problems

SHORTEST_TIMEOUT = limits.REST["shortest integration timeout"].value
"""Milliseconds."""
_PARAMETER = re.compile(r"(header|querystring)\.[A-Za-z0-9._-]+")
_MILLISECONDS = 1000


def problems(key: str, routing: Routing, models: Mapping[str, object], raised: Quotas) -> list[Problem]:
    """Everything wrong with the route `key`, its place among others, its access and its cache apart.

    Args:
        key: the route's key.
        routing: the routing that has it.
        models: the models of the API by name.
        raised: quotas that AWS raised.
    """
    route: Mapping[str, object] = routing.routes[key]
    judged = {name: value for name, value in route.items() if name not in lacking_route_keys(Kind.REST)}
    where = f'route "{key}"'
    return [
        *key_problems(key),
        *route_problems(key, judged, routing.authorizers, routing.default_authorizer),
        *_timeout_problems(key, routing.routes[key], raised),
        *_slow_function_problems(key, routing, raised),
        *_service_problems(where, judged),
        *private_service_problems(key, judged),
        *_mapping_problems(where, judged),
        *template_problems(where, judged),
        *answer_problems(where, judged, models),
        *(_validation_problems(where, judged["validate"], models) if "validate" in judged else []),
        *_stream_problems(where, judged),
    ]


def longest_timeout(route: Route, raised: Quotas) -> int:
    """Milliseconds that the route may take at most."""
    if route.get("stream"):
        return rest_integrations.LONGEST_STREAM
    given = raised.get("integration_timeout_milliseconds", rest_integrations.HIGHEST_TIMEOUT)
    return int(given) if isinstance(given, int | float) else rest_integrations.HIGHEST_TIMEOUT  # pyright: ignore[reportUnnecessaryIsInstance] -- types bind only typed callers


def _timeout_problems(key: str, route: Route, raised: Quotas) -> list[Problem]:
    remedy = "answer sooner, stream the answer, or ask AWS for more and say so in quotas"
    return timeout_problems(key, route, SHORTEST_TIMEOUT, longest_timeout(route, raised), remedy)


def _slow_function_problems(key: str, routing: Routing, raised: Quotas) -> list[Problem]:
    target, route = routing.targets.get(key), routing.routes[key]
    longest = longest_timeout(route, raised)
    if target is None or target.timeout is None or target.timeout * _MILLISECONDS <= longest:
        return []
    allowed = f"{longest // _MILLISECONDS} s at most: a REST API answers 504 then, while the function runs on"
    found = f'function "{target.label}" with {target.timeout} s'
    return [Problem(f'route "{key}"', found, allowed, "shorten its timeout")]


def _service_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    if "service" not in route:
        return []
    found = action_problems(where, route["service"])
    if found or not isinstance(route["service"], Mapping):
        return found
    action: ServiceAction = route["service"]  # pyright: ignore[reportAssignmentType, reportUnknownVariableType] -- judged above
    return service_problems(where, action)


def _mapping_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    request, response = route.get("request_parameters"), route.get("response_parameters")
    found: list[Problem] = []
    if isinstance(request, Mapping):
        if "function" in route and rest_integrations.is_proxy(route):
            allowed = "request_parameters with url, service or request_templates: a function gets the request as it is"
            found.append(
                Problem(where, "request_parameters with a function", allowed, "read the value in the function")
            )
        elif "mock" in route:
            allowed = "request_parameters where something is called"
            found.append(Problem(where, "request_parameters with mock", allowed, "remove them"))
        else:
            found += rest_mapping.request_mapping_problems(where, request)  # pyright: ignore[reportUnknownArgumentType] -- judged there
    if isinstance(response, Mapping):
        if rest_integrations.is_proxy(route):
            allowed = "response_parameters with responses, service or mock: the answer of a proxy is passed on as it is"
            found.append(Problem(where, "response_parameters with a proxy", allowed, "set the header where it is made"))
        else:
            found += rest_mapping.response_mapping_problems(where, response)  # pyright: ignore[reportUnknownArgumentType] -- judged there
    return found


def _validation_problems(where: str, given: object, models: Mapping[str, object]) -> list[Problem]:
    where = f"{where}, validate"
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "body, parameters", "write RequestValidation(…)")]
    wanted: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, wanted, RequestValidation)
    if not wanted.get("body") and not wanted.get("parameters"):
        found.append(Problem(where, "nothing to check", "body, parameters", "say what a request must hold"))
    if isinstance(wanted.get("body"), str):
        found += model_name_problem(where, str(wanted["body"]), models)
    parameters = wanted.get("parameters", ())
    listed: list[object] = [parameters] if isinstance(parameters, str) else [*parameters]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType] -- judged one by one
    return found + [
        Problem(where, f"the parameter {one!r}", "header.NAME or querystring.NAME", "correct it")
        for one in listed
        if not isinstance(one, str) or not _PARAMETER.fullmatch(one)
    ]


def _stream_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    if not route.get("stream"):
        return []
    beside = [name for name in ("request_templates", "responses", "cache", "service", "mock") if name in route]
    if not beside:
        return []
    allowed = "stream with a function or url alone: what is cached or made by templates comes in one piece"
    remedy = f"remove {' and '.join(beside)}, or stream"
    return [Problem(where, f"stream together with {' and '.join(beside)}", allowed, remedy)]
