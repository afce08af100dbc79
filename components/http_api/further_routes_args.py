"""The arguments of an HttpApiRoutes. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.access.authorizers import Authorizer
from components.knowledge.limits import Quotas
from components.routing.integrations import FunctionReference
from components.routing.routes import Group, Route


class HttpApiRoutesArgs(TypedDict):
    """What an HttpApiRoutes is made of. For routes, groups and authorizers see HttpApiArgs."""

    api_id: pulumi.Input[str]
    """Identifier of the API in AWS: the output `api_id` of its HttpApi."""
    execution_arn: pulumi.Input[str]
    """ARN prefix of the API's requests: the output `execution_arn` of its HttpApi."""
    routes: NotRequired[Mapping[str, Route]]
    """Routes by route key: `METHOD /path` or `$default`."""
    groups: NotRequired[Mapping[str, Group]]
    """Routes below a path, with one function and one set of defaults, by that path: `/users`."""
    function: NotRequired[FunctionReference]
    """A function that answers every request that no route takes."""
    public: NotRequired[str]
    """Why anyone may call `function`."""
    authorizers: NotRequired[Mapping[str, Authorizer]]
    """Authorizers by the names that routes use; `shared()` for one that the API has already."""
    default_authorizer: NotRequired[str]
    """Name of the authorizer of routes that name none."""
    default_scopes: NotRequired[Sequence[str]]
    """Scopes of routes with the default authorizer that name none."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of roles that the routes need."""
    quotas: NotRequired[Quotas]
    """Quotas that AWS raised for the account."""
