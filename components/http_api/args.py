"""The arguments of an HttpApi. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.access.authorizers import Authorizer
from components.access.cors import Cors
from components.access.throttling import Throttle
from components.knowledge.limits import Quotas
from components.routing.integrations import FunctionReference
from components.routing.routes import Group, Route


class HttpStage(TypedDict):
    """A further stage of an HttpApi: the same routes under a name of their own."""

    throttle: NotRequired[Throttle]
    """Throttle of every route that has none of its own. The API's by default."""
    variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Stage variables. None by default, whatever the API's own stage has."""
    description: NotRequired[pulumi.Input[str]]
    """What the stage is for, in one sentence."""


class HttpApiArgs(TypedDict):
    """What an HttpApi is made of.

    What decides which resources there are, or is judged before any is registered, is plain data; what may come from
    other resources (issuer, audiences, origins, functions, description, tags) is an input.
    """

    throttle: Throttle
    """Throttle of every route that has none of its own."""
    routes: NotRequired[Mapping[str, Route]]
    """Routes by route key: `METHOD /path` or `$default`."""
    groups: NotRequired[Mapping[str, Group]]
    """Routes below a path, with one function and one set of defaults, by that path: `/users`."""
    function: NotRequired[FunctionReference]
    """A function that answers every request that no route takes. With `cors`, and unless it is `public`, it also gets
    public OPTIONS routes, as its authorizer would refuse preflight requests."""
    public: NotRequired[str]
    """Why anyone may call `function`."""
    authorizers: NotRequired[Mapping[str, Authorizer]]
    """Authorizers by the names that routes use."""
    default_authorizer: NotRequired[str]
    """Name of the authorizer of routes that name none."""
    default_scopes: NotRequired[Sequence[str]]
    """Scopes of routes with the default authorizer that name none."""
    cors: NotRequired[Cors]
    """Which web pages may call the API. None by default."""
    description: NotRequired[pulumi.Input[str]]
    """What the API is for, in one sentence."""
    stage: NotRequired[str]
    """Name of the stage. `$default`, which adds nothing to the URL, by default."""
    stage_variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Variables of the stage: `${stageVariables.NAME}` in URLs and mappings. API Gateway shows them to whoever may read
    the stage: no secrets."""
    stages: NotRequired[Mapping[str, HttpStage]]
    """Further stages by their names."""
    disable_default_endpoint: NotRequired[bool]
    """Whether the address AWS gives the API answers nothing, so that a custom domain is the only way in. False by
    default."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the access log; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the API, its stages, its log group and its roles."""
    quotas: NotRequired[Quotas]
    """Quotas that AWS raised for the account."""
