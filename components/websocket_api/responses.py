"""What goes back to the sender of a message.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.routing.routes import Route
from components.websocket_api.expressions import LITERAL_DEFAULT
from components.websocket_api.integrations import DEFAULT
from components.websocket_api.services import FAILURE, SUCCESS


def create_responses(
    api: aws.apigatewayv2.Api,
    routes: Mapping[str, Route],
    integrations: Mapping[str, aws.apigatewayv2.Integration],
    resources: Mapping[str, aws.apigatewayv2.Route],
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """What lets the answers of routes with `returns_response` go back, and gives those that are no proxy their form."""
    name, opts = parent.pulumi_resource_name, pulumi.ResourceOptions(parent=parent)
    made: list[pulumi.Resource] = [
        aws.apigatewayv2.RouteResponse(
            f"{name}-response-{key}",
            api_id=api.id,
            route_id=resources[key].id,
            route_response_key=DEFAULT,
            opts=opts,
        )
        for key, route in routes.items()
        if route.get("returns_response", False)
    ]
    return made + [
        aws.apigatewayv2.IntegrationResponse(
            f"{name}-integration-response-{key}{'' if selected == DEFAULT else '-success'}",
            api_id=api.id,
            integration_id=integrations[key].id,
            integration_response_key=selected,
            response_templates={DEFAULT: template} if template else None,
            template_selection_expression=LITERAL_DEFAULT if template else None,
            opts=opts,
        )
        for key, route in routes.items()
        for selected, template in _answers(route).items()
    ]


def _answers(route: Route) -> dict[str, str]:
    """Templates by the results they are for; "" for the result as it comes. A proxy has none, nor has silence."""
    if "mock" in route:
        return {DEFAULT: route["mock"].get("body", "")}
    if not route.get("returns_response", False):
        return {}
    if "service" in route:
        return {SUCCESS: "", DEFAULT: FAILURE}
    if "request_templates" in route:
        return {DEFAULT: route.get("responses", {}).get(DEFAULT, {}).get("templates", {}).get(DEFAULT, "")}
    return {}
