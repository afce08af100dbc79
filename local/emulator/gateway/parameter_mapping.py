"""Parameter mapping of HTTP APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.exchange import header_of, with_header
from local.emulator.gateway.json_paths import MISSING, as_text, parsed, selected
from local.emulator.gateway.ministack import HTTP
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.backends import Reply
    from local.emulator.gateway.exchange import Exchange

PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True)
class MappedRequest:
    """What reaches the backend; `path` is None unless it was overwritten."""

    headers: dict[str, str]
    query: list[tuple[str, str]]
    path: str | None


def resolved(expression: str, exchange: Exchange, reply: Reply | None = None) -> str | None:
    """The value of an expression: a static text, `$request.…`, or a text with `${request.…}` in it.

    Returns:
        None for a single expression that finds nothing; within a text such a one is empty.
    """
    if PLACEHOLDER.search(expression):
        return PLACEHOLDER.sub(lambda found: _looked_up(found[1], exchange, reply) or "", expression)
    return _looked_up(expression[1:], exchange, reply) if expression.startswith("$") else expression


def mapped_request(mappings: Mapping[str, str], exchange: Exchange) -> MappedRequest:
    """The request with `append`, `overwrite` and `remove` applied to its headers, query and path."""
    headers: dict[str, Any] = dict(exchange.headers)
    query = [(name, value) for name, values in exchange.query.items() for value in values]
    path = None
    for key, expression in mappings.items():
        operation, _, place = key.partition(":")
        value = resolved(expression, exchange)
        kind, _, name = place.partition(".")
        if place == "path":
            path = value if operation == "overwrite" else path
        elif kind == "header" and not HTTP.is_reserved_header(name):
            headers = _changed(headers, operation, name, value)
        elif kind == "querystring":
            if operation == "remove" or (operation == "overwrite" and value is not None):
                query = [pair for pair in query if pair[0] != name]
            if operation != "remove" and value is not None:
                query.append((name, value))
    return MappedRequest({name: str(value) for name, value in headers.items()}, query, path)


def mapped_reply(mappings: Mapping[str, str], exchange: Exchange, reply: Reply) -> tuple[int, dict[str, Any]]:
    """The status and the headers of an answer after its mapping."""
    status, headers = reply.status, dict(reply.headers)
    for key, expression in mappings.items():
        operation, _, place = key.partition(":")
        value = resolved(expression, exchange, reply)
        if place == "statuscode":
            status = int(value) if value and value.isdecimal() else status
        elif place.startswith("header."):
            headers = _changed(headers, operation, place.removeprefix("header."), value)
    return status, headers


def _changed(headers: dict[str, Any], operation: str, name: str, value: str | None) -> dict[str, Any]:
    if operation == "remove":
        return with_header(headers, name, None)
    if value is None:
        return headers
    before = header_of(headers, name)
    return with_header(headers, name, f"{before},{value}" if operation == "append" and before else value)


def _looked_up(name: str, exchange: Exchange, reply: Reply | None) -> str | None:
    root, _, rest = name.partition(".")
    part, _, key = rest.partition(".")
    if root == "stageVariables":
        return exchange.stage_variables.get(rest)
    if root == "context":
        return _of_context(rest, exchange.context)
    if root == "response" and reply is not None:
        return header_of(reply.headers, key) if part == "header" else _of_body(part, key, reply.text)
    return _of_request(part, key, exchange) if root == "request" else None


def _of_request(part: str, key: str, exchange: Exchange) -> str | None:
    if part == "header":
        return exchange.headers.get(key.lower())
    if part == "querystring":
        return ",".join(exchange.query[key]) if key in exchange.query else None
    if part == "path":
        return exchange.path_parameters.get(key) if key else exchange.path
    return _of_body(part, key, exchange.text)


def _of_body(part: str, key: str, text: str) -> str | None:
    if part != "body":
        return None
    if not key:
        return text
    found = selected(f"$.{key}", parsed(text))
    return None if found is MISSING else as_text(found)


def _of_context(name: str, context: Mapping[str, Any]) -> str | None:
    value: Any = context
    for part in name.split("."):
        value = as_map(value).get(part)
    return None if value is None or isinstance(value, dict) else as_text(value)
