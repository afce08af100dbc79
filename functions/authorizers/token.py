"""TOKEN authorizer of a REST API: an IAM policy, safe to cache.

API Gateway hands over the header that is the identity source, and nothing else of the request. The user is then found
in the events of the API's functions, as requestContext.authorizer.user. A cached answer can outlive the token it was
made for by the authorizer's TTL.
"""

from typing import TypedDict

from .decision import Allowance, UnauthorizedError, allow_stage, user_of


class Event(TypedDict):
    """What API Gateway asks."""

    type: str
    authorizationToken: str
    methodArn: str


def handler(event: Event, _context: object) -> Allowance:
    """Allow the holder of a valid token the stage.

    Raises:
        UnauthorizedError: to everyone else.
    """
    user = user_of(event["authorizationToken"])
    if user is None:
        raise UnauthorizedError
    return allow_stage(user, event["methodArn"])
