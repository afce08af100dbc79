"""The arguments of an HttpApi. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from components.authorizers import JwtAuthorizer
from components.cors import Cors
from components.limits import Quotas
from components.routes import Route
from components.throttling import Throttle


class HttpApiArgs(TypedDict):
    """What an HttpApi is made of.

    What decides which resources there are, or is judged before any is registered, is plain data; what may come from
    other resources (issuer, audiences, origins, functions, description, tags) is an input.
    """

    routes: Mapping[str, Route]
    """Routes by route key: `METHOD /path` or `$default`."""
    throttle: Throttle
    """Throttle of every route that has none of its own."""
    authorizers: NotRequired[Mapping[str, JwtAuthorizer]]
    """Authorizers by the names that routes use."""
    default_authorizer: NotRequired[str]
    """Name of the authorizer of routes that name none."""
    cors: NotRequired[Cors]
    """Which web pages may call the API. None by default."""
    description: NotRequired[pulumi.Input[str]]
    """What the API is for, in one sentence."""
    stage: NotRequired[str]
    """Name of the stage. `$default`, which adds nothing to the URL, by default."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the access log; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the API, its stage and its log group."""
    quotas: NotRequired[Quotas]
    """Quotas that AWS raised for the account."""
