"""How a request to an HTTP API is answered: route, throttle, authorization, integration, CORS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from local.emulator.arrival import arrival
from local.emulator.domains import raw_path_at_domain
from local.emulator.gateway import cors, http_integrations
from local.emulator.gateway.access import INVOKE, refusal_of_caller, signer_of
from local.emulator.gateway.client_certificates import shown_certificate
from local.emulator.gateway.exchange import ERRORS, Answer, Exchange, message
from local.emulator.gateway.http_events import request_time
from local.emulator.gateway.json_paths import parsed
from local.emulator.gateway.metrics import of_http
from local.emulator.gateway.ministack import HTTP
from local.emulator.gateway.observation import Observation, note_error, observe, observed
from local.emulator.gateway.records import as_map, held, nested
from local.emulator.gateway.reports import report
from local.emulator.gateway.throttling import route_admits

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_STAGE = "$default"


async def answer(  # noqa: PLR0917  the parameters of what it replaces
    api_id: str,
    stage: str,
    path: str,
    method: str,
    headers: dict[str, str] | None,
    body: bytes,
    query_params: dict[str, list[str]] | None,
    owner_account_id: str,
    owner_region: str,
    raw_query_string: str | None = None,
) -> Answer:
    """Takes the place of ministack's function of these parameters."""
    api: dict[str, Any] | None = HTTP.apis.get(api_id)
    settings: dict[str, Any] | None = HTTP.stages.get(api_id, {}).get(stage)
    received = {name.lower(): value for name, value in (headers or {}).items()}
    own_address = ".execute-api." in received.get("host", "")
    if api is None or settings is None or (own_address and api.get("disableExecuteApiEndpoint")):
        return message(404, "Not Found")
    shared: Mapping[str, Any] = api.get("corsConfiguration") or {}
    noted = observe()
    exchange = Exchange(
        api_id,
        owner_account_id,
        owner_region,
        stage,
        method,
        path,
        received,
        query_params or {},
        raw_query_string or "",
        body or b"",
        {},
        settings.get("stageVariables") or {},
    )
    exchange.context.update(_context(exchange, own_address))
    if method == "OPTIONS" and shared:
        answered = cors.preflight(shared, exchange.header("origin"))
    else:
        status, fields, content = await _from_route(exchange, settings)
        answered = status, cors.shared(shared, exchange.header("origin"), fields) if shared else fields, content
    _report(exchange, settings, noted, answered)
    return answered


def _report(exchange: Exchange, settings: Mapping[str, Any], noted: Observation, answered: Answer) -> None:
    status, _, content = answered
    key: str = exchange.context.get("routeKey") or ""
    dimensions = [{"ApiId": exchange.api_id}, {"ApiId": exchange.api_id, "Stage": exchange.stage}]
    detailed = nested(settings, "defaultRouteSettings") | nested(settings, "routeSettings", key)
    if detailed.get("detailedMetricsEnabled") and key:
        method, _, resource = key.rpartition(" ")
        dimensions.append({**dimensions[-1], "Method": method or exchange.method, "Resource": resource})
    report(exchange, settings, noted, status, len(content), dimensions, of_http(status, len(content), noted))


async def _from_route(exchange: Exchange, settings: Mapping[str, Any]) -> Answer:
    # One slash more at the start makes no other route.
    matched_path = "/" + exchange.path.lstrip("/")
    route: dict[str, Any] | None = HTTP.match_route(exchange.api_id, exchange.method, matched_path)
    if route is None:
        return message(404, "Not Found")
    key = exchange.context["routeKey"] = route["routeKey"]
    if not route_admits(exchange, settings, key):
        return message(429, "Too Many Requests")
    pattern = key.partition(" ")[2]
    exchange.path_parameters.update((HTTP.extract_path_params(pattern, matched_path) if pattern else None) or {})
    refused, authorizer = await _authorized(exchange, route, pattern)
    if refused is not None:
        return refused
    integration = HTTP.integrations.get(exchange.api_id, {}).get(route.get("target", "").rpartition("/")[2])
    if integration is None:
        return message(500, "Internal Server Error")
    return await http_integrations.answer(integration, exchange, authorizer)


async def _authorized(exchange: Exchange, route: dict[str, Any], pattern: str) -> tuple[Answer | None, dict[str, Any]]:
    """The refusal of a request, or what its authorizer says of it, as an event of a function has it."""
    kind = (route.get("authorizationType") or "NONE").upper()
    if kind == "AWS_IAM":
        refusal = refusal_of_caller(INVOKE, exchange.arn, exchange.region, exchange.body)
        exchange.context["identity"].update(signer_of(refusal, exchange.headers, exchange.query))
        if refusal is not None:
            return message(403, "Forbidden"), {}
        return None, {"iam": as_map(HTTP.iam_caller_identity_v2(exchange.headers, exchange.query))}
    if kind not in ("JWT", "CUSTOM"):
        return None, {}
    refused, given = await (_by_token(exchange, route) if kind == "JWT" else _by_function(exchange, route, pattern))
    if refused is not None:
        text = str(as_map(parsed(refused[2].decode("utf-8", "replace"))).get("message", ""))
        # Of an authorizer, the access log of an HTTP API has the error alone, without a status and a latency.
        observed().authorizer["error"] = text
        note_error(ERRORS.get(refused[0], "AUTHORIZER_FAILURE"), text)
    return refused, given


async def _by_token(exchange: Exchange, route: dict[str, Any]) -> tuple[Answer | None, dict[str, Any]]:
    authorizer = held(HTTP.authorizers, exchange.api_id, route.get("authorizerId") or "")
    if not authorizer:
        return message(401, "Unauthorized"), {}
    claims, scopes, refused = await HTTP.validate_jwt_authorizer(route, authorizer, exchange.headers, exchange.query)
    if refused is not None:
        return refused, {}
    exchange.context["authorizer"].update(claims=claims, jwt={"claims": claims, "scopes": scopes})
    texts = {name: HTTP.jwt_claim_to_string(value) for name, value in claims.items()}
    return None, {"jwt": {"claims": texts, "scopes": scopes}}


async def _by_function(exchange: Exchange, route: dict[str, Any], pattern: str) -> tuple[Answer | None, dict[str, Any]]:
    refused, given = await HTTP.authorize_request_v2(
        exchange.api_id,
        exchange.stage,
        route,
        exchange.method,
        exchange.path,
        pattern or exchange.path,
        exchange.headers,
        exchange.query,
        exchange.path_parameters,
        exchange.stage_variables,
        exchange.account,
        exchange.region,
        exchange.raw_query,
    )
    exchange.context["authorizer"].update(as_map(given), **{"lambda": as_map(given)})
    return refused, {"lambda": as_map(given)}


def _context(exchange: Exchange, own_address: bool) -> dict[str, Any]:
    named = own_address and exchange.stage != DEFAULT_STAGE
    path = f"/{exchange.stage}{exchange.path}" if named else exchange.path
    if not own_address:
        # A custom domain has the key of its mapping in the place of the stage.
        path = HTTP.decode_http_api_path(raw_path_at_domain(arrival()))
    domain = exchange.header("host").partition(":")[0]
    return {
        "accountId": exchange.account,
        "apiId": exchange.api_id,
        "authorizer": {},
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": str(uuid4()),
        "httpMethod": exchange.method,
        "identity": {
            "sourceIp": arrival().client,
            "userAgent": exchange.header("user-agent"),
            **shown_certificate(),
        },
        "path": path,
        "protocol": "HTTP/1.1",
        "requestId": str(uuid4()),
        "stage": exchange.stage,
        **request_time(),
    }
