"""The integrations of a WebSocket API: functions with and without proxy, URLs, AWS services, and mock."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import backends, functions, rest_services
from local.emulator.gateway.backends import Reply
from local.emulator.gateway.exchange import Exchange, header_of
from local.emulator.gateway.ministack import HTTP
from local.emulator.gateway.parameter_mapping import resolved
from local.emulator.gateway.records import as_map, held, nested
from local.emulator.gateway.rest_mapping import mapped
from local.emulator.gateway.roles import RoleNotAssumableError, denial
from local.emulator.gateway.velocity import TemplateFailedError, rendered
from local.emulator.gateway.websocket_events import event

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_MILLISECONDS = 29_000
DEFAULT = "$default"


class IntegrationFailedError(Exception):
    """The integration gave no answer: its client is told of an internal error."""


@dataclass(frozen=True)
class Response:
    """What an integration answered; `body` "" for nothing."""

    status: int
    headers: dict[str, Any]
    body: str


async def response(integration: Mapping[str, Any], integration_id: str, exchange: Exchange) -> Response:
    """What the integration of a route answers to a message.

    Raises:
        IntegrationFailedError: a function failed, a backend was late or gone, or the integration is none.
    """
    seconds = int(integration.get("timeoutInMillis") or LONGEST_MILLISECONDS) / 1000
    kind = integration.get("integrationType")
    try:
        if kind == "AWS_PROXY":
            return await _of_function(integration, exchange, seconds)
        if kind == "HTTP_PROXY":
            reply = await _of_url(integration, exchange, exchange.body, seconds)
            return Response(reply.status, reply.headers, reply.text)
        body = _templated(nested(integration, "requestTemplates"), integration, exchange, exchange.text)
        if kind == "MOCK":
            return _mapped(integration_id, exchange, Reply(200, {}, body.encode()))
        if kind == "HTTP":
            return _mapped(integration_id, exchange, await _of_url(integration, exchange, body.encode(), seconds))
        return _mapped(integration_id, exchange, await _of_service(integration, exchange, body.encode(), seconds))
    except (
        backends.BackendTimeoutError,
        backends.BackendUnreachableError,
        functions.FunctionMissingError,
        functions.FunctionThrottledError,
        functions.FunctionTimeoutError,
        RoleNotAssumableError,
        TemplateFailedError,
    ) as error:
        raise IntegrationFailedError(f"{type(error).__name__}: {error}") from error


def _uri(integration: Mapping[str, Any], exchange: Exchange) -> str:
    return functions.with_stage_variables(integration.get("integrationUri") or "", exchange.stage_variables)


async def _of_function(integration: Mapping[str, Any], exchange: Exchange, seconds: float) -> Response:
    function = functions.function_of(_uri(integration, exchange))
    outcome = await functions.invoke(function, event(exchange), exchange.account, exchange.region, seconds)
    if outcome.failed:
        raise IntegrationFailedError(functions.failure(outcome))
    given = as_map(outcome.payload)
    body: Any = given.get("body")
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    return Response(int(given.get("statusCode") or 200), given.get("headers") or {}, text)


async def _of_url(integration: Mapping[str, Any], exchange: Exchange, body: bytes, seconds: float) -> Reply:
    parameters = nested(integration, "requestParameters")
    headers = {"content-type": "application/json", **_parameters(parameters, "header", exchange)}
    query = list(_parameters(parameters, "querystring", exchange).items())
    method = integration.get("integrationMethod") or "POST"
    return await backends.send(method, _uri(integration, exchange), headers, body, seconds, query=query)


async def _of_service(integration: Mapping[str, Any], exchange: Exchange, body: bytes, seconds: float) -> Reply:
    parameters = nested(integration, "requestParameters")
    headers = {"content-type": "application/json", **_parameters(parameters, "header", exchange)}
    query = _parameters(parameters, "querystring", exchange)
    method = integration.get("integrationMethod") or "POST"
    call = rest_services.service_call(
        _uri(integration, exchange), exchange, method, query=query, headers=headers, body=body
    )
    if call is None:
        raise IntegrationFailedError(f"no URI of a service: {_uri(integration, exchange)}")
    role = integration.get("credentialsArn")
    if role and (refused := denial(role, call)):
        raise IntegrationFailedError(refused)
    reply = rest_services.as_json(call, await call.send(seconds))
    if call.service == "lambda" and header_of(reply.headers, "x-amz-function-error"):
        raise IntegrationFailedError(reply.text)
    return reply


def _parameters(parameters: Mapping[str, Any], place: str, exchange: Exchange) -> dict[str, str]:
    """Mapped parameters; those of WebSocket APIs are of the route's request, or have the expressions of HTTP APIs."""
    as_rest = {name: str(value).replace("route.request.", "method.request.") for name, value in parameters.items()}
    values = {
        name: resolved(value, exchange) if value.startswith("$") else value
        for name, value in mapped(as_rest, place, exchange).items()
    }
    return {name.lower() if place == "header" else name: value for name, value in values.items() if value is not None}


def _templated(
    templates: Mapping[str, str], chooser: Mapping[str, Any], exchange: Exchange, text: str, reply: Reply | None = None
) -> str:
    """A body after the template that the selection expression of an integration or its response chooses."""
    expression = (chooser.get("templateSelectionExpression") or "").replace("\\$", "$")
    chosen = expression if expression in templates else resolved(expression, exchange, reply) if expression else None
    template = templates.get(chosen or "", templates.get(DEFAULT))
    return text if template is None else rendered(template, text, exchange)[0]


def _mapped(integration_id: str, exchange: Exchange, reply: Reply) -> Response:
    """The answer after the integration response for its status, as a pattern between slashes, or `$default`."""
    responses = held(HTTP.integration_responses, exchange.api_id, integration_id)
    chosen: dict[str, Any] = {}
    for entry in responses.values():
        key = entry.get("integrationResponseKey") or DEFAULT
        if key == DEFAULT:
            chosen = chosen or entry
        elif re.fullmatch(key.strip("/"), str(reply.status)):
            chosen = entry
            break
    text = _templated(nested(chosen, "responseTemplates"), chosen, exchange, reply.text, reply)
    return Response(reply.status, reply.headers, text)
