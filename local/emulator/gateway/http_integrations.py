"""The integrations of an HTTP API: a function, a URL, or an AWS service."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local.emulator.gateway import backends, functions, http_services
from local.emulator.gateway.exchange import Answer, Exchange, message, with_header
from local.emulator.gateway.http_events import MalformedAnswerError, answer_1, answer_2, event_1, event_2
from local.emulator.gateway.parameter_mapping import mapped_reply, mapped_request

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

LONGEST_MILLISECONDS = 30_000
PATH_VARIABLE = re.compile(r"\{([^}+]+)\+?\}")


async def answer(integration: Mapping[str, Any], exchange: Exchange, authorizer: dict[str, Any]) -> Answer:
    """What the integration of a route answers, or API Gateway in its place.

    Args:
        integration: As ministack stores it.
        exchange: The request.
        authorizer: What an event of a function says of the caller.
    """
    seconds = int(integration.get("timeoutInMillis") or LONGEST_MILLISECONDS) / 1000
    try:
        if integration.get("integrationSubtype"):
            replied = await http_services.call(integration, exchange, seconds)
            return replied if isinstance(replied, tuple) else _mapped(integration, exchange, replied)
        if integration["integrationType"] == "AWS_PROXY":
            return await _from_function(integration, exchange, authorizer, seconds)
        return _mapped(integration, exchange, await _forwarded(integration, exchange, seconds))
    except (functions.FunctionTimeoutError, backends.BackendTimeoutError, backends.BackendUnreachableError) as error:
        log.warning("HTTP API %s, %s: %s", exchange.api_id, exchange.context["routeKey"], error)
        return message(503, "Service Unavailable")


async def _from_function(
    integration: Mapping[str, Any], exchange: Exchange, authorizer: dict[str, Any], seconds: float
) -> Answer:
    first = integration.get("payloadFormatVersion") == "1.0"
    event = (event_1 if first else event_2)(exchange, authorizer)
    function = functions.function_of(
        functions.with_stage_variables(integration.get("integrationUri", ""), exchange.stage_variables)
    )
    try:
        outcome = await functions.invoke(function, event, exchange.account, exchange.region, seconds)
        if outcome.failed:
            return message(500, "Internal Server Error")
        status, headers, body = (answer_1 if first else answer_2)(outcome.payload)
    except functions.FunctionThrottledError:
        return message(503, "Service Unavailable")
    except (functions.FunctionMissingError, MalformedAnswerError) as error:
        log.warning("HTTP API %s, %s: %s: %s", exchange.api_id, exchange.context["routeKey"], function, error)
        return message(500, "Internal Server Error")
    return _mapped(integration, exchange, backends.Reply(status, headers, body))


async def _forwarded(integration: Mapping[str, Any], exchange: Exchange, seconds: float) -> backends.Reply:
    mapped = mapped_request(integration.get("requestParameters") or {}, exchange)
    method = integration.get("integrationMethod") or "ANY"
    url = functions.with_stage_variables(integration.get("integrationUri", ""), exchange.stage_variables)
    url = PATH_VARIABLE.sub(lambda found: quote(exchange.path_parameters.get(found[1], ""), safe="/%"), url)
    if mapped.path is not None:
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://{rest.partition('/')[0]}/{quote(mapped.path.lstrip('/'), safe='/%')}"
    client = exchange.context["identity"]["sourceIp"]
    forwarded = f"by=127.0.0.1;for={client};host={exchange.header('host')};proto=https"
    headers = with_header(mapped.headers, "forwarded", forwarded)
    return await backends.send(
        exchange.method if method == "ANY" else method, url, headers, exchange.body, seconds, query=mapped.query
    )


def _mapped(integration: Mapping[str, Any], exchange: Exchange, reply: backends.Reply) -> Answer:
    by_status: Mapping[str, Any] = integration.get("responseParameters") or {}
    status, headers = mapped_reply(by_status.get(str(reply.status)) or {}, exchange, reply)
    return status, headers, reply.body
