"""Rules for authorizers, for the three kinds of API. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

import pulumi

from components.access.authorizers import (
    CognitoAuthorizer,
    IamAuthorizer,
    JwtAuthorizer,
    LambdaAuthorizer,
    SharedAuthorizer,
)
from components.knowledge import limits
from components.knowledge.capabilities import refusals
from components.knowledge.kinds import Kind
from components.problems import Problem, choices, did_you_mean, missing_keys, unknown_keys

SHAPES: Mapping[str, type] = {
    "cognito": CognitoAuthorizer,
    "iam": IamAuthorizer,
    "jwt": JwtAuthorizer,
    "request": LambdaAuthorizer,
    "shared": SharedAuthorizer,
    "token": LambdaAuthorizer,
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "cognito": ("user_pool_arn", "issuer", "clients"),
    "iam": (),
    "jwt": ("issuer", "audiences"),
    "request": ("function", "identity_sources", "ttl"),
    "shared": ("authorizer_id", "sort"),
    "token": ("function", "identity_sources", "ttl"),
}
MAX_TTL = 3600
"""Seconds that an answer may be remembered:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html"""

_HEADER_OR_QUERY = re.compile(r"\$request\.(header|querystring)\.[A-Za-z0-9_-]+")
_HEADER = re.compile(r"\$request\.header\.[A-Za-z0-9_-]+")
_OF_REQUEST = re.compile(
    r"\$request\.(header|querystring)\.[A-Za-z0-9_-]+|\$context\.[A-Za-z0-9_.]+|\$stageVariables\.[A-Za-z0-9_]+"
)


def authorizer_problems(name: str, authorizer: Mapping[str, object], kind: Kind) -> list[Problem]:
    """Everything wrong with one authorizer of an API of this kind; above all that the kind has no such authorizer.

    What is not known yet is left to AWS.
    """
    where, given = f'authorizer "{name}"', authorizer.get("kind")
    if given not in SHAPES:
        remedy = "make it by jwt(), cognito(), request_authorizer(), token_authorizer() or iam()"
        return [Problem(where, f"the kind {given!r}", choices(SHAPES), remedy)]
    if refused := refusals(kind, (), {}, {name: str(given)}):
        return refused
    shape = SHAPES[str(given)]
    found = [*missing_keys(where, authorizer, REQUIRED[str(given)]), *unknown_keys(where, authorizer, shape)]
    match given:
        case "jwt":
            found += _issuer_problems(where, authorizer.get("issuer"))
            found += _audience_problems(where, "audience", authorizer.get("audiences"))
            found += _source_problems(where, authorizer.get("identity_source"), _HEADER_OR_QUERY)
        case "cognito":
            if kind is Kind.HTTP:
                found += _audience_problems(where, "client", authorizer.get("clients"))
            found += _source_problems(where, authorizer.get("identity_source"), _HEADER)
        case "request" | "token":
            found += _function_problems(where, authorizer, kind)
        case "shared":
            found += _shared_problems(where, authorizer, kind)
        case _:
            pass
    return found


def name_problems(names: Sequence[str], default: str | None) -> list[Problem]:
    """A problem when the default authorizer is not defined."""
    if default is None or default in names:
        return []
    remedy = did_you_mean(default, names, 'define it in "authorizers"')
    return [Problem("default_authorizer", f'"{default}"', choices(names), remedy)]


def _issuer_problems(where: str, issuer: object) -> list[Problem]:
    if issuer is None or isinstance(issuer, pulumi.Output):
        return []
    if isinstance(issuer, str) and re.fullmatch(r"https://[^\s/?#]+[^\s?#]*", issuer):
        return []
    remedy = (
        "give the issuer exactly as the provider's openid-configuration spells it; API Gateway fetches its keys there"
    )
    return [Problem(where, f"issuer {issuer!r}", "an https:// URL without a query", remedy)]


def _audience_problems(where: str, word: str, audiences: object) -> list[Problem]:
    if audiences is None:
        return []
    if isinstance(audiences, str) or not isinstance(audiences, Sequence):
        return [Problem(where, f"{word}s {audiences!r}", f"a list of {word}s", f"put the {word} in a list")]
    listed: list[object] = [*audiences]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped sequence is judged item by item
    limit = limits.AUDIENCES_PER_AUTHORIZER
    if not listed:
        remedy = "name the client or API the tokens are for; without it a token for any other API would be taken"
        return [Problem(where, f"no {word}", f"1 to {limit} {word}s", remedy)]
    found = [
        Problem(where, f"{word} {one!r}", "a non-empty text without *", f"name the {word}; there is no wildcard")
        for one in listed
        if not isinstance(one, pulumi.Output) and (not isinstance(one, str) or one.strip() in {"", "*"})
    ]
    if len(listed) > limit:
        found.append(Problem(where, f"{len(listed)} {word}s", f"{limit} at most", "split them over two authorizers"))
    return found


def _source_problems(where: str, source: object, pattern: re.Pattern[str]) -> list[Problem]:
    if source is None or (isinstance(source, str) and pattern.fullmatch(source)):
        return []
    allowed = "$request.header.NAME" + (" or $request.querystring.NAME" if pattern is _HEADER_OR_QUERY else "")
    return [Problem(where, f"identity_source {source!r}", allowed, "use $request.header.Authorization")]


def _function_problems(where: str, authorizer: Mapping[str, object], kind: Kind) -> list[Problem]:
    given, ttl = authorizer.get("identity_sources", ()), authorizer.get("ttl", 0)
    listed: list[object] = [*given] if isinstance(given, Sequence) and not isinstance(given, str) else [given]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged item by item
    pattern = _HEADER if authorizer.get("kind") == "token" else _OF_REQUEST
    allowed = (
        "$request.header.NAME"
        if pattern is _HEADER
        else ("$request.header.NAME, $request.querystring.NAME, $context.NAME or $stageVariables.NAME")
    )
    found = [
        Problem(where, f"the identity source {one!r}", allowed, "name what a caller identifies himself by")
        for one in listed
        if not isinstance(one, str) or not pattern.fullmatch(one)
    ]
    if not listed:
        remedy = "name what a caller identifies himself by: without it the function is asked about every stray request"
        found.append(Problem(where, "no identity source", allowed, remedy))
    if not _is_ttl(ttl):
        found.append(Problem(where, f"ttl {ttl!r}", "whole seconds from 0 to 3600", "use 0 to ask every time"))
    elif ttl and kind is Kind.WEBSOCKET:
        remedy = "leave ttl out: a connection is authorized once"
        found.append(Problem(where, f"ttl {ttl!r}", "no ttl in a WebSocket API", remedy))
    return found


def _shared_problems(where: str, authorizer: Mapping[str, object], kind: Kind) -> list[Problem]:
    found: list[Problem] = []
    if kind is not Kind.HTTP:
        remedy = "define the authorizer here"
        found.append(Problem(where, "a shared authorizer", "one of its own: only HttpApiRoutes shares them", remedy))
    sorts = ("cognito", "jwt", "request")
    if authorizer.get("sort") not in sorts:
        remedy = "say how the authorizer was made"
        found.append(Problem(where, f"sort {authorizer.get('sort')!r}", choices(sorts), remedy))
    return found


def _is_ttl(value: object) -> bool:
    # Whole numbers reach a component that another language uses as floats.
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= MAX_TTL
