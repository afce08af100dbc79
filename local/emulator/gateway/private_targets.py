"""Load balancers and services of Cloud Map, as they pass a request on to their targets on this machine.

No TLS is spoken here: what a listener takes is judged (listener_tls.py), and then passed on as HTTP.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlencode

from local.emulator.arrival import arrival
from local.emulator.gateway import backends
from local.emulator.gateway.backends import NoConnectionError, Reply
from local.emulator.gateway.balancer_targets import targets_of
from local.emulator.gateway.listener_tls import agree
from local.emulator.gateway.ministack import BALANCERS, DISCOVERY
from local.emulator.gateway.records import as_list, as_map, nested

LISTENER, BALANCER = ":listener/", ":loadbalancer/"
HTTP_PORT = 80


class NotConnectedError(Exception):
    """The integration names a link, a load balancer or a service that is not there, or cannot be served here."""


@dataclass(frozen=True)
class Request:
    """What goes through a link; `path` as it is in a request line, without the query."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    host: str
    server_name: str | None = None
    """The name to verify in the certificate of the listener, "" for any; None is a request that is not encrypted."""

    @property
    def raw_query(self) -> str:
        """The query as it is in a request line."""
        return urlencode(self.query)


def listener_of(arn: str, port: int | None) -> dict[str, Any]:
    """The listener of an ARN, or that of a load balancer at a port.

    Raises:
        NotConnectedError: the ARN is neither's.
        NoConnectionError: the load balancer has no listener at the port.
    """
    if LISTENER in arn:
        found: dict[str, Any] | None = BALANCERS.listeners.get(arn)
    elif BALANCER in arn and arn in BALANCERS.lbs:
        own = [listener for listener in BALANCERS.listeners.values() if listener["LoadBalancerArn"] == arn]
        found = next((listener for listener in own if listener["Port"] == port), None)
        if found is None:
            raise NoConnectionError(f"{arn} has no listener at port {port}")
    else:
        found = None
    if found is None:
        raise NotConnectedError(f"{arn!r} is no listener, load balancer or service of this account and region")
    return found


async def to_listener(listener: dict[str, Any], request: Request, seconds: float) -> Reply:
    """The answer of a load balancer.

    Raises:
        NotConnectedError: something that it leads to is gone, or is not served here.
        BackendTimeoutError: no answer in time.
        BackendUnreachableError: the listener does not take what it is sent, or no target of a Network Load Balancer
            answers.
    """
    agree(listener, request.server_name)
    balancer = BALANCERS.lbs.get(listener["LoadBalancerArn"])
    if balancer is None:
        raise NotConnectedError(f"the load balancer of {listener['ListenerArn']} is gone")
    if balancer["Type"] == "application":
        return await _by_rules(listener, balancer, request, seconds)
    group = next((action.get("TargetGroupArn") for action in as_list(listener.get("DefaultActions"))), None) or ""
    return await _to_group(group, request, seconds)


async def _by_rules(listener: dict[str, Any], balancer: dict[str, Any], request: Request, seconds: float) -> Reply:
    """The answer of an Application Load Balancer."""
    sent = {**request.headers, "host": request.host}
    query: dict[str, list[str]] = {}
    for name, value in request.query:
        query.setdefault(name, []).append(value)
    for rule in sorted(_rules_of(listener), key=BALANCERS.rule_sort_key):
        conditions = as_list(rule.get("Conditions"))
        if all(
            BALANCERS.match_condition(condition, request.method, unquote(request.path), sent, query)
            for condition in conditions
        ):
            actions = as_list(rule.get("Actions")) or as_list(listener.get("DefaultActions"))
            break
    else:
        raise NotConnectedError(f"no rule of {listener['ListenerArn']} applies")
    headers = BALANCERS.target_headers(balancer["LoadBalancerArn"], listener, sent, arrival().client)
    answer = await _acted(actions, listener, balancer, replace(request, headers=headers), seconds)
    return Reply(*BALANCERS.with_listener_response_headers(listener["ListenerArn"], answer))


