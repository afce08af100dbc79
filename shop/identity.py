"""Who signs the tokens of customers."""

from dataclasses import dataclass

import pulumi

from components import Authorizer, UserPool, UserPoolArgs, cognito, jwt
from stacks.settings import Settings
from stacks.surroundings import OidcIdentity

SCOPES = {
    "orders": {"read": "See one's own orders.", "write": "Place orders."},
    "users": {"manage": "See and change one's own profiles."},
}
"""What a token may allow, by the API that it is for."""


@dataclass(frozen=True)
class Identity:
    """How HTTP APIs know customers, and where those get a token."""

    authorizer: Authorizer
    facts: dict[str, pulumi.Input[str]]
    """What the stack tells about it: its issuer, and what a client of a user pool needs."""


def customer_identity(settings: Settings) -> Identity:
    """A user pool of the stack, or the provider that the settings name."""
    identity = settings.identity
    if isinstance(identity, OidcIdentity):
        authorizer = jwt(issuer=identity.issuer, audiences=identity.audiences)
        return Identity(authorizer, {"issuer": identity.issuer})
    pool = UserPool(
        "customers",
        UserPoolArgs(
            scopes=SCOPES,
            deletion_protection=settings.deletion_protection,
            tags=settings.tags,
        ),
    )
    facts: dict[str, pulumi.Input[str]] = {
        "issuer": pool.issuer,
        "clientId": pool.client_id,
        "userPoolId": pool.user_pool_id,
        "tokenUrl": pool.token_url,
    }
    return Identity(cognito(pool), facts)
