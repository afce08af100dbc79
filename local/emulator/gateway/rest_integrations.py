"""The integrations of a REST API that are no Lambda proxy: mock, HTTP with and without proxy, and AWS services."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import (
    backends,
    private_services,
    private_targets,
    rest_answers,
    rest_mapping,
    rest_services,
)
from local.emulator.gateway.backends import Reply
from local.emulator.gateway.exchange import Answer, Exchange, header_of
from local.emulator.gateway.functions import with_stage_variables
from local.emulator.gateway.json_paths import parsed
from local.emulator.gateway.observation import note_reply
from local.emulator.gateway.records import as_map, nested
from local.emulator.gateway.rest_answers import JSON, NoResponseError
from local.emulator.gateway.rest_errors import GatewayError, configuration_error
from local.emulator.gateway.roles import RoleNotAssumableError, denial
from local.emulator.gateway.velocity import TemplateFailedError, Variables, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

# Headers of a backend that API Gateway has for itself, and passes under another name.
REMAPPED = {"connection", "date", "server", "www-authenticate"}
ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")


async def answer(integration: Mapping[str, Any], exchange: Exchange, seconds: float) -> Answer:
    """What an integration answers.

    Raises:
        GatewayError: it is not configured so that it can answer.
        BackendTimeoutError: its backend took too long.
        BackendUnreachableError: its backend cannot be reached.
    """
    kind = integration.get("type")
    try:
        if kind == "HTTP_PROXY":
            return _passed(await _http(integration, exchange, exchange.body, None, seconds, proxy=True))
        body, overrides = _request_body(integration, exchange)
        if kind == "MOCK":
            status = _mocked_status(body)
            return rest_answers.answer(integration, exchange, Reply(int(status), {}, b""), status)
        if kind == "HTTP":
            reply = await _http(integration, exchange, body, overrides, seconds, proxy=False)
            return rest_answers.answer(integration, exchange, reply, str(reply.status))
        return await _service(integration, exchange, body, overrides, seconds)
    except (NoResponseError, TemplateFailedError, RoleNotAssumableError, private_targets.NotConnectedError) as error:
        raise configuration_error() from error


def _request_body(integration: Mapping[str, Any], exchange: Exchange) -> tuple[bytes, Variables | None]:
    """The body for the backend: of the template for the request's content type, or as it came."""
    templates = {
        name.partition(";")[0].strip().lower(): text for name, text in nested(integration, "requestTemplates").items()
    }
    behavior = integration.get("passthroughBehavior") or "WHEN_NO_MATCH"
    content_type = (exchange.header("content-type") or JSON).partition(";")[0].strip().lower()
    template = templates.get(content_type)
    if template is None:
        if behavior == "NEVER" or (behavior == "WHEN_NO_TEMPLATES" and templates):
            raise GatewayError("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
        return exchange.body, None
    text, context = rendered(template, exchange.text, exchange)
    return text.encode(), context["requestOverride"]


def _mocked_status(body: bytes) -> str:
    status = as_map(parsed(body.decode("utf-8", "replace"))).get("statusCode")
    if not str(status).isdecimal():
        raise configuration_error()
    return str(status)


async def _http(
    integration: Mapping[str, Any],
    exchange: Exchange,
    body: bytes,
    overrides: Variables | None,
    seconds: float,
    *,
    proxy: bool,
) -> Reply:
    headers, query, path = _parameters(integration, exchange, overrides)
    pairs = [(name, value) for name, values in exchange.query.items() for value in values] if proxy else []
    if proxy:
        kept = {name: value for name, value in exchange.headers.items() if name not in headers}
        headers = {**kept, **headers}
    else:
        sent = {"content-type": exchange.header("content-type") or JSON, "accept": exchange.header("accept") or JSON}
        headers = {**sent, "user-agent": f"AmazonAPIGateway_{exchange.api_id}", **headers}
    pairs = [pair for pair in pairs if pair[0] not in query] + list(query.items())
    method = integration.get("httpMethod") or "ANY"
    method = exchange.method if method == "ANY" else method
    url = _with_path(with_stage_variables(integration.get("uri") or "", exchange.stage_variables), path)
    if integration.get("connectionType") == "VPC_LINK":
        request = private_targets.Request(method, "", pairs, headers, body, "")
        return await private_services.of_rest_api(integration, exchange.stage_variables, url, request, seconds)
    return await backends.send(method, url, headers, body, seconds, query=pairs)


async def _service(
    integration: Mapping[str, Any], exchange: Exchange, body: bytes, overrides: Variables | None, seconds: float
) -> Answer:
    headers, query, path = _parameters(integration, exchange, overrides)
    uri = _with_path(with_stage_variables(integration.get("uri") or "", exchange.stage_variables), path)
    method = integration.get("httpMethod") or "POST"
    headers = {"content-type": exchange.header("content-type") or JSON, **headers}
    call = rest_services.service_call(uri, exchange, method, query=query, headers=headers, body=body)
    if call is None:
        raise configuration_error()
    role = integration.get("credentials") or ""
    refused = denial(role, call) if ROLE.fullmatch(role) else None
    reply = _access_denied(refused) if refused else rest_services.as_json(call, await call.send(seconds))
    if call.service != "lambda":
        return rest_answers.answer(integration, exchange, reply, str(reply.status))
    if reply.status not in (200, 202):
        raise configuration_error()
    failed = header_of(reply.headers, "x-amz-function-error") is not None
    said = str(as_map(parsed(reply.text)).get("errorMessage", "")) if failed else ""
    return rest_answers.answer(integration, exchange, reply, said)


def _access_denied(text: str) -> Reply:
    document = {"__type": "AccessDeniedException", "Error": {"Code": "AccessDenied", "Message": text}, "Message": text}
    return Reply(403, {"content-type": JSON}, json.dumps(document).encode())


def _parameters(
    integration: Mapping[str, Any], exchange: Exchange, overrides: Variables | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The mapped headers (in lower case), query parameters and path variables of an integration request."""
    mappings = nested(integration, "requestParameters")
    headers, query, path = (
        {
            **rest_mapping.mapped(mappings, place, exchange),
            **{name: str(value) for name, value in nested(overrides, place).items()},
        }
        for place in ("header", "querystring", "path")
    )
    return {name.lower(): value for name, value in headers.items()}, query, path


def _with_path(uri: str, variables: dict[str, str]) -> str:
    for name, value in variables.items():
        uri = uri.replace(f"{{{name}}}", value)
    return uri


def _passed(reply: Reply) -> Answer:
    note_reply(reply.status)
    headers = {
        f"x-amzn-Remapped-{name.title()}" if name.lower() in REMAPPED else name: value
        for name, value in reply.headers.items()
    }
    return reply.status, headers, reply.body
