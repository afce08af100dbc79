"""`python -m local.token [--scopes "…" | --for USER]`: a token for the APIs of the local stack.

With scopes it is an access token of the user pool, for the HTTP APIs, by the client credentials grant (RFC 6749,
section 4.4), asked from the emulator's token endpoint as a service of the shop's customers would ask Cognito's. For a
user it is one that the shop signs itself, for the payments and notifications APIs.
"""

from __future__ import annotations

import argparse
import sys

import httpx

from functions.authorizers.mac_key import MacKey
from functions.authorizers.signed_tokens import issue
from local.emulator import process
from local.emulator.inventory import client
from local.outputs import OutputsError, read_outputs
from local.workspace import Workspace

DEFAULT_SCOPES = "orders/read"
SIGNED_TOKEN_SECONDS = 3600


class TokenError(Exception):
    """The user pool gave no token; the message says why."""


def bearer_token(identity: dict[str, str], scopes: str, emulator_url: str) -> str:
    """A signed access token with these scopes, separated by spaces.

    Args:
        identity: the output `identity` of the stack, with `userPoolId` and `clientId`.
        scopes: scopes that the client may ask for, as `orders/write`.
        emulator_url: the emulator's address.

    Raises:
        TokenError: the pool is not the stack's own, or it refuses the scopes.
    """
    pool, client_id = identity.get("userPoolId"), identity["clientId"]
    if not pool:
        raise TokenError(
            f"The stack takes tokens of {identity['issuer']}, which is no user pool of its own: ask there."
        )
    region = pool.partition("_")[0]
    described = client("cognito-idp", emulator_url, region).describe_user_pool_client(
        UserPoolId=pool, ClientId=client_id
    )
    answer = httpx.post(
        f"{emulator_url}/oauth2/token",
        data={"grant_type": "client_credentials", "scope": scopes},
        auth=(client_id, described["UserPoolClient"]["ClientSecret"]),
        trust_env=False,
    )
    if answer.is_error:
        allowed = ", ".join(described["UserPoolClient"].get("AllowedOAuthScopes", []))
        raise TokenError(
            f"The user pool refuses the scopes {scopes!r}: {answer.text}. The client may ask for: {allowed}."
        )
    return str(answer.json()["access_token"])


def signed_token(key_arn: str, user: str, emulator_url: str) -> str:
    """A token for `user` that holds an hour.

    Args:
        key_arn: the output `tokenKey` of the stack.
        user: name of the user, 1 to 128 bytes.
        emulator_url: the emulator's address.

    Raises:
        TokenError: the name is too short or too long.
    """
    try:
        return issue(user, MacKey(client("kms", emulator_url, key_arn.split(":")[3]), key_arn), SIGNED_TOKEN_SECONDS)
    except ValueError as error:
        raise TokenError(str(error)) from error


def local_token(stack: str, scopes: str, user: str | None) -> str:
    """A token for a deployed local stack of this checkout, signed for a user if one is named."""
    outputs = read_outputs(stack)
    emulator, _ = process.start(Workspace.of_environment().emulator)
    if user is None:
        return bearer_token(outputs["identity"], scopes, emulator.url)
    return signed_token(outputs["tokenKey"], user, emulator.url)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.token", description=__doc__)
    parser.add_argument("--stack", default="local")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--scopes", default=DEFAULT_SCOPES, help="separated by spaces; default: %(default)s")
    kind.add_argument("--for", dest="user", metavar="USER", help="a token that the shop signs for this user")
    chosen = parser.parse_args()
    try:
        print(local_token(chosen.stack, chosen.scopes, chosen.user))  # noqa: T201
    except (OutputsError, TokenError, process.EmulatorError) as error:
        sys.exit(f"error: {error}")
