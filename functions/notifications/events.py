"""Events and answers of a WebSocket API, as far as the notifications API uses them.

An answer's body reaches the caller only on a route with two-way communication; its status decides nothing but whether
$connect lets the caller in.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict


class Event(TypedDict):
    """What a handler gets."""

    requestContext: Mapping[str, Any]
    body: NotRequired[str | None]


class Answer(TypedDict):
    """What a handler gives back."""

    statusCode: int
    body: NotRequired[str]


def connection(event: Event) -> str:
    """The id of the connection that the event is about."""
    return str(event["requestContext"]["connectionId"])


def user(event: Event) -> str:
    """Who connects: the user that the authorizer of $connect found.

    Raises:
        KeyError: when $connect has no such authorizer, which is a mistake of the deployment, not of the caller.
    """
    return str(event["requestContext"]["authorizer"]["user"])


def message(event: Event) -> object:
    """The message as a JSON value, or None when it is no JSON text.

    API Gateway has found the route in it, so that None comes only from a route that was chosen in another way.
    """
    try:
        return json.loads(event.get("body") or "")
    except (json.JSONDecodeError, RecursionError):
        return None


def answer(status: int, body: Mapping[str, object]) -> Answer:
    """An answer with a JSON body."""
    return {"statusCode": status, "body": json.dumps(body, separators=(",", ":"))}


def refuse(action: str, status: int, text: str, problems: Sequence[Mapping[str, str]] = ()) -> Answer:
    """An answer that says what is wrong: `{"action": …, "error": …, "problems": [{"field": …, "problem": …}]}`."""
    return answer(status, {"action": action, "error": text, "problems": [*problems]})
