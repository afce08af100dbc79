"""Parameter mapping of the integrations of REST APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.exchange import header_of
from local.emulator.gateway.json_paths import MISSING, as_text, parsed, selected
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.backends import Reply
    from local.emulator.gateway.exchange import Exchange


def request_value(expression: str, exchange: Exchange) -> str | None:
    """The value of the right side of a request mapping: `'static'`, `method.request.…`, `context.…`."""
    if (static := _static(expression)) is not None:
        return static
    root, _, name = expression.partition(".")
    if root != "method":
        return _variable(root, name, exchange)
    part, _, key = name.removeprefix("request.").partition(".")
    if part in ("header", "multivalueheader"):
        return exchange.headers.get(key.lower())
    if part in ("querystring", "multivaluequerystring"):
        values = exchange.query.get(key)
        return None if not values else values[-1] if part == "querystring" else ",".join(values)
    return exchange.path_parameters.get(key) if part == "path" else _of_body(part, key, exchange.text)


def response_value(expression: str, exchange: Exchange, reply: Reply) -> str | None:
    """The value of the right side of a response mapping: `'static'`, `integration.response.…`, `context.…`."""
    if (static := _static(expression)) is not None:
        return static
    root, _, name = expression.partition(".")
    if root != "integration":
        return _variable(root, name, exchange)
    part, _, key = name.removeprefix("response.").partition(".")
    if part in ("header", "multivalueheader"):
        return header_of(reply.headers, key)
    return _of_body(part, key, reply.text)


def mapped(parameters: Mapping[str, Any], place: str, exchange: Exchange) -> dict[str, str]:
    """The parameters of an integration request of one kind (`header`, `querystring` or `path`) that have a value."""
    prefix = f"integration.request.{place}."
    values = {
        name.removeprefix(prefix): request_value(str(expression), exchange)
        for name, expression in parameters.items()
        if name.startswith(prefix)
    }
    return {name: value for name, value in values.items() if value is not None}


def _static(expression: str) -> str | None:
    quoted = expression[:1] == expression[-1:] == "'" and len(expression) > 1
    return expression[1:-1] if quoted else None


def _variable(root: str, name: str, exchange: Exchange) -> str | None:
    if root == "stageVariables":
        return exchange.stage_variables.get(name)
    value: Any = exchange.context if root == "context" else None
    for part in name.split("."):
        value = as_map(value).get(part)
    return None if value is None or isinstance(value, dict) else as_text(value)


def _of_body(part: str, key: str, text: str) -> str | None:
    if part != "body":
        return None
    if not key:
        return text
    found = selected(f"$.{key}", parsed(text))
    return None if found is MISSING else as_text(found)
