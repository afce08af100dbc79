"""Expressions of WebSocket APIs, from the one notation of the components. Pure: no Pulumi resource.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
and https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
"""

from collections.abc import Mapping

import pulumi

from components.problems import Problem, choices, did_you_mean
from components.routing import expressions
from components.routing.expressions import Expression, ExpressionError

DEFAULT_SELECTION = "$request.body.action"
DEFAULT_API_KEY = "$request.header.x-api-key"
API_KEYS = (DEFAULT_API_KEY, "$context.authorizer.usageIdentifierKey")
"""The two places where AWS looks for an API key."""
LITERAL_DEFAULT = "\\$default"
"""A template selection expression whose value is the key `$default`; the dollar sign is escaped."""

_SELECTING = ("request.body", "request.header", "context")
_TARGETS = ("header", "querystring")


def selection_problems(text: object) -> list[Problem]:
    """Everything wrong with the expression that chooses the route of a message."""
    where, allowed = "route_selection_expression", "$request.body.NAME, $request.header.NAME or $context.NAME"
    remedy = f'use "{DEFAULT_SELECTION}", or the field of the message that says what it is'
    if not isinstance(text, str):
        return [Problem(where, f"{text!r}", allowed, remedy)]
    try:
        found = expressions.expressions(text)
    except ExpressionError as error:
        return [Problem(where, str(error), allowed, remedy)]
    if not found:
        return [Problem(where, f'"{text}", the same for every message', allowed, remedy)]
    return [
        Problem(where, f'"{one}"', allowed, remedy) for one in found if one.source not in _SELECTING or not one.name
    ]


def api_key_problems(text: object) -> list[Problem]:
    """A problem if AWS does not look for an API key there."""
    if text in API_KEYS:
        return []
    remedy = did_you_mean(str(text), API_KEYS, f'use "{DEFAULT_API_KEY}"')
    return [Problem("api_key_selection_expression", f"{text!r}", choices(API_KEYS), remedy)]


def native(expression: Expression) -> str:
    """The expression as WebSocket APIs write it where they map or identify: `route.request.header.NAME`."""
    prefix = "route." if expression.source.startswith("request.") else ""
    return f"{prefix}{str(expression).removeprefix('$')}"


def identity_source(text: str) -> str:
    """An identity source of an authorizer, which the rules have judged, as WebSocket APIs write it."""
    (expression,) = expressions.expressions(text)
    return native(expression)


def request_parameters(given: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """Changes to the request, which the rules have judged, as WebSocket APIs write them."""
    return {f"integration.request.{key.partition(':')[2]}": _mapped(value) for key, value in given.items()}


def parameter_problems(key: str, given: object) -> list[Problem]:
    """Everything wrong with the changes to the request of the route `key`."""
    where = f'route "{key}", request_parameters'
    if not isinstance(given, Mapping):
        return [
            Problem(where, f"{given!r}", "a mapping", 'write {"overwrite:header.connection": "$context.connectionId"}')
        ]
    parameters: Mapping[object, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged item by item
    found: list[Problem] = []
    for name, value in parameters.items():
        action, _, target = str(name).partition(":")
        kind, _, field = target.partition(".")
        if action != "overwrite" or kind not in _TARGETS or not field:
            allowed = "overwrite:header.NAME and overwrite:querystring.NAME in a WebSocket API"
            remedy = "write overwrite:, which also adds what is not there"
            found.append(Problem(where, f'"{name}"', allowed, remedy))
        if isinstance(value, str):
            found += _value_problems(where, key, value)
    return found


def _value_problems(where: str, key: str, value: str) -> list[Problem]:
    allowed = "a text, or one of $request.body.NAME, $context.NAME, $stageVariables.NAME"
    try:
        parts = expressions.parse(value)
    except ExpressionError as error:
        return [Problem(where, str(error), allowed, "correct the expression")]
    found = [part for part in parts if isinstance(part, Expression)]
    if found and len(parts) > 1:
        return [Problem(where, f'"{value}"', allowed, "a WebSocket API maps one value at a time: map each by itself")]
    of_handshake = [part for part in found if part.source in {"request.header", "request.querystring"}]
    if of_handshake and key != "$connect":
        remedy = "let the authorizer put it into its context, and use $context.authorizer.NAME"
        return [Problem(where, f'"{value}"', f"{allowed}: only the handshake has headers and a query", remedy)]
    sources = ("request.body", "request.header", "request.querystring", "context", "stageVariables")
    return [Problem(where, f'"{value}"', allowed, "use another source") for part in found if part.source not in sources]


def _mapped(value: pulumi.Input[str]) -> pulumi.Input[str]:
    if not isinstance(value, str):
        return pulumi.Output.concat("'", value, "'")
    found = expressions.expressions(value)
    return native(found[0]) if found else f"'{value}'"
