"""How a request to a REST API is answered: deployment, method, access, throttle, validation, cache, integration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

from local.emulator.gateway import backends, firewall, functions, response_cache, rest_functions, rest_integrations
from local.emulator.gateway.access import INVOKE, Refusal, refusal_by_resource_policy, refusal_of_caller, signer_of
from local.emulator.gateway.authorizers import USAGE_KEY, lacks_identity
from local.emulator.gateway.deployments import serving, stage_as_served
from local.emulator.gateway.exchange import Answer, Exchange
from local.emulator.gateway.ministack import REST
from local.emulator.gateway.observation import (
    authorizing,
    integrating,
    note_authorizer,
    note_error,
    observe,
    observed,
)
from local.emulator.gateway.records import as_map, nested
from local.emulator.gateway.rest_context import context_of, report_request
from local.emulator.gateway.rest_errors import GatewayError, SignatureError, configuration_error

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

FORBIDDEN: Answer = (
    403,
    {"Content-Type": "application/json", "x-amzn-ErrorType": "ForbiddenException"},
    b'{"message":"Forbidden"}',
)
LONGEST_MILLISECONDS = 29_000
SUCCESS = range(200, 300)


async def answer(  # noqa: PLR0917  the parameters of what it replaces
    request: dict[str, Any],
    api_id: str,
    stage_name: str,
    method: str,
    path: str,
    headers: dict[str, str] | None,
    body: bytes,
    query_params: dict[str, list[str]] | None,
    owner_account_id: str,
    owner_region: str,
) -> Answer | Any:
    """Takes the place of ministack's function of these parameters, to which an error may be given to be rendered."""
    stage: dict[str, Any] | None = REST.stages_v1.get(api_id, {}).get(stage_name)
    if stage is None:
        return FORBIDDEN
    stage = stage_as_served(stage)
    request["stage"] = stage
    received = {name.lower(): value for name, value in (headers or {}).items()}
    exchange = Exchange(
        api_id,
        owner_account_id,
        owner_region,
        stage_name,
        method,
        path,
        received,
        query_params or {},
        "",
        body or b"",
        {},
        stage.get("variables") or {},
    )
    with serving(api_id, stage.get("deploymentId") or ""):
        api: dict[str, Any] = REST.rest_apis.get(api_id)
        if api.get("disableExecuteApiEndpoint") and ".execute-api." in received.get("host", ""):
            return FORBIDDEN
        noted = observe()
        exchange.context.update(context_of(exchange, request["request_id"]))
        try:
            given: Any = await _from_method(exchange, api, stage, request)
        except GatewayError as error:
            log.warning("REST API %s, %s %s: %s (%s)", api_id, method, path, error, error.__cause__)
            note_error(error.kind, error.text)
            given = error.answer(request)
        answered = _rendered(given, request)
        report_request(exchange, api, stage, noted, answered)
        return answered


def _rendered(given: Any, request: dict[str, Any]) -> Answer:
    """An answer, or an error of ministack's as its gateway response."""
    if isinstance(given, tuple):
        return cast("Answer", given)
    note_error(given.response_type, given.message)
    return REST.gateway_error_response(given, request)


async def _from_method(exchange: Exchange, api: dict[str, Any], stage: dict[str, Any], request: dict[str, Any]) -> Any:
    if (block := firewall.blocked(exchange)) is not None:
        if block.answer is not None:
            return block.answer
        raise GatewayError("WAF_FILTERED", "Forbidden")
    resource, method = _matched(exchange)
    request["resource_path"], request["path_params"] = resource["path"], exchange.path_parameters
    exchange.context.update(resourceId=resource["id"], resourcePath=resource["path"])
    refused, authorizer = await _authorized(exchange, resource, method, stage)
    if refused is not None:
        return refused
    usage_key = (authorizer or {}).pop(USAGE_KEY, None)
    keyed = exchange.headers
    if api.get("apiKeySource") == "AUTHORIZER":
        keyed = {**exchange.headers, "x-api-key": usage_key or ""}
    exchange.context["authorizer"] = authorizer or {}
    if (denied := _admitted(exchange, resource, method, stage, keyed)) is not None:
        return denied
    integration = method.get("methodIntegration")
    if not integration:
        raise configuration_error()
    invalid = REST.check_request_validation(
        method, exchange.api_id, request, exchange.headers, exchange.body, exchange.query
    )
    if invalid is not None:
        return invalid
    return await _cached(
        exchange, resource, stage, integration, lambda: _integrated(exchange, api, resource, integration, authorizer)
    )


def _matched(exchange: Exchange) -> tuple[dict[str, Any], dict[str, Any]]:
    """The resource and the method of a request."""
    segments = [part for part in exchange.path.strip("/").split("/") if part]
    for find in (
        lambda: REST.match_resource_tree(exchange.api_id, segments),
        lambda: REST.match_greedy_fallback(exchange.api_id, segments, exchange.method),
    ):
        resource, variables = find()
        methods = nested(resource, "resourceMethods")
        method = methods.get(exchange.method) or methods.get("ANY")
        if method:
            exchange.path_parameters.update(variables or {})
            return resource, method
    raise GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")


