"""Authorizers: who may call a route. Plain typed data; each API makes the resources. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components import limits
from components.problems import Problem, missing_keys, unknown_keys

DEFAULT_IDENTITY_SOURCE = "$request.header.Authorization"
_IDENTITY_SOURCE = re.compile(r"\$request\.(header|querystring)\.[A-Za-z0-9_-]+")


class JwtAuthorizer(TypedDict):
    """A JSON Web Token of an OpenID Connect provider; API Gateway checks signature, issuer, audience and expiry.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    issuer: pulumi.Input[str]
    """The `iss` of the tokens: an https URL whose `/.well-known/openid-configuration` names the keys."""
    audiences: Sequence[pulumi.Input[str]]
    """Accepted values of `aud`, or of `client_id` in a token without `aud`. 1 to 50."""
    identity_source: NotRequired[str]
    """Where the token stands in a request: `$request.header.NAME` or `$request.querystring.NAME`.
    Default: the Authorization header."""


def jwt(
    issuer: pulumi.Input[str],
    audiences: Sequence[pulumi.Input[str]],
    identity_source: str = DEFAULT_IDENTITY_SOURCE,
) -> JwtAuthorizer:
    """A JWT authorizer: see JwtAuthorizer for its three values."""
    return {"issuer": issuer, "audiences": audiences, "identity_source": identity_source}


def authorizer_problems(name: str, authorizer: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with one authorizer. An issuer or audience that is not known yet is left to AWS."""
    where = f'authorizer "{name}"'
    return [
        *missing_keys(where, authorizer, ("issuer", "audiences")),
        *unknown_keys(where, authorizer, JwtAuthorizer),
        *_issuer_problems(where, authorizer.get("issuer")),
        *_audience_problems(where, authorizer.get("audiences")),
        *_identity_source_problems(where, authorizer.get("identity_source")),
    ]


def _issuer_problems(where: str, issuer: object) -> list[Problem]:
    if issuer is None or isinstance(issuer, pulumi.Output):
        return []
    if isinstance(issuer, str) and re.fullmatch(r"https://[^\s/?#]+[^\s?#]*", issuer):
        return []
    remedy = (
        "give the issuer exactly as the provider's openid-configuration spells it; API Gateway fetches its keys there"
    )
    return [Problem(where, f"issuer {issuer!r}", "an https:// URL without a query", remedy)]


def _audience_problems(where: str, audiences: object) -> list[Problem]:
    if audiences is None:
        return []
    if isinstance(audiences, str) or not isinstance(audiences, Sequence):
        return [Problem(where, f"audiences {audiences!r}", "a list of audiences", "put the audience in a list")]
    listed: list[object] = [*audiences]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped sequence is judged item by item
    limit = limits.AUDIENCES_PER_AUTHORIZER
    if not listed:
        remedy = "name the client or API the tokens are for; without it a token for any other API would be taken"
        return [Problem(where, "no audience", f"1 to {limit} audiences", remedy)]
    found = [
        Problem(where, f"audience {one!r}", "a non-empty text without *", "name the audience; there is no wildcard")
        for one in listed
        if not isinstance(one, pulumi.Output) and (not isinstance(one, str) or one.strip() in {"", "*"})
    ]
    if len(listed) > limit:
        found.append(Problem(where, f"{len(listed)} audiences", f"{limit} at most", "split them over two authorizers"))
    return found


def _identity_source_problems(where: str, source: object) -> list[Problem]:
    if source is None or (isinstance(source, str) and _IDENTITY_SOURCE.fullmatch(source)):
        return []
    allowed = "$request.header.NAME or $request.querystring.NAME"
    return [Problem(where, f"identity_source {source!r}", allowed, "use $request.header.Authorization")]
