"""Rules for the routes of a WebSocketApi, each by itself. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.access.authorizers import Authorizer
from components.problems import Problem, choices
from components.routing.route_rules import route_problems, timeout_problems
from components.websocket_api.expressions import parameter_problems
from components.websocket_api.integrations import LONGEST_TIMEOUT, SHORTEST_TIMEOUT
from components.websocket_api.models import validation_problems
from components.websocket_api.route_keys import CONNECT, DISCONNECT, key_problems
from components.websocket_api.services import service_problems

_ACCESS = ("authorizer", "public", "api_key")
_DEFAULT = "$default"


def problems_of_route(
    key: str,
    route: Mapping[str, object],
    authorizers: Mapping[str, Authorizer],
    models: Mapping[str, Any],
    refused: set[str],
) -> list[Problem]:
    """Everything wrong with one route but for what its kind of API lacks.

    Args:
        key: its key.
        route: the route, with keys that nothing has checked yet.
        authorizers: those that are defined.
        models: those that are defined.
        refused: keys of the route that are refused elsewhere.
    """
    kept = {name: value for name, value in route.items() if name not in refused}
    found = key_problems(key)
    if key != CONNECT:
        found += _access_problems(key, route)
        kept = {name: value for name, value in kept.items() if name not in _ACCESS}
    elif not {"authorizer", "public"} & kept.keys():
        allowed = f'an authorizer ({choices(authorizers)}) or public="reason"'
        remedy = 'name an authorizer, or say public="reason" if anyone may connect and send'
        found.append(Problem(f'route "{key}"', "no authorizer and no reason to be public", allowed, remedy))
    if not {"authorizer", "public"} & kept.keys():
        kept["public"] = "judged above"
    return [
        *found,
        *route_problems(key, kept, authorizers, None),
        *_integration_problems(key, route),
        *_response_problems(key, route),
        *(validation_problems(key, route["validate"], models) if "validate" in route else []),
    ]


def _access_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
    where = f'route "{key}"'
    allowed = f"authorizer, public and api_key on {CONNECT} only: a connection is authorized once, when it is made"
    return [
        Problem(where, f"{name}={route[name]!r}", allowed, f"remove it; what {CONNECT} says holds for every message")
        for name in _ACCESS
        if name in route
    ]


def _integration_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    where = f'route "{key}"'
    found = timeout_problems(
        key, route, SHORTEST_TIMEOUT, LONGEST_TIMEOUT, "answer at once, and send the result over the connection later"
    )
    if "service" in route and key in {CONNECT, DISCONNECT}:
        remedy = "call the service from a function"
        found.append(Problem(where, f"service on {key}", "service on routes of messages", remedy))
    elif "service" in route:
        found += service_problems(where, route["service"])
    if "request_parameters" in route:
        found += parameter_problems(key, route["request_parameters"])
    if "request_parameters" in route and "url" not in route:
        remedy = "remove it: a function gets the whole request"
        found.append(Problem(where, "request_parameters without url", "request_parameters beside url", remedy))
    if "response_parameters" in route:
        remedy = "put what the sender needs into the message"
        found.append(Problem(where, "response_parameters", "nothing: a message has neither status nor headers", remedy))
    if "request_templates" in route:
        found += _templates_problems(where, "request_templates", route["request_templates"])
        if "function" not in route:
            found.append(
                Problem(where, "request_templates without function", "request_templates beside function", "remove them")
            )
    if isinstance(mock := route.get("mock"), Mapping) and "headers" in mock:
        found.append(Problem(where, "headers in mock", "status and body: a message has no headers", "remove them"))
    return found


def _response_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    where = f'route "{key}"'
    found: list[Problem] = []
    returns = route.get("returns_response", False)
    if returns and key == DISCONNECT:
        allowed = f"returns_response on other routes: after {DISCONNECT} nobody is there to answer"
        found.append(Problem(where, "returns_response", allowed, "remove it"))
    if "responses" not in route:
        return found
    if not returns or "request_templates" not in route:
        remedy = "add both, or remove responses: what a proxied function returns goes back as it is"
        found.append(Problem(where, "responses", "responses with request_templates and returns_response", remedy))
    responses: object = route["responses"]
    answer: object = responses.get(_DEFAULT) if isinstance(responses, Mapping) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] -- an untyped mapping is judged by its one key
    if not isinstance(responses, Mapping) or [*responses] != [_DEFAULT] or not isinstance(answer, Mapping):  # pyright: ignore[reportUnknownArgumentType] -- as above
        allowed = 'one answer: {"$default": Answer(templates={"$default": …})}'
        return [*found, Problem(where, f"responses {responses!r}", allowed, "decide in the template")]
    given: Mapping[str, object] = answer  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found += [
        Problem(
            f"{where}, responses", f'the key "{name}"', "templates: a message has no status and headers", "remove it"
        )
        for name in given
        if name != "templates"
    ]
    return found + _templates_problems(f"{where}, responses", "templates", given.get("templates"))


def _templates_problems(where: str, name: str, templates: object) -> list[Problem]:
    keys: Sequence[object] = [*templates] if isinstance(templates, Mapping) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped mapping is judged by its keys
    if keys == [_DEFAULT]:
        return []
    remedy = "a message has no content type: give one template, and decide in it"
    return [Problem(where, f"{name} {templates!r}", 'one template: {"$default": "…"}', remedy)]
