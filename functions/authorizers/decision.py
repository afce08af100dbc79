"""What an authorizer decides, in the words of API Gateway.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

import logging
import re
from collections.abc import Sequence
from typing import TypedDict

from .mac_key import key_of_environment
from .signed_tokens import TokenError, verify

_LOG = logging.getLogger(__name__)
_SCHEME = re.compile(r"bearer +", re.IGNORECASE)


class Statement(TypedDict):
    """One statement of a policy."""

    Action: str
    Effect: str
    Resource: str


class PolicyDocument(TypedDict):
    """An IAM policy."""

    Version: str
    Statement: Sequence[Statement]


class Allowance(TypedDict):
    """The answer of a REST or WebSocket authorizer."""

    principalId: str
    policyDocument: PolicyDocument
    context: dict[str, str]


class UnauthorizedError(Exception):
    """Makes API Gateway answer 401.

    It does so for the text "Unauthorized" and no other, not even one that only begins so; any other error is a 500. An
    answer without a policy is a 500 too, and a policy that denies is a 403.
    """

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def user_of(credential: str | None) -> str | None:
    """The user whom a credential proves, or None. Why it proves nothing goes to the log, and not to the caller.

    Args:
        credential: a token, with or without "Bearer" before it, or None when the request has none.

    Raises:
        KeyError: when the function has no key, which is a mistake of the deployment.
    """
    key = key_of_environment()
    try:
        return verify(_SCHEME.sub("", credential or "", count=1), key)
    except TokenError as error:
        _LOG.info("refused: %s", error)
        return None


def allow_stage(user: str, method_arn: str) -> Allowance:
    """Allow a user the whole stage that a request was for.

    API Gateway caches the answer under the token, not under the method: with a policy for the one method that was
    asked for first, every other method would answer 403 until the cache forgets it. What is allowed on each method is
    not decided here but by the methods, which say whether they ask this authorizer at all.

    Args:
        user: who calls.
        method_arn: the event's methodArn, such as arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/payments.
    """
    api, stage = method_arn.split("/")[:2]
    return {
        "principalId": user,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{api}/{stage}/*"}],
        },
        "context": {"user": user},
    }
