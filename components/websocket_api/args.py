"""The arguments of a WebSocketApi. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi

from components.access.authorizers import Authorizer
from components.access.throttling import Throttle
from components.access.usage_plans import UsagePlan
from components.knowledge.limits import Quotas
from components.observability.account import AccountReference
from components.routing.routes import Route

if TYPE_CHECKING:
    from components.websocket_api.connections import WebSocketConnections

    ConnectionsReference = WebSocketConnections
else:
    # Pulumi's schema of components has no components among inputs. For other languages it is an input of any type.
    ConnectionsReference = pulumi.Input[Any]


class WebSocketApiArgs(TypedDict):
    """What a WebSocketApi is made of.

    What decides which resources there are, or is judged before any is registered, is plain data; what may come from
    other resources (functions, URLs, description, stage variables, tags) is an input.
    """

    routes: Mapping[str, Route]
    """Routes by route key: `$connect`, `$disconnect`, `$default`, and values that messages carry, such as `send`.
    `$connect` says by `authorizer` or `public` who may connect; no other route is authorized again."""
    throttle: Throttle
    """Throttle of every route that has none of its own. Connecting is a request too."""
    authorizers: NotRequired[Mapping[str, Authorizer]]
    """Authorizers by the names that `$connect` uses: request_authorizer(…) or iam()."""
    connections: NotRequired[ConnectionsReference]
    """A WebSocketConnections that was made before, because a function of a route also sends to clients. The arguments
    that are its own (`stage`, `route_selection_expression`, `api_key_selection_expression`, `description`) are then
    given there."""
    route_selection_expression: NotRequired[str]
    """What of a message chooses its route. Default `$request.body.action`."""
    api_key_selection_expression: NotRequired[str]
    """Where an API key stands: `$request.header.x-api-key`, which is the default, or, for a key that the authorizer
    names, `$context.authorizer.usageIdentifierKey`."""
    models: NotRequired[Mapping[str, Any]]
    """Shapes of messages by names: JSON Schemas, or pydantic model classes. A route asks for one by `validate`."""
    usage_plans: NotRequired[Mapping[str, UsagePlan]]
    """How often each customer may connect, told apart by API keys, by the name of the plan; with `api_key` on
    `$connect`. Keys that are named here are made, and are in the output `api_keys`."""
    description: NotRequired[pulumi.Input[str]]
    """What the API is for, in one sentence."""
    stage: NotRequired[str]
    """Name of the stage, the last part of the URL. Default live."""
    stage_variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Variables of the stage, which integrations read as `$stageVariables.NAME`."""
    execution_logs: NotRequired[str]
    """What API Gateway logs of its own work: `ERROR`, `INFO` or `OFF`. ERROR by default. The content of messages is
    never logged."""
    account: NotRequired[AccountReference]
    """The ApiGatewayAccount of this program, which gives the account the role that writes all logs of WebSocket APIs;
    the stage waits for it. Without it the account and Region are taken to have such a role already: AWS refuses the
    stage where they have none."""
    detailed_metrics: NotRequired[bool]
    """Whether CloudWatch counts each route by itself, which costs. False by default."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the logs; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of everything that takes tags."""
    quotas: NotRequired[Quotas]
    """Quotas that AWS raised for the account."""


CONNECTIONS_KEYS = ("stage", "route_selection_expression", "api_key_selection_expression", "description")
"""Arguments that belong to the WebSocketConnections, where one is given. Tags are given to both."""
