"""What a REST API knows of a request (`$context`), and what it reports of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

from local.emulator.arrival import arrival
from local.emulator.domains import raw_path_at_domain
from local.emulator.gateway.client_certificates import shown_certificate
from local.emulator.gateway.http_events import request_time
from local.emulator.gateway.metrics import of_rest
from local.emulator.gateway.records import nested
from local.emulator.gateway.reports import report

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer, Exchange
    from local.emulator.gateway.observation import Observation


def context_of(exchange: Exchange, request_id: str) -> dict[str, Any]:
    """What is known before the method is found."""
    domain = exchange.header("host").partition(":")[0]
    path = f"/{exchange.stage}{exchange.path}"
    if ".execute-api." not in domain:
        path = unquote(raw_path_at_domain(arrival()))
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
        "requestId": request_id,
        "stage": exchange.stage,
        **request_time(),
    }


def report_request(
    exchange: Exchange, api: dict[str, Any], stage: dict[str, Any], noted: Observation, answered: Answer
) -> None:
    """Has one request reported."""
    status, _, content = answered
    dimensions = [{"ApiName": api["name"]}, {"ApiName": api["name"], "Stage": exchange.stage}]
    path: str = exchange.context.get("resourcePath") or ""
    settings = nested(stage, "methodSettings")
    detailed = nested(settings, "*/*") | nested(settings, f"{path.lstrip('/')}/{exchange.method}")
    if path and detailed.get("metricsEnabled"):
        dimensions.append({**dimensions[-1], "Method": exchange.method, "Resource": path})
    report(exchange, stage, noted, status, len(content), dimensions, of_rest(status, noted))
