"""Requests and responses of a REST API with Lambda proxy integration, as far as the payments API uses them.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict


class Response(TypedDict):
    """What a handler gives back."""

    statusCode: int
    headers: dict[str, str]
    body: str


class Event(TypedDict):
    """What a handler gets."""

    requestContext: Mapping[str, Any]
    body: NotRequired[str | None]
    isBase64Encoded: NotRequired[bool]
    headers: NotRequired[Mapping[str, str] | None]
    pathParameters: NotRequired[Mapping[str, str] | None]
    queryStringParameters: NotRequired[Mapping[str, str] | None]


class NotJsonError(ValueError):
    """The body of a request is no JSON text."""


def customer(event: Event) -> str:
    """Who calls: the principal that the method's authorizer found, or else the API key.

    An API key meters a caller more than it proves one, since a usage plan may open several APIs to it. It counts here
    only where the method has no authorizer.

    Raises:
        KeyError: when the method has neither, which is a mistake of the deployment, not of the caller.
    """
    context = event["requestContext"]
    authorizer: Mapping[str, Any] = context.get("authorizer") or {}
    if "principalId" in authorizer:
        return str(authorizer["principalId"])
    if "claims" in authorizer:
        return str(authorizer["claims"]["sub"])
    key = context["identity"]["apiKeyId"]
    if not key:
        raise KeyError("apiKeyId")
    return str(key)


def header(event: Event, name: str) -> str | None:
    """The value of a header of the request, or None; a REST API leaves names as the caller wrote them."""
    headers = event.get("headers") or {}
    return next((value for given, value in headers.items() if given.lower() == name.lower()), None)


def json_body(event: Event) -> object:
    """The JSON value in the body of the request.

    Raises:
        NotJsonError: when there is none.
    """
    body = event.get("body") or ""
    try:
        text = base64.b64decode(body, validate=True).decode() if event.get("isBase64Encoded") else body
        return json.loads(text)
    except (binascii.Error, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotJsonError("the body is no JSON text in UTF-8") from error


def respond(status: int, body: object, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **(headers or {})},
        "body": json.dumps(body, separators=(",", ":")),
    }


def refuse(status: int, message: str, problems: Sequence[Mapping[str, str]] = ()) -> Response:
    """A response that says what is wrong: `{"message": …, "problems": [{"field": …, "problem": …}]}`."""
    return respond(status, {"message": message, "problems": [*problems]})
