"""What a Lambda function gets from an HTTP API, and what its answer becomes, in both payload formats.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.exchange import with_header
from local.emulator.gateway.ministack import HTTP
from local.emulator.gateway.records import as_list, as_map, nested

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer, Exchange

STATUSES = range(100, 600)


class MalformedAnswerError(Exception):
    """The function answered with something of which no HTTP answer can be made."""


def event_2(exchange: Exchange, authorizer: dict[str, Any]) -> dict[str, Any]:
    """The event of payload format 2.0; what a request lacks is left out."""
    context = exchange.context
    body, encoded = _body(exchange)
    cookies = [part.strip() for part in exchange.header("cookie").split(";") if part.strip()]
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": context["routeKey"],
        "rawPath": context["path"],
        "rawQueryString": exchange.raw_query,
        "cookies": cookies,
        "headers": {name: value for name, value in _forwarded(exchange).items() if name != "cookie"},
        "queryStringParameters": {name: ",".join(values) for name, values in exchange.query.items()},
        "requestContext": {
            "accountId": exchange.account,
            "apiId": exchange.api_id,
            "authorizer": authorizer,
            "domainName": context["domainName"],
            "domainPrefix": context["domainPrefix"],
            "http": {
                "method": exchange.method,
                "path": context["path"],
                "protocol": "HTTP/1.1",
                "sourceIp": context["identity"]["sourceIp"],
                "userAgent": exchange.header("user-agent"),
            },
            "requestId": context["requestId"],
            "routeKey": context["routeKey"],
            "stage": exchange.stage,
            "time": context["requestTime"],
            "timeEpoch": context["requestTimeEpoch"],
        },
        "body": body,
        "pathParameters": exchange.path_parameters,
        "isBase64Encoded": encoded,
        "stageVariables": exchange.stage_variables,
    }
    if not authorizer:
        del event["requestContext"]["authorizer"]
    if "clientCert" in context["identity"]:
        event["requestContext"]["authentication"] = {"clientCert": context["identity"]["clientCert"]}
    optional = ("cookies", "queryStringParameters", "body", "pathParameters", "stageVariables")
    return {name: value for name, value in event.items() if value or name not in optional}


def event_1(exchange: Exchange, authorizer: dict[str, Any]) -> dict[str, Any]:
    """The event of payload format 1.0, in which what a request lacks is null."""
    context = exchange.context
    body, encoded = _body(exchange)
    headers = _forwarded(exchange)
    resource = context["routeKey"].partition(" ")[2] or "/$default"
    return {
        "version": "1.0",
        "resource": resource,
        "path": context["path"],
        "httpMethod": exchange.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in exchange.query.items()} or None,
        "multiValueQueryStringParameters": exchange.query or None,
        "requestContext": {
            "accountId": exchange.account,
            "apiId": exchange.api_id,
            "authorizer": authorizer.get("jwt")
            or authorizer.get("lambda")
            or authorizer
            or {"claims": None, "scopes": None},
            "domainName": context["domainName"],
            "domainPrefix": context["domainPrefix"],
            "extendedRequestId": context["requestId"],
            "httpMethod": exchange.method,
            "identity": context["identity"],
            "path": context["path"],
            "protocol": "HTTP/1.1",
            "requestId": context["requestId"],
            "requestTime": context["requestTime"],
            "requestTimeEpoch": context["requestTimeEpoch"],
            "resourceId": context["routeKey"],
            "resourcePath": resource,
            "stage": exchange.stage,
        },
        "pathParameters": exchange.path_parameters or None,
        "stageVariables": exchange.stage_variables or None,
        "body": body,
        "isBase64Encoded": encoded,
    }


def answer_2(payload: Any) -> Answer:
    """The answer of payload format 2.0: with a `statusCode` as it says, else 200 with the payload as the body.

    Raises:
        MalformedAnswerError: its status, headers or body are none.
    """
    envelope = as_map(payload)
    if "statusCode" not in envelope:
        return (
            200,
            {"Content-Type": "application/json"},
            payload.encode() if isinstance(payload, str) else _json(payload),
        )
    status, headers, body = _envelope(envelope)
    if cookies := as_list(envelope.get("cookies")):
        headers = with_header(headers, "Set-Cookie", [str(cookie) for cookie in cookies])
    return status, headers, body


def answer_1(payload: Any) -> Answer:
    """The answer of payload format 1.0, which must say its status.

    Raises:
        MalformedAnswerError: it has none, or its status, headers or body are none.
    """
    envelope = as_map(payload)
    if "statusCode" not in envelope:
        raise MalformedAnswerError("no statusCode")
    status, headers, body = _envelope(envelope)
    for name, values in nested(envelope, "multiValueHeaders").items():
        headers = with_header(headers, name, [str(value) for value in as_list(values)])
    return status, headers, body


def request_time() -> dict[str, Any]:
    """The time of a request, as `$context` and events have it."""
    now = time.time()
    return {
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
    }


def _envelope(payload: dict[str, Any]) -> Answer:
    given: Any = payload.get("headers") or {}
    text: Any = payload.get("body")
    try:
        status = int(payload["statusCode"])
        if status not in STATUSES or not isinstance(given, dict):
            raise MalformedAnswerError("its status or headers")
        headers: dict[str, Any] = {"Content-Type": "text/plain;charset=utf-8"}
        for name, value in as_map(given).items():
            headers = with_header(headers, name, _header_text(value))
        body = (
            b""
            if text is None
            else base64.b64decode(text)
            if payload.get("isBase64Encoded")
            else text.encode()
            if isinstance(text, str)
            else _json(text)
        )
    except (TypeError, ValueError, binascii.Error) as error:
        raise MalformedAnswerError(str(error)) from error
    return status, headers, body


def _header_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (bool, list, dict)) else str(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _body(exchange: Exchange) -> tuple[str | None, bool]:
    if not exchange.body:
        return None, False
    if HTTP.v2_request_body_is_text(exchange.header("content-type")):
        return exchange.text, False
    return base64.b64encode(exchange.body).decode(), True


def _forwarded(exchange: Exchange) -> dict[str, str]:
    """The headers with those that API Gateway adds."""
    before = exchange.header("x-forwarded-for")
    source = exchange.context["identity"]["sourceIp"]
    return {
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        **exchange.headers,
        "x-forwarded-for": f"{before}, {source}" if before else source,
        "x-amzn-trace-id": f"Root=1-{int(time.time()):08x}-{exchange.context['requestId'].replace('-', '')[:24]}",
    }
