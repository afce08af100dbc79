"""The integrations of an HTTP API with private services: through a VPC link to a listener or a Cloud Map service.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.knowledge.kinds import Kind
from components.problems import Problem
from components.routing.private_rules import private_problems
from components.routing.private_services import PrivateService
from components.routing.routes import Route
from components.routing.url_rules import url_variables

PATH = "overwrite:path"
_CALLERS_PATH = "$request.path"
"""The caller's path without the stage. Left to itself API Gateway puts the name of the stage before it."""


def private_integration(
    api_id: pulumi.Input[str], method: str, route: Route, service: PrivateService
) -> aws.apigatewayv2.IntegrationArgs:
    """The integration of a route without problems.

    Args:
        api_id: identifier of the API.
        method: the method of the route, for a service that is asked by the same.
        route: the route.
        service: its private service.
    """
    name = service.get("server_name")
    # Even without a name it would mean TLS, which a plain listener does not understand.
    tls = None if name is None else aws.apigatewayv2.IntegrationTlsConfigArgs(server_name_to_verify=name)
    return aws.apigatewayv2.IntegrationArgs(
        api_id=api_id,
        connection_id=service["link_id"],
        connection_type="VPC_LINK",
        integration_method=route.get("url_method", method),
        integration_type="HTTP_PROXY",
        integration_uri=service.get("listener_arn", service.get("service_arn")),
        payload_format_version="1.0",
        request_parameters={PATH: path_mapping(service.get("path")), **route.get("request_parameters", {})},
        tls_config=tls,
    )


def path_mapping(path: str | None) -> str:
    """The path that the service is asked for, as a value of parameter mapping."""
    if path is None:
        return _CALLERS_PATH
    for name in url_variables(path):
        path = path.replace(f"{{{name}}}", f"${{request.path.{name}}}")
    return path


def private_service_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the private service behind the route `key` of an HTTP API, where there is one."""
    found = private_problems(Kind.HTTP, key, route)
    service, changes = route.get("private"), route.get("request_parameters")
    if isinstance(service, Mapping) and "path" in service and isinstance(changes, Mapping) and PATH in changes:
        where = f'route "{key}", request_parameters'
        remedy = "remove one of them"
        found.append(Problem(where, f'"{PATH}" beside the path of the private service', "one of the two", remedy))
    return found
