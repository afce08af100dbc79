"""Authorizer of an HTTP API: payload format 2.0, simple response.

The user is then found in the events of the API's functions, as requestContext.authorizer.lambda.user. API Gateway
answers 403 to a refusal, and by itself 401 to a request that lacks the identity source. A cached answer can outlive the
token it was made for by the authorizer's TTL.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from .decision import user_of


class Event(TypedDict):
    """What API Gateway asks, as far as it is used."""

    identitySource: NotRequired[Sequence[str] | None]


class Answer(TypedDict):
    """Whether the request may pass, and what its function is told."""

    isAuthorized: bool
    context: dict[str, str]


def handler(event: Event, _context: object) -> Answer:
    """Let pass whoever has a valid token in the first identity source."""
    # The answer is cached under the identity sources. A token from anywhere else in the request would let one caller be
    # answered with what was cached for another.
    sources = event.get("identitySource") or [None]
    user = user_of(sources[0])
    return {"isAuthorized": False, "context": {}} if user is None else {"isAuthorized": True, "context": {"user": user}}
