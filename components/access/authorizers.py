"""Authorizers: who may call a route. Plain typed data; each API makes the resources. Pure: no Pulumi resource."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.access.user_pool import UserPool
from components.routing.integrations import FunctionReference

DEFAULT_IDENTITY_SOURCE = "$request.header.Authorization"


class JwtAuthorizer(TypedDict):
    """A JSON Web Token of an OpenID Connect provider; API Gateway checks signature, issuer, audience and expiry.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    kind: str
    """`jwt`."""
    issuer: pulumi.Input[str]
    """The `iss` of the tokens: an https URL whose `/.well-known/openid-configuration` names the keys."""
    audiences: Sequence[pulumi.Input[str]]
    """Accepted values of `aud`, or of `client_id` in a token without `aud`. 1 to 50."""
    identity_source: NotRequired[str]
    """Where the token stands in a request: `$request.header.NAME` or `$request.querystring.NAME`.
    Default: the Authorization header."""


class CognitoAuthorizer(TypedDict):
    """A token of a Cognito user pool: natively in a REST API, as a JWT in an HTTP API."""

    kind: str
    """`cognito`."""
    user_pool_arn: pulumi.Input[str]
    """ARN of the pool, which a REST API takes."""
    issuer: pulumi.Input[str]
    """The `iss` of its tokens, which an HTTP API takes."""
    clients: Sequence[pulumi.Input[str]]
    """Identifiers of the clients whose tokens an HTTP API accepts. A REST API accepts those of every client of the
    pool, so its routes should ask for scopes."""
    identity_source: NotRequired[str]
    """The header with the token: `$request.header.NAME`. Default: the Authorization header."""


class LambdaAuthorizer(TypedDict):
    """A function that decides.

    `request` gets the whole request: for HTTP APIs it answers `{"isAuthorized": …}` (payload 2.0), for REST and
    WebSocket APIs a policy. `token` gets one header and answers a policy: REST APIs only.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """

    kind: str
    """`request` or `token`."""
    function: FunctionReference
    """The function: a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one."""
    identity_sources: Sequence[str]
    """What must be there, or a request gets 401 and the function is not called: `$request.header.NAME`,
    `$request.querystring.NAME`, `$context.NAME`, `$stageVariables.NAME`. Together they are the key of the cache."""
    ttl: int
    """Seconds an answer is remembered, 0 to 3600. Always sent, so that taking it away has an effect."""
    token_pattern: NotRequired[str]
    """A regular expression that a token must match before the function is called."""


class IamAuthorizer(TypedDict):
    """Requests signed with AWS credentials that may `execute-api:Invoke` the route: see `grant_invoke`."""

    kind: str
    """`iam`."""


class SharedAuthorizer(TypedDict):
    """An authorizer that the API has already, for routes added to it by an HttpApiRoutes."""

    kind: str
    """`shared`."""
    authorizer_id: pulumi.Input[str]
    """Its identifier in AWS: one of the outputs `authorizer_ids` of the HttpApi."""
    sort: str
    """The kind it was made with: `jwt`, `cognito` or `request`."""


if TYPE_CHECKING:
    Authorizer = JwtAuthorizer | CognitoAuthorizer | LambdaAuthorizer | IamAuthorizer | SharedAuthorizer
    """One of the authorizers; made by the functions of this module."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    Authorizer = pulumi.Input[Any]


def jwt(
    issuer: pulumi.Input[str],
    audiences: Sequence[pulumi.Input[str]],
    identity_source: str = DEFAULT_IDENTITY_SOURCE,
) -> JwtAuthorizer:
    """A JWT authorizer: see JwtAuthorizer for its three values."""
    return {"kind": "jwt", "issuer": issuer, "audiences": audiences, "identity_source": identity_source}


def cognito(
    user_pool: UserPool | aws.cognito.UserPool,
    clients: Sequence[pulumi.Input[str]] = (),
    identity_source: str = DEFAULT_IDENTITY_SOURCE,
) -> CognitoAuthorizer:
    """The tokens of a user pool; of its own client where the pool is a UserPool and no clients are named."""
    if isinstance(user_pool, UserPool):
        arn, issuer, named = user_pool.arn, user_pool.issuer, clients or [user_pool.client_id]
    else:
        arn, issuer, named = user_pool.arn, pulumi.Output.concat("https://", user_pool.endpoint), clients
    return {
        "kind": "cognito",
        "user_pool_arn": arn,
        "issuer": issuer,
        "clients": named,
        "identity_source": identity_source,
    }


def request_authorizer(
    function: FunctionReference,
    identity_sources: Sequence[str] = (DEFAULT_IDENTITY_SOURCE,),
    ttl: int = 0,
) -> LambdaAuthorizer:
    """A function that sees the whole request. It is asked every time unless `ttl` (seconds) says otherwise.

    With a `ttl` one answer serves every route that the same identity calls: a policy must then cover the whole API,
    not the method that happened to be called first.
    """
    return {"kind": "request", "function": function, "identity_sources": identity_sources, "ttl": ttl}


def token_authorizer(
    function: FunctionReference,
    identity_source: str = DEFAULT_IDENTITY_SOURCE,
    ttl: int = 0,
    token_pattern: str | None = None,
) -> LambdaAuthorizer:
    """A function that sees one header of the request. For `ttl` see `request_authorizer`."""
    authorizer: LambdaAuthorizer = {
        "kind": "token",
        "function": function,
        "identity_sources": [identity_source],
        "ttl": ttl,
    }
    return authorizer if token_pattern is None else {**authorizer, "token_pattern": token_pattern}


def iam() -> IamAuthorizer:
    """Requests signed with AWS credentials."""
    return {"kind": "iam"}


def shared(authorizer_id: pulumi.Input[str], sort: str = "jwt") -> SharedAuthorizer:
    """An authorizer that another program made for the same API: see SharedAuthorizer for its two values."""
    return {"kind": "shared", "authorizer_id": authorizer_id, "sort": sort}


def sort_of(authorizer: Authorizer) -> str:
    """How it decides: `jwt`, `cognito`, `request`, `token` or `iam`, for a shared one too."""
    return str({**authorizer}.get("sort", authorizer.get("kind")))
