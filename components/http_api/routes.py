"""The routes of an HTTP API as resources of AWS, with all they need. HttpApi and HttpApiRoutes are made of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.http_api.authorizers import authorization_type, create_authorizers
from components.http_api.integrations import create_integrations
from components.routing.integrations import once
from components.routing.invoke_permissions import invoke_permissions
from components.routing.routing import Routing


@dataclass(frozen=True)
class CreatedRoutes:
    """What was made for a routing."""

    authorizer_ids: Mapping[str, pulumi.Input[str]]
    """The identifier of each authorizer by its name."""
    resources: Sequence[pulumi.Resource]
    """The routes and the permissions, without which a stage would answer 500."""


def create_routes(
    api: str,
    api_id: pulumi.Input[str],
    execution_arn: pulumi.Input[str],
    routing: Routing,
    *,
    parent: pulumi.Resource,
    tags: Mapping[str, pulumi.Input[str]] | None,
) -> CreatedRoutes:
    """Makes the authorizers, integrations, routes and permissions of a routing.

    Args:
        api: name of the component, with which the names of the resources begin.
        api_id: identifier of the API.
        execution_arn: ARN prefix of the API's requests.
        routing: the routing, with which nothing is wrong.
        parent: the component.
        tags: tags of the resources that take tags.
    """
    authorizer_ids = create_authorizers(api, api_id, routing, parent)
    integrations = create_integrations(api, api_id, routing, tags, parent)
    routes = [
        aws.apigatewayv2.Route(
            f"{api}-{key}",
            api_id=api_id,
            route_key=key,
            target=pulumi.Output.concat("integrations/", integrations[key]),
            authorization_type=authorization_type(routing.authorizers.get(who.authorizer or "")),
            authorizer_id=authorizer_ids.get(who.authorizer or ""),
            authorization_scopes=[*who.scopes] or None,
            operation_name=routing.routes[key].get("operation_name"),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for key, who in routing.accesses.items()
    ]
    permissions = invoke_permissions(api, execution_arn, once(routing.functions), parent)
    return CreatedRoutes(authorizer_ids, [*routes, *permissions])
