"""REQUEST authorizer of a REST API and of $connect of a WebSocket API: an IAM policy, safe to cache.

A REST API's caller sends the token in the header Authorization. A WebSocket's sends it as `token` in the query string,
since a browser cannot set headers there. Give the authorizer exactly that as its identity source. The user is then
found in the events of the API's functions, as requestContext.authorizer.user. A cached answer can outlive the token it
was made for by the authorizer's TTL.
"""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from .decision import Allowance, UnauthorizedError, allow_stage, user_of

HEADER = "authorization"
PARAMETER = "token"


class Event(TypedDict):
    """What API Gateway asks, as far as it is used."""

    methodArn: str
    requestContext: Mapping[str, Any]
    headers: NotRequired[Mapping[str, str] | None]
    queryStringParameters: NotRequired[Mapping[str, str] | None]


def handler(event: Event, _context: object) -> Allowance:
    """Allow the holder of a valid token the stage.

    Raises:
        UnauthorizedError: to everyone else.
    """
    user = user_of(_credential(event))
    if user is None:
        raise UnauthorizedError
    return allow_stage(user, event["methodArn"])


def _credential(event: Event) -> str | None:
    # One place for each kind of API, never the first that has something: the answer is cached under the identity
    # source, and a token from elsewhere would be remembered for whoever sends the same identity source.
    if event["requestContext"].get("eventType") == "CONNECT":
        return (event.get("queryStringParameters") or {}).get(PARAMETER)
    headers = event.get("headers") or {}
    return next((value for name, value in headers.items() if name.lower() == HEADER), None)
