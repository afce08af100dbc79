"""What answers the routes of a WebSocket API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
"""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.knowledge import limits
from components.rest_api.service_actions import service_call
from components.routing.integrations import FunctionTarget
from components.routing.routes import Route
from components.routing.service_roles import service_label, service_roles
from components.websocket_api.expressions import LITERAL_DEFAULT, request_parameters

LONGEST_TIMEOUT = limits.WEBSOCKET["integration timeout"].value
SHORTEST_TIMEOUT = limits.WEBSOCKET["shortest integration timeout"].value
"""Milliseconds."""

DEFAULT = "$default"
"""The key of the one template of a message, which has no content type."""


def integration_label(key: str, route: Route, target: FunctionTarget | None) -> str:
    """What the integration of a route is called: after its function, unless the route asks for one of its own."""
    own = "timeout_milliseconds" in route or "request_templates" in route
    return target.label if target and not own else f"route-{key}"


def count_integrations(routes: Mapping[str, Route], targets: Mapping[str, FunctionTarget]) -> int:
    """How many integrations the routes need; `targets` are their functions, and may hold more."""
    return len({integration_label(key, route, targets.get(key)) for key, route in routes.items()})


def create_integrations(
    api: aws.apigatewayv2.Api,
    routes: Mapping[str, Route],
    targets: Mapping[str, FunctionTarget],
    tags: Mapping[str, pulumi.Input[str]] | None,
    parent: pulumi.Resource,
) -> dict[str, aws.apigatewayv2.Integration]:
    """The integration of each route, by route key: one a function, and one a route for what has none.

    Args:
        api: the API.
        routes: the routes by key, without problems.
        targets: the functions of those that have one.
        tags: tags of the roles that call services.
        parent: the component.
    """
    name = parent.pulumi_resource_name
    actions = {key: route["service"] for key, route in routes.items() if "service" in route}
    roles = service_roles(name, actions, parent, tags)
    made: dict[str, aws.apigatewayv2.Integration] = {}
    labels = {key: integration_label(key, route, targets.get(key)) for key, route in routes.items()}
    for key, route in routes.items():
        if labels[key] not in made:
            role = roles[service_label(key, route["service"])] if "service" in route else None
            made[labels[key]] = aws.apigatewayv2.Integration(
                f"{name}-integration-{labels[key]}",
                _integration(api, route, targets.get(key), role),
                opts=pulumi.ResourceOptions(parent=parent),
            )
    return {key: made[label] for key, label in labels.items()}


def _integration(
    api: aws.apigatewayv2.Api, route: Route, target: FunctionTarget | None, role: pulumi.Input[str] | None
) -> aws.apigatewayv2.IntegrationArgs:
    timeout = int(route.get("timeout_milliseconds", LONGEST_TIMEOUT))
    if target is not None:
        templates = route.get("request_templates")
        return aws.apigatewayv2.IntegrationArgs(
            api_id=api.id,
            integration_type="AWS_PROXY" if templates is None else "AWS",
            integration_method="POST",
            integration_uri=target.invoke_uri(),
            request_templates=templates,
            template_selection_expression=None if templates is None else LITERAL_DEFAULT,
            timeout_milliseconds=timeout,
        )
    if "url" in route:
        return aws.apigatewayv2.IntegrationArgs(
            api_id=api.id,
            integration_type="HTTP_PROXY",
            # A message has no method of its own that could be passed on.
            integration_method=route.get("url_method", "POST"),
            integration_uri=route["url"],
            request_parameters=request_parameters(route.get("request_parameters", {})) or None,
            timeout_milliseconds=timeout,
        )
    if "service" in route:
        call = service_call(route["service"], api.execution_arn)
        return aws.apigatewayv2.IntegrationArgs(
            api_id=api.id,
            integration_type="AWS",
            integration_method=call.method,
            integration_uri=call.uri,
            credentials_arn=role,
            request_parameters=call.parameters,
            request_templates=None if call.template is None else {DEFAULT: call.template},
            template_selection_expression=LITERAL_DEFAULT,
            timeout_milliseconds=timeout,
        )
    status = int(route.get("mock", {}).get("status", 200))
    return aws.apigatewayv2.IntegrationArgs(
        api_id=api.id,
        integration_type="MOCK",
        request_templates={DEFAULT: json.dumps({"statusCode": status})},
        template_selection_expression=LITERAL_DEFAULT,
    )
