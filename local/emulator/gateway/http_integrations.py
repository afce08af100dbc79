"""The integrations of an HTTP API: a function, a URL, or an AWS service."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local.emulator.gateway import backends, functions, http_services, private_services, private_targets
from local.emulator.gateway.exchange import Answer, Exchange, message, with_header
from local.emulator.gateway.http_events import MalformedAnswerError, answer_1, answer_2, event_1, event_2
from local.emulator.gateway.observation import integrating, note_reply, observed
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
        with integrating():
            if integration.get("integrationSubtype"):
                replied = await http_services.call(integration, exchange, seconds)
            elif integration["integrationType"] == "AWS_PROXY":
                replied = await _from_function(integration, exchange, authorizer, seconds)
            else:
                replied = await _forwarded(integration, exchange, seconds)
        if isinstance(replied, tuple):
            return replied
        note_reply(replied.status)
        return _mapped(integration, exchange, replied)
    except (functions.FunctionTimeoutError, backends.BackendTimeoutError, backends.BackendUnreachableError) as error:
        log.warning("HTTP API %s, %s: %s", exchange.api_id, exchange.context["routeKey"], error)
        return message(503, "Service Unavailable")
    except private_targets.NotConnectedError as error:
        log.warning("HTTP API %s, %s: %s", exchange.api_id, exchange.context["routeKey"], error)
        return message(500, "Internal Server Error")


async def _from_function(
    integration: Mapping[str, Any], exchange: Exchange, authorizer: dict[str, Any], seconds: float
) -> Answer | backends.Reply:
    first = integration.get("payloadFormatVersion") == "1.0"
    event = (event_1 if first else event_2)(exchange, authorizer)
    function = functions.function_of(
        functions.with_stage_variables(integration.get("integrationUri", ""), exchange.stage_variables)
    )
    try:
        outcome = await functions.invoke(function, event, exchange.account, exchange.region, seconds)
        if outcome.failed:
            observed().integration.update(integrationStatus=200, error=functions.failure(outcome))
            return message(500, "Internal Server Error")
        status, headers, body = (answer_1 if first else answer_2)(outcome.payload)
    except functions.FunctionThrottledError as error:
        observed().integration.update(integrationStatus=429, error=f"{error}: Rate Exceeded.")
        return message(503, "Service Unavailable")
    except (functions.FunctionMissingError, MalformedAnswerError) as error:
        observed().integration["error"] = f"{function}: {type(error).__name__}: {error}"
        log.warning("HTTP API %s, %s: %s: %s", exchange.api_id, exchange.context["routeKey"], function, error)
        return message(500, "Internal Server Error")
    note_reply(status, of_service=200)
    return backends.Reply(status, headers, body)


async def _forwarded(integration: Mapping[str, Any], exchange: Exchange, seconds: float) -> backends.Reply:
    mapped = mapped_request(integration.get("requestParameters") or {}, exchange)
    method = integration.get("integrationMethod") or "ANY"
    method = exchange.method if method == "ANY" else method
    client = exchange.context["identity"]["sourceIp"]
    forwarded = f"by=127.0.0.1;for={client};host={exchange.header('host')};proto=https"
    headers = with_header(mapped.headers, "forwarded", forwarded)
    if integration.get("connectionType") == "VPC_LINK":
        path = exchange.context["path"] if mapped.path is None else f"/{mapped.path.lstrip('/')}"
        request = private_targets.Request(
            method, quote(path, safe="/%"), list(mapped.query), headers, exchange.body, exchange.header("host")
        )
        return await private_services.of_http_api(integration, exchange.stage_variables, request, seconds)
    url = functions.with_stage_variables(integration.get("integrationUri", ""), exchange.stage_variables)
    url = PATH_VARIABLE.sub(lambda found: quote(exchange.path_parameters.get(found[1], ""), safe="/%"), url)
    if mapped.path is not None:
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://{rest.partition('/')[0]}/{quote(mapped.path.lstrip('/'), safe='/%')}"
    return await backends.send(method, url, headers, exchange.body, seconds, query=mapped.query)


def _mapped(integration: Mapping[str, Any], exchange: Exchange, reply: backends.Reply) -> Answer:
    by_status: Mapping[str, Any] = integration.get("responseParameters") or {}
    status, headers = mapped_reply(by_status.get(str(reply.status)) or {}, exchange, reply)
    return status, headers, reply.body
