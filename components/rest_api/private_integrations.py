"""The integrations of a REST API with private services: through a VPC link to a load balancer.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
"""

from collections.abc import Mapping

import pulumi

from components.knowledge.kinds import Kind
from components.problems import Problem
from components.rest_api import mapping as rest_mapping
from components.rest_api.integrations import VARIABLE, Connection, IntegrationPlan, is_proxy
from components.routing.private_rules import private_problems
from components.routing.private_services import PrivateService
from components.routing.routes import Route

_ENCRYPTED_PORT, _PLAIN_PORT = 443, 80
_V2 = 2


def private_plan(key: str, route: Route, service: PrivateService) -> IntegrationPlan:
    """The integration of a route without problems.

    Args:
        key: the route's key.
        route: the route.
        service: its private service.
    """
    method, _, own_path = key.partition(" ")
    # The method's path names a variable "{proxy+}", and the URL of its integration "{proxy}".
    path = VARIABLE.sub(r"{\1}", service.get("path", own_path))
    of_path = {
        f"integration.request.path.{name}": f"method.request.path.{name}"
        for name in dict.fromkeys(VARIABLE.findall(path))
    }
    mapping = rest_mapping.request_mapping(route.get("request_parameters", {}))
    target = service.get("load_balancer_arn") if service["link_version"] == _V2 else None
    return IntegrationPlan(
        "HTTP_PROXY",
        _uri(service, path),
        route.get("url_method", method),
        request_parameters={**of_path, **mapping} or None,
        declared=rest_mapping.declared([*of_path.values(), *mapping.values()]),
        connection=Connection(service["link_id"], target),
    )


def private_service_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the private service behind the route `key` of a REST API, where there is one."""
    found = private_problems(Kind.REST, key, route)
    if "private" not in route:
        return found
    where, service = f'route "{key}"', route["private"]
    if not is_proxy(route):
        beside = " and ".join(name for name in ("request_templates", "responses") if name in route)
        allowed = "a proxy: the request and the answer of a private service are passed on as they are"
        found.append(Problem(where, f"{beside} with private", allowed, f"remove {beside}, or shape in the service"))
    if isinstance(service, Mapping) and "plain" in service and not {"host", "server_name"} & {*service}:
        remedy = "say host: the name that the service is called by"
        found.append(Problem(where, "a plain service without a host", "one with a host, for the request", remedy))
    return found


def _uri(service: PrivateService, path: str) -> pulumi.Input[str]:
    encrypted = "server_name" in service
    host = service.get("server_name", service.get("host", ""))
    port = int(service.get("port", _ENCRYPTED_PORT if encrypted else _PLAIN_PORT))
    scheme = "https" if encrypted else "http"
    if isinstance(host, str):
        return f"{scheme}://{host}:{port}{path}"
    return pulumi.Output.concat(scheme, "://", host, f":{port}{path}")
