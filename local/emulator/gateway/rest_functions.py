"""Lambda proxy integrations of REST APIs: the event, and the answer made of what the function gives back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import functions
from local.emulator.gateway.exchange import Answer, Exchange, with_header
from local.emulator.gateway.http_events import MalformedAnswerError, answer_1
from local.emulator.gateway.ministack import REST
from local.emulator.gateway.observation import note_reply, observed
from local.emulator.gateway.records import as_map, nested
from local.emulator.gateway.rest_errors import BadGatewayError, GatewayError, configuration_error

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

CONTEXT = ("domainName", "domainPrefix", "extendedRequestId", "path", "requestId", "requestTime", "requestTimeEpoch")
# A function's answer with anything else is malformed.
FIELDS = {"body", "cookies", "headers", "isBase64Encoded", "multiValueHeaders", "statusCode"}


async def answer(
    integration: Mapping[str, Any],
    exchange: Exchange,
    resource: dict[str, Any],
    binary_types: list[str],
    authorizer: dict[str, Any] | None,
    *,
    seconds: float,
) -> Answer:
    """What the function of an integration answers.

    Raises:
        GatewayError: there is no such function, it failed, or what it gave back is malformed.
        FunctionTimeoutError: it took too long.
    """
    function = functions.function_of(
        functions.with_stage_variables(integration.get("uri") or "", exchange.stage_variables)
    )
    event = _event(exchange, resource, binary_types, authorizer)
    try:
        outcome = await functions.invoke(function, event, exchange.account, exchange.region, seconds)
        if outcome.failed:
            observed().integration.update(integrationStatus=200, error=functions.failure(outcome))
            raise BadGatewayError
        answered = _answer(outcome.payload, exchange, binary_types)
    except functions.FunctionMissingError as error:
        raise configuration_error() from error
    except functions.FunctionThrottledError as error:
        raise GatewayError("DEFAULT_5XX", "Internal server error") from error
    except MalformedAnswerError as error:
        log.warning("REST API %s: malformed answer of %s: %s", exchange.api_id, function, error)
        raise BadGatewayError from error
    note_reply(answered[0], of_service=200)
    return answered


def _event(
    exchange: Exchange, resource: dict[str, Any], binary_types: list[str], authorizer: dict[str, Any] | None
) -> dict[str, Any]:
    event = REST.build_lambda_event_v1(
        exchange.api_id,
        exchange.stage,
        {"variables": exchange.stage_variables},
        resource,
        exchange.path,
        exchange.method,
        exchange.headers,
        exchange.body,
        exchange.query,
        exchange.path_parameters,
        binary_media_types=binary_types,
        authorizer_context=authorizer,
    )
    context = exchange.context
    event["queryStringParameters"] = {name: values[-1] for name, values in exchange.query.items()} or None
    if ".execute-api." not in context["domainName"]:
        event["path"] = context["path"]
    event["requestContext"]["identity"] |= context["identity"]
    event["requestContext"] |= {name: context[name] for name in CONTEXT}
    return event


def _answer(payload: Any, exchange: Exchange, binary_types: list[str]) -> Answer:
    given = {"statusCode": 200} | as_map(payload)
    if not isinstance(payload, dict) or set(given) - FIELDS:
        raise MalformedAnswerError("not an object of the fields that a proxy answers with")
    if not REST.media_type_matches(exchange.header("accept"), binary_types):
        given["isBase64Encoded"] = False
    own = {"Content-Type": "application/json"}
    for name, value in nested(given, "headers").items():
        own = with_header(own, name, value)
    return answer_1(given | {"headers": own})
