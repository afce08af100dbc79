"""`python -m local.token [--scopes "…"]`: a bearer token from the user pool of the local stack.

The token is an access token by the client credentials grant (RFC 6749, section 4.4), asked from the emulator's token
endpoint as a service of the shop's customers would ask Cognito's.
"""

from __future__ import annotations

import argparse
import sys

import httpx

from local.emulator import process
from local.emulator.inventory import client
from local.outputs import OutputsError, read_outputs
from local.workspace import Workspace

DEFAULT_SCOPES = "orders/read"


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


def local_token(stack: str, scopes: str) -> str:
    """A token for a deployed local stack of this checkout."""
    identity = read_outputs(stack)["identity"]
    emulator, _ = process.start(Workspace.of_environment().emulator)
    return bearer_token(identity, scopes, emulator.url)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.token", description=__doc__)
    parser.add_argument("--stack", default="local")
    parser.add_argument("--scopes", default=DEFAULT_SCOPES, help="separated by spaces; default: %(default)s")
    chosen = parser.parse_args()
    try:
        print(local_token(chosen.stack, chosen.scopes))  # noqa: T201
    except (OutputsError, TokenError, process.EmulatorError) as error:
        sys.exit(f"error: {error}")
