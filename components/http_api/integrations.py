"""The integrations of an HTTP API as resources of AWS: what its routes hand requests to."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.http_api.private_integrations import private_integration
from components.http_api.routing_rules import integration_labels
from components.http_api.service_rules import SUBTYPES
from components.knowledge import limits
from components.routing import route_keys
from components.routing.routes import Route
from components.routing.routing import Routing
from components.routing.service_roles import service_label, service_roles

_TIMEOUT = limits.HTTP["integration timeout"].value
"""Milliseconds; sent where a route has an integration of its own, so that taking a shorter one away has an effect."""


def create_integrations(
    api: str,
    api_id: pulumi.Input[str],
    routing: Routing,
    tags: Mapping[str, pulumi.Input[str]] | None,
    parent: pulumi.Resource,
) -> dict[str, pulumi.Output[str]]:
    """The identifier of the integration of each route, by the key of the route.

    Args:
        api: name of the component, with which the names of the resources begin.
        api_id: identifier of the API.
        routing: the routing.
        tags: tags of the roles with which services are called.
        parent: the component.
    """
    services = {key: route["service"] for key, route in routing.routes.items() if "service" in route}
    roles = service_roles(api, services, parent, tags)
    labels = integration_labels(routing)
    created: dict[str, pulumi.Output[str]] = {}
    for key, label in labels.items():
        if label not in created:
            role = roles[service_label(key, services[key])] if key in services else None
            created[label] = aws.apigatewayv2.Integration(
                f"{api}-integration-{label}",
                _properties(api_id, key, routing, own=label == key, role=role),
                opts=pulumi.ResourceOptions(parent=parent),
            ).id
    return {key: created[label] for key, label in labels.items()}


def _properties(
    api_id: pulumi.Input[str], key: str, routing: Routing, *, own: bool, role: pulumi.Output[str] | None
) -> aws.apigatewayv2.IntegrationArgs:
    route = routing.routes[key]
    target = routing.targets.get(key)
    if target is not None:
        properties = aws.apigatewayv2.IntegrationArgs(
            api_id=api_id,
            integration_type="AWS_PROXY",
            integration_uri=target.uri,
            payload_format_version="2.0",
            request_parameters=_request_parameters(route),
        )
    elif "service" in route:
        properties = aws.apigatewayv2.IntegrationArgs(
            api_id=api_id,
            credentials_arn=role,
            integration_subtype=SUBTYPES[route["service"]["action"]].name,
            integration_type="AWS_PROXY",
            payload_format_version="1.0",
            request_parameters=route["service"]["parameters"],
        )
    elif "private" in route:
        properties = private_integration(api_id, _method(key), route, route["private"])
    else:
        properties = aws.apigatewayv2.IntegrationArgs(
            api_id=api_id,
            integration_method=route.get("url_method", _method(key)),
            integration_type="HTTP_PROXY",
            integration_uri=route.get("url"),
            payload_format_version="1.0",
            request_parameters=_request_parameters(route),
        )
    if own:
        properties.response_parameters = _response_parameters(route)
        properties.timeout_milliseconds = int(route.get("timeout_milliseconds", _TIMEOUT))
    return properties


def _method(key: str) -> str:
    method = route_keys.parse(key).method
    return "ANY" if method == route_keys.DEFAULT else method


def _request_parameters(route: Route) -> dict[str, pulumi.Input[str]] | None:
    return {**route.get("request_parameters", {})} or None


def _response_parameters(route: Route) -> list[aws.apigatewayv2.IntegrationResponseParameterArgs] | None:
    return [
        aws.apigatewayv2.IntegrationResponseParameterArgs(status_code=status, mappings={**changes})
        for status, changes in sorted(route.get("response_parameters", {}).items())
    ] or None
