"""Requests and responses of an HTTP API in payload format 2.0, as far as the users API uses them.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
import json
import re
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
    pathParameters: NotRequired[Mapping[str, str] | None]
    queryStringParameters: NotRequired[Mapping[str, str] | None]


class NotJsonError(ValueError):
    """The body of a request is no JSON text."""


def customer(event: Event) -> str:
    """Who calls: the subject of the token that API Gateway checked.

    Raises:
        KeyError: when the route has no JWT authorizer, which is a mistake of the deployment, not of the caller.
    """
    return str(event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"])


def method(event: Event) -> str:
    """The method of the request, in capitals."""
    return str(event["requestContext"]["http"]["method"])


def path(event: Event) -> str:
    """The path of the request as the API's routes name it, such as `/0192`.

    What the caller asked for begins with the stage, unless that is $default, and behind a domain with the key of its
    mapping, which no event tells. The route that was found has neither: its path with its parameters filled in is
    what follows them. Only for the route $default, which has no path, the stage is taken off what the caller asked for.
    """
    context = event["requestContext"]
    route = str(context["routeKey"])
    if route != "$default":
        parameters = event.get("pathParameters") or {}
        return re.sub(r"\{([^{}+]+)\+?\}", lambda found: parameters[found[1]], route.partition(" ")[2])
    asked, stage = str(context["http"]["path"]), f"/{context['stage']}"
    return asked.removeprefix(stage) if asked.startswith(f"{stage}/") else asked


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


def refuse(
    status: int,
    message: str,
    problems: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response that says what is wrong: `{"message": …, "problems": [{"field": …, "problem": …}]}`."""
    return respond(status, {"message": message, "problems": [*problems]}, headers)
