"""Rules for the parameter mapping of HTTP APIs: changes to requests and answers. Pure: no Pulumi resource.

The path that a private service is asked for is such a change too.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""

import re
from collections.abc import Mapping

from components.http_api.private_integrations import private_service_problems
from components.problems import Problem, choices
from components.routing import route_keys
from components.routing.expressions import ExpressionError, expressions

REQUEST_KEYS = "append:, overwrite: or remove: with header.NAME or querystring.NAME; overwrite:path"
RESPONSE_KEYS = "append:, overwrite: or remove: with header.NAME; overwrite:statuscode"
_REQUEST_KEY = re.compile(r"(?P<change>append|overwrite|remove):(?P<place>header|querystring)\.(?P<name>\S+)")
_RESPONSE_KEY = re.compile(r"(?P<change>append|overwrite|remove):(?P<place>header)\.(?P<name>\S+)")
_RESERVED = re.compile(
    r"(access-control-|apigw-|x-amz-|x-amzn-).*|authorization|connection|content-encoding|content-length|"
    r"content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|"
    r"transfer-encoding|upgrade|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via",
)
_OF_REQUEST = {"request.header", "request.querystring", "request.path", "request.body", "context", "stageVariables"}
_OF_RESPONSE = {"response.header", "response.body", "context", "stageVariables"}
_STATUS = re.compile(r"[2-5][0-9]{2}")


def parameter_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the changes to requests and answers of the route `key`."""
    found = private_service_problems(key, route)
    found += _mapping_problems(f'route "{key}", request_parameters', route.get("request_parameters", {}), key)
    answers = route.get("response_parameters", {})
    where = f'route "{key}", response_parameters'
    if not isinstance(answers, Mapping):
        return [*found, Problem(where, f"{answers!r}", 'changes by status: {"200": {…}}', "put a status before them")]
    by_status: Mapping[object, object] = answers  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    for status, changes in by_status.items():
        if not re.fullmatch(r"[1-5][0-9]{2}", str(status)):
            remedy = "name the status that the integration answers with"
            found.append(Problem(where, f"the status {status!r}", "a status such as 200", remedy))
        found += _mapping_problems(f'{where} "{status}"', changes, None)
    return found


def value_problems(where: str, value: object, key: str | None) -> list[Problem]:
    """A problem when the value holds an expression that is none here; what is not known yet is left to AWS.

    Args:
        where: where it stands.
        value: a text, an expression or both.
        key: key of the route whose request it reads, or None for a value of an answer.
    """
    if not isinstance(value, str):
        return []
    try:
        found = expressions(value)
    except ExpressionError as error:
        remedy = "write it as the page on parameter mapping does, such as $request.header.NAME"
        return [Problem(where, str(error), _allowed(key), remedy)]
    sources = _OF_RESPONSE if key is None else _OF_REQUEST
    problems = [
        Problem(where, f'"{one}"', _allowed(key), "use one of them") for one in found if one.source not in sources
    ]
    variables = route_keys.variables_of(key or "")
    return problems + [
        Problem(where, f'"{one}"', choices(variables), "name a variable of the route's path")
        for one in found
        if one.source == "request.path" and one.name and one.name not in variables
    ]


def _mapping_problems(where: str, given: object, key: str | None) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "changes by what they change", "write {CHANGE: VALUE}")]
    changes: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    return [
        problem for change, value in changes.items() for problem in _change_problems(where, str(change), value, key)
    ]


def _change_problems(where: str, change: str, value: object, key: str | None) -> list[Problem]:
    if key is None and change == "overwrite:statuscode":
        return _status_problems(where, value)
    if key is not None and change == "overwrite:path":
        return value_problems(where, value, key)
    match = (_RESPONSE_KEY if key is None else _REQUEST_KEY).fullmatch(change)
    if match is None:
        allowed = RESPONSE_KEYS if key is None else REQUEST_KEYS
        return [Problem(where, f'"{change}"', allowed, "write one of the allowed changes")]
    if match["place"] == "header" and _RESERVED.fullmatch(match["name"].lower()):
        allowed = "a header that AWS has not reserved; CORS headers are set by cors"
        return [Problem(where, f'the header "{match["name"]}"', allowed, "use a header of your own")]
    if match["change"] == "remove":
        remedy = f'write {{"{change}": ""}}'
        return [] if value in {"", "''"} else [Problem(where, f'"{change}": {value!r}', "an empty value", remedy)]
    return value_problems(where, value, key)


def _status_problems(where: str, value: object) -> list[Problem]:
    if not isinstance(value, str) or value.startswith("$") or _STATUS.fullmatch(value):
        return value_problems(where, value, None)
    return [Problem(where, f"overwrite:statuscode {value!r}", "a status from 200 to 599", 'write it as "403"')]


def _allowed(key: str | None) -> str:
    if key is None:
        return "$response.header.NAME, $response.body.NAME, $context.NAME, $stageVariables.NAME, or a text"
    names = "$request.header.NAME, $request.querystring.NAME, $request.path.NAME, $request.body.NAME"
    return f"{names}, $context.NAME, $stageVariables.NAME, or a text"