def _rules_of(listener: dict[str, Any]) -> list[dict[str, Any]]:
    return [rule for rule in BALANCERS.rules.values() if rule.get("ListenerArn") == listener["ListenerArn"]]


async def _acted(
    actions: list[dict[str, Any]],
    listener: dict[str, Any],
    balancer: dict[str, Any],
    request: Request,
    seconds: float,
) -> tuple[int, dict[str, Any], bytes]:
    action = as_map(min(actions, key=lambda action: int(action.get("Order") or 1), default=None))
    kind = action.get("Type")
    if kind in ("fixed-response", "redirect"):
        status, headers, body = await BALANCERS.execute_action(
            action, request.method, unquote(request.path), request.headers, request.body, {}, request.raw_query
        )
        return BALANCERS.with_alb_server((status, headers, body), listener["ListenerArn"])
    if kind != "forward":
        raise NotConnectedError(f"the action {kind!r} of {listener['ListenerArn']} is not served here")
    if BALANCERS.lb_attr(balancer["LoadBalancerArn"], "routing.http.preserve_host_header.enabled", "false") != "true":
        request = replace(request, host=BALANCERS.target_host_header(request.host, listener["Port"]))
    try:
        reply = await _to_group(action.get("TargetGroupArn") or "", request, seconds)
    except NoConnectionError:
        body = b"<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n</html>\r\n"
        return BALANCERS.with_alb_server((503, {"Content-Type": "text/html"}, body), listener["ListenerArn"])
    return reply.status, reply.headers, reply.body


async def _to_group(group: str, request: Request, seconds: float) -> Reply:
    record = BALANCERS.tgs.get(group)
    if record is None:
        raise NotConnectedError(f"there is no target group {group!r}")
    kind = record.get("TargetType", "instance")
    targets = targets_of(group)
    if kind == "lambda":
        query = dict(request.query)
        given = (request.method, request.path, request.headers, request.body, query, request.raw_query)
        return Reply(*await BALANCERS.forward_to_tg(group, *given))
    if kind == "alb" and targets:
        return await to_listener(listener_of(*targets[0]), request, seconds)
    return await _to_one(targets, request, seconds)


async def to_service(arn: str, wanted: dict[str, str], request: Request, seconds: float) -> Reply:
    """The answer of an instance of a service of Cloud Map that is healthy and has the wanted attributes.

    Raises:
        NotConnectedError: there is no such service.
        BackendTimeoutError: no answer in time.
        BackendUnreachableError: no instance answers.
    """
    service = next((service for service in DISCOVERY.services.values() if service["Arn"] == arn), None)
    if service is None:
        raise NotConnectedError(f"there is no service {arn!r}")
    health = DISCOVERY.instance_health_status.get(service["Id"], {})
    instances = [
        nested(instance, "Attributes")
        for name, instance in DISCOVERY.instances.get(service["Id"], {}).items()
        if health.get(name) != "UNHEALTHY"
    ]
    fitting = [
        (attributes["AWS_INSTANCE_IPV4"], int(attributes.get("AWS_INSTANCE_PORT") or HTTP_PORT))
        for attributes in instances
        if "AWS_INSTANCE_IPV4" in attributes and wanted.items() <= attributes.items()
    ]
    return await _to_one(fitting, request, seconds)


async def _to_one(targets: list[tuple[str, int]], request: Request, seconds: float) -> Reply:
    """To one of the targets by chance; one that accepts no connection is passed over, as health checks would."""
    for host, port in random.sample(targets, len(targets)):
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}{request.path}"
        try:
            return await backends.send(
                request.method, url, request.headers, request.body, seconds, query=request.query, host=request.host
            )
        except NoConnectionError:
            continue
    raise NoConnectionError(f"{request.method} {request.path}: none of {len(targets)} targets accepts connections")
