"""Integrations through a VPC link, to what stands behind it on this machine.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from local.emulator.gateway.functions import with_stage_variables
from local.emulator.gateway.private_targets import NotConnectedError, listener_of, to_listener, to_service
from local.emulator.gateway.records import nested
from local.emulator.gateway.vpc_links import links, rest_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.backends import Reply
    from local.emulator.gateway.private_targets import Request

SERVICE = ":servicediscovery:"
HTTPS_PORT, HTTP_PORT = 443, 80


async def of_http_api(
    integration: Mapping[str, Any], variables: dict[str, str], request: Request, seconds: float
) -> Reply:
    """Sends a request of an HTTP API to the listener or service of its integration.

    Raises:
        NotConnectedError: there is no such link, listener or service.
        BackendTimeoutError: no answer in time.
        BackendUnreachableError: nothing answers there.
    """
    link = with_stage_variables(integration.get("connectionId") or "", variables)
    if link not in links:
        raise NotConnectedError(f"there is no VPC link {link!r}")
    arn, _, query = with_stage_variables(integration.get("integrationUri") or "", variables).partition("?")
    tls = integration.get("tlsConfig")
    request = replace(request, server_name=None if tls is None else str(tls.get("serverNameToVerify") or ""))
    if SERVICE in arn:
        return await to_service(arn, dict(parse_qsl(query)), request, seconds)
    return await to_listener(listener_of(arn, None), request, seconds)


async def of_rest_api(
    integration: Mapping[str, Any], variables: dict[str, str], uri: str, request: Request, seconds: float
) -> Reply:
    """Sends a request of a REST API to the load balancer behind its link, at the port that the URI says.

    Raises:
        NotConnectedError: there is no such link, load balancer or listener.
        BackendTimeoutError: no answer in time.
        BackendUnreachableError: nothing answers there.
    """
    identifier = with_stage_variables(integration.get("connectionId") or "", variables)
    if link := rest_links.get(identifier):
        target = link["targetArns"][0]
    elif identifier in links:
        target = with_stage_variables(integration.get("integrationTarget") or "", variables)
    else:
        raise NotConnectedError(f"there is no VPC link {identifier!r}")
    parts = urlsplit(uri)
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *request.query]
    unverified = nested(integration, "tlsConfig").get("insecureSkipVerification")
    name = None if parts.scheme != "https" else "" if unverified else parts.hostname
    request = replace(request, path=parts.path or "/", query=query, host=parts.netloc, server_name=name)
    return await to_listener(listener_of(target, port), request, seconds)