async def _authorized(
    exchange: Exchange, resource: dict[str, Any], method: dict[str, Any], stage: dict[str, Any]
) -> tuple[Any, dict[str, Any] | None]:
    """The refusal of a request, or what its authorizer says of it."""
    kind = (method.get("authorizationType") or "NONE").upper()
    if kind == "AWS_IAM":
        refusal = refusal_of_caller(INVOKE, exchange.arn, exchange.region, exchange.body)
        exchange.context["identity"].update(signer_of(refusal, exchange.headers, exchange.query))
        if refusal is not None:
            raise _signer_error(refusal)
        return None, None
    if refusal := refusal_by_resource_policy(exchange.api_id, exchange.arn, exchange.region):
        raise GatewayError("ACCESS_DENIED", refusal.text)
    if kind == "NONE":
        return None, None
    if kind == "CUSTOM" and lacks_identity(exchange, method, stage):
        note_authorizer(401, "Unauthorized")
        raise GatewayError("UNAUTHORIZED", "Unauthorized")
    with authorizing():
        refused, given = await REST.authorize_request_v1(
            exchange.api_id,
            exchange.stage,
            method,
            exchange.method,
            exchange.path,
            resource,
            exchange.headers,
            exchange.body,
            exchange.query,
            exchange.path_parameters,
            stage,
            exchange.account,
            exchange.region,
        )
    if refused is None:
        note_authorizer(200)
    else:
        note_authorizer(int(REST.DEFAULT_GATEWAY_RESPONSE_STATUS_CODES[refused.response_type]), refused.message)
    return refused, dict(given) if given else given


def _signer_error(refusal: Refusal) -> GatewayError:
    if refusal.code == "MissingAuthenticationToken":
        return GatewayError("MISSING_AUTHENTICATION_TOKEN", refusal.text)
    if not refusal.code:
        return GatewayError("ACCESS_DENIED", refusal.text)
    return SignatureError(refusal.code, refusal.text)


def _admitted(
    exchange: Exchange, resource: dict[str, Any], method: dict[str, Any], stage: dict[str, Any], keyed: dict[str, str]
) -> Any:
    """The refusal for want of an API key, by a throttle or by a quota; None for a request that may pass."""
    refused, key = REST.check_api_key(method, exchange.api_id, exchange.stage, keyed)
    if refused is not None:
        return refused
    caller = key or REST.resolve_api_key(REST.api_key_from_request(keyed))
    exchange.context["identity"].update(apiKey=as_map(caller).get("value", ""), apiKeyId=as_map(caller).get("id", ""))
    throttled = REST.check_throttle(stage, exchange.api_id, exchange.stage, resource["path"], exchange.method, caller)
    return throttled if throttled is not None else REST.check_quota(key, exchange.api_id, exchange.stage)


async def _cached(
    exchange: Exchange,
    resource: dict[str, Any],
    stage: dict[str, Any],
    integration: dict[str, Any],
    ask: Callable[[], Any],
) -> Answer:
    settings = response_cache.settings_of(stage, resource["path"], exchange.method)
    if settings is None or not (seconds := response_cache.seconds_of(settings)):
        return await ask()
    passed_over, strategy = response_cache.invalidation(exchange, settings)
    if strategy == "FAIL_WITH_403":
        raise GatewayError("ACCESS_DENIED", "Forbidden")
    key = response_cache.key_of(exchange, resource["path"], integration)
    kept = None if passed_over else response_cache.cache.get(key)
    observed().cached = kept is not None
    answer: Answer = kept or await ask()
    if kept is None and answer[0] in SUCCESS:
        response_cache.cache.put(key, answer, seconds)
    return response_cache.with_warning(answer) if strategy == "SUCCEED_WITH_RESPONSE_HEADER" else answer


async def _integrated(
    exchange: Exchange,
    api: dict[str, Any],
    resource: dict[str, Any],
    integration: dict[str, Any],
    authorizer: dict[str, Any] | None,
) -> Answer:
    seconds = int(integration.get("timeoutInMillis") or LONGEST_MILLISECONDS) / 1000
    try:
        with integrating():
            if integration.get("type") == "AWS_PROXY":
                binary: list[str] = api.get("binaryMediaTypes") or []
                return await rest_functions.answer(integration, exchange, resource, binary, authorizer, seconds=seconds)
            return await rest_integrations.answer(integration, exchange, seconds)
    except (functions.FunctionTimeoutError, backends.BackendTimeoutError) as error:
        raise GatewayError("INTEGRATION_TIMEOUT", "Endpoint request timed out") from error
    except backends.BackendUnreachableError as error:
        raise GatewayError("INTEGRATION_FAILURE", "Network error communicating with endpoint") from error
