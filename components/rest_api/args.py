"""The arguments of a RestApi. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi

from components.access.authorizers import Authorizer
from components.access.cors import Cors
from components.access.throttling import Throttle
from components.access.usage_plans import UsagePlan
from components.knowledge.limits import Quotas
from components.observability.account import AccountReference
from components.rest_api.gateway_responses import GatewayResponse
from components.rest_api.resource_policies import PolicyStatement
from components.rest_api.settings import Cache, Canary, RestStage
from components.routing.integrations import FunctionReference
from components.routing.routes import Group, Route

if TYPE_CHECKING:
    from pydantic import BaseModel

    ModelSource = Mapping[str, object] | type[BaseModel]
    """A JSON Schema, or a pydantic model class."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    ModelSource = pulumi.Input[Any]


class RestApiArgs(TypedDict):
    """What a RestApi is made of.

    What decides which resources there are, or is judged before any is registered, is plain data; what may come from
    other resources (ARNs, origins, functions, description, tags) is an input.
    """

    throttle: Throttle
    """Throttle of every route that has none of its own."""
    routes: NotRequired[Mapping[str, Route]]
    """Routes by route key: `METHOD /path`."""
    groups: NotRequired[Mapping[str, Group]]
    """Routes below a path, with one function and one set of defaults, by that path: `/users`."""
    function: NotRequired[FunctionReference]
    """A function that answers every request that no route takes."""
    public: NotRequired[str]
    """Why anyone may call `function`."""
    authorizers: NotRequired[Mapping[str, Authorizer]]
    """Authorizers by the names that routes use."""
    default_authorizer: NotRequired[str]
    """Name of the authorizer of routes that name none."""
    default_scopes: NotRequired[Sequence[str]]
    """Scopes of routes with the default authorizer that name none."""
    cors: NotRequired[Cors]
    """Which web pages may call the API. None by default. Functions and web services must set the header of their own
    answers; preflight requests, templates and errors of API Gateway are taken care of."""
    models: NotRequired[Mapping[str, ModelSource]]
    """Models by the names that routes use: JSON Schemas or pydantic model classes."""
    gateway_responses: NotRequired[Mapping[str, GatewayResponse]]
    """What API Gateway answers by itself, by its type, such as UNAUTHORIZED."""
    usage_plans: NotRequired[Mapping[str, UsagePlan]]
    """Usage plans by name, with the keys of their customers."""
    api_key_source: NotRequired[str]
    """Where the API key of a request comes from: `HEADER` (x-api-key) or `AUTHORIZER`, whose function names it.
    HEADER by default."""
    cache: NotRequired[Cache]
    """A cache, for routes that say what they cache. None by default."""
    resource_policy: NotRequired[Sequence[PolicyStatement]]
    """From where the API may be called: allow_ip_ranges([…]) or another preset, joined with + to others. From anywhere
    by default; a private API needs one."""
    endpoint: NotRequired[str]
    """`REGIONAL`, `EDGE` (through CloudFront) or `PRIVATE` (from VPCs only). REGIONAL by default."""
    vpc_endpoint_ids: NotRequired[Sequence[pulumi.Input[str]]]
    """VPC endpoints that get an address of their own for a private API."""
    binary_media_types: NotRequired[Sequence[str]]
    """Content types that are passed on as bytes, such as image/png."""
    minimum_compression_size: NotRequired[int]
    """Bytes from which answers are compressed, 0 to 10485760. Never by default."""
    description: NotRequired[pulumi.Input[str]]
    """What the API is for, in one sentence."""
    stage: NotRequired[str]
    """Name of the stage, which stands in the URL. The name of the Pulumi stack by default."""
    stage_variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Variables of the stage: `${stageVariables.NAME}` in URLs and mappings. API Gateway shows them to whoever may read
    the stage: no secrets."""
    stages: NotRequired[Mapping[str, RestStage]]
    """Further stages by their names."""
    canary: NotRequired[Canary]
    """A share of the requests that is served in another way."""
    tracing: NotRequired[bool]
    """Whether X-Ray traces requests. False by default."""
    execution_logs: NotRequired[str]
    """What API Gateway logs of its own work: `ERROR`, `INFO` or `OFF`. ERROR by default. Bodies are never logged."""
    account: NotRequired[AccountReference]
    """The ApiGatewayAccount of this program, which gives the account the role that writes all logs of REST APIs; the
    stages wait for it. Without it the account and Region are taken to have such a role already: AWS refuses the stages
    where they have none."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the logs; one of the values it takes. Default 30."""
    keep_deployments: NotRequired[bool]
    """Whether old deployments stay in AWS, to go back to. False by default."""
    disable_default_endpoint: NotRequired[bool]
    """Whether the address AWS gives the API answers nothing, so that a custom domain is the only way in. False by
    default."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the API, its stages, its log groups, its roles, usage plans and keys."""
    quotas: NotRequired[Quotas]
    """Quotas that AWS raised for the account."""
