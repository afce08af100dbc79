"""Lambda authorizers, where ministack's differ from those of API Gateway."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from local.emulator.gateway.ministack import REST
from local.emulator.gateway.records import as_map, held, nested

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from local.emulator.gateway.exchange import Exchange

# Of an authorizer's answer, and the name under which it is handed on in the context.
USAGE_KEY = "usageIdentifierKey"
UNAUTHORIZED = "Unauthorized"


class UnauthorizedError(Exception):
    """The function of an authorizer raised the one text that API Gateway answers with 401."""


def noting_usage_key(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """A REST authorizer's invocation that hands on its `usageIdentifierKey`, the caller's API key, in the context."""

    async def invoke(authorizer: dict[str, Any], event: dict[str, Any], account_id: str, region: str) -> Any:
        result = await original(authorizer, event, account_id, region)
        return {**result, "body": _with_usage_key(result.get("body"))} if result else result

    return invoke


def invoking_for_payload(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The invocation for HTTP and WebSocket APIs, of which the latter have the key and the 401 of REST APIs too."""

    async def invoke(authorizer: dict[str, Any], event: dict[str, Any], account_id: str, region: str) -> Any:
        if "messageDirection" not in event.get("requestContext", {}):
            return await original(authorizer, event, account_id, region)
        result = as_map(await REST.invoke_authorizer_lambda(authorizer, event, account_id, region))
        body = as_map(_document(result.get("body")))
        if result.get("error"):
            if body.get("errorMessage") == UNAUTHORIZED:
                raise UnauthorizedError(UNAUTHORIZED)
            return None
        return body

    return invoke


def lacks_identity(exchange: Exchange, method: Mapping[str, Any], stage: Mapping[str, Any]) -> bool:
    """Whether a REST request lacks what its REQUEST authorizer identifies callers by.

    ministack looks only where answers are cached; API Gateway does wherever identity sources are given:
    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
    """
    authorizer = held(REST.authorizers_v1, exchange.api_id, method.get("authorizerId") or "")
    if not authorizer or (authorizer.get("type") or "").upper() != "REQUEST":
        return False
    present, _ = REST.request_identity_sources(
        authorizer.get("identitySource"), exchange.headers, exchange.query, stage
    )
    return not present


def _document(body: Any) -> Any:
    if not isinstance(body, (str, bytes)):
        return body
    try:
        return json.loads(body)
    except ValueError:
        return None


def _with_usage_key(payload: Any) -> Any:
    document = _document(payload)
    if not isinstance(document, dict) or USAGE_KEY not in document:
        return payload
    answer = as_map(cast("Any", document))
    return {**answer, "context": {**nested(answer, "context"), USAGE_KEY: answer[USAGE_KEY]}}
