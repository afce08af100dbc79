"""What answers a route: a function, a private service behind a link, a service of AWS, a URL, or a fixed answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import LISTENERS, LOAD_BALANCERS, REST_VPC_LINK, VPC_LINK

if TYPE_CHECKING:
    from gateway_policies.properties import Value
    from gateway_policies.resources import Resource, Stack

FUNCTION, ALIAS = "aws:lambda/function:Function", "aws:lambda/alias:Alias"
_DISCOVERED = "aws:servicediscovery/service:Service"
_FUNCTION_ARN = re.compile(r":function:([^:/]+)")
_ACTION = re.compile(r"arn:[^:]+:apigateway:[^:]*:([a-z0-9.-]+):(?:action|path)/(.*)")

_TARGETS = {
    "aws:cloudwatch/eventBus:EventBus": "event bus",
    "aws:dynamodb/table:Table": "table",
    "aws:kinesis/stream:Stream": "stream",
    "aws:sfn/stateMachine:StateMachine": "state machine",
    "aws:sns/topic:Topic": "topic",
    "aws:sqs/queue:Queue": "queue",
}

Kind = Literal["function", "private service", "AWS service", "URL", "mock", "none"]


@dataclass(frozen=True)
class Backend:
    """What answers a route."""

    kind: Kind
    name: str
    link: str = ""
    """The VPC link on the way, "" where there is none."""
    balancer: str = ""
    """The load balancer behind the link, with its kind."""


NOTHING = Backend("none", "no integration in this stack")


def backend_of(stack: Stack, integration: Resource) -> Backend:
    """What an integration of any kind of API calls."""
    is_rest = integration.type.startswith("aws:apigateway/")
    kind = integration.known_text("type" if is_rest else "integrationType")
    uri = "uri" if is_rest else "integrationUri"
    if kind == "MOCK":
        return Backend("mock", "fixed answer")
    subtype = integration.known_text("integrationSubtype")
    if subtype:
        return Backend("AWS service", _with_target(stack, integration, uri, subtype.replace("-", " ", 1)))
    if integration.known_text("connectionType") == "VPC_LINK":
        return _private(stack, integration, uri)
    if kind not in {"AWS_PROXY", "AWS"}:
        return of_uri(integration.at(uri))
    found = of_uri(integration.at(uri), function_of(stack, integration, uri))
    if found.kind == "function":
        return found
    action = found.name if found.kind == "AWS service" else ""
    return Backend("AWS service", _with_target(stack, integration, uri, action) or "one that is not known until up")


def _with_target(stack: Stack, integration: Resource, uri: str, action: str) -> str:
    """An action with the queue, table or the like that it is done to, where that is of this stack."""
    for key in (uri, "requestParameters", "requestTemplates"):
        for target in stack.sources(integration, key, *_TARGETS)[:1]:
            named = f"{_TARGETS[target.type]} {target.name}"
            return f"{action}, {named}" if action else named
    return action


def of_uri(uri: Value, function: str = "") -> Backend:
    """What a URI leads to: a function by its name where that is known, else what the URI itself tells."""
    if function:
        return Backend("function", function)
    found = uri.text()
    if not isinstance(found, Known):
        why = found.reason if isinstance(found, Unknown) else "is not set"
        return Backend("URL", f"an address that {why}")
    action = _ACTION.fullmatch(found.value)
    if action:
        return Backend("AWS service", f"{action[1]} {action[2]}")
    if found.value.startswith("arn:"):
        return Backend("AWS service", found.value)
    return Backend("URL", plain_url(found.value))


def plain_url(url: str) -> str:
    """The URL without what may be a secret in it: a user, a password, and the query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if parts.scheme else parts.path


def function_of(stack: Stack, resource: Resource, key: str) -> str:
    """The name of the function whose ARN a property holds, "" where it holds none."""
    found = stack.sources(resource, key, FUNCTION, ALIAS)
    if found:
        return found[0].name
    arn = resource.at(key).text()
    match = _FUNCTION_ARN.search(arn.value) if isinstance(arn, Known) else None
    return match[1] if match else ""


def link_of(stack: Stack, integration: Resource) -> str:
    """The name of the VPC link of a private integration."""
    found = stack.linked(integration, "connectionId", VPC_LINK, REST_VPC_LINK)
    return found.name if found else "a link of another stack"


def _private(stack: Stack, integration: Resource, uri: str) -> Backend:
    link = link_of(stack, integration)
    balancer = _balancer(stack, integration, uri)
    if balancer:
        kind = balancer.known_text("loadBalancerType") or "application"
        return Backend("private service", balancer.name, link, f"{kind} load balancer {balancer.name}")
    discovered = stack.linked(integration, uri, _DISCOVERED)
    if discovered:
        return Backend("private service", f"{discovered.name} of Cloud Map", link)
    return Backend("private service", of_uri(integration.at(uri)).name, link)


def _balancer(stack: Stack, integration: Resource, uri: str) -> Resource | None:
    """The load balancer that an integration names itself, by its listener, or by its link."""
    if not isinstance(integration.at("integrationTarget").reading, Absent):
        return stack.linked(integration, "integrationTarget", *LOAD_BALANCERS)
    listener = stack.linked(integration, uri, *LISTENERS)
    if listener:
        return stack.linked(listener, "loadBalancerArn", *LOAD_BALANCERS)
    link = stack.linked(integration, "connectionId", REST_VPC_LINK)
    return stack.linked(link, "targetArn", *LOAD_BALANCERS) if link else None
