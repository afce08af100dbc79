"""A WebSocket API asks at connecting who is calling, for it cannot ask later."""

from collections.abc import Iterator

from gateway_policies.belonging import HTTP_ROUTE_KEY, parts_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_CONNECT = "$connect"


def _check(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for api in stack.of_type(API):
        protocol = api.at("protocolType").text()
        if isinstance(protocol, Absent) or (isinstance(protocol, Known) and protocol.value != "WEBSOCKET"):
            continue
        yield from _check_api(stack, api)


def _check_api(stack: Stack, api: Resource) -> Iterator[Finding]:
    """A `$connect` route that asks nobody is what route-authorization reports; here it is about one that is missing."""
    routes = parts_of(stack, api, ROUTE)
    keys = [route.at("routeKey").text() for route in routes.certain]
    if not keys or Known(_CONNECT) in keys or any(isinstance(key, Known) and _is_http(key.value) for key in keys):
        return
    protocol = api.at("protocolType").text()
    for route, key in zip(routes.certain, keys, strict=True):
        if isinstance(key, Unknown):
            yield undecided(api, Unknown(f"{key.path} of {route.name!r}", key.reason))
            return
    for route in routes.possible:
        if route.at("routeKey").text() == Known(_CONNECT) or isinstance(route.at("routeKey").reading, Unknown):
            yield undecided(api, Unknown(f"whether {route.name!r} is its {_CONNECT} route", "is not known"))
            return
    if isinstance(protocol, Unknown):
        yield undecided(api, protocol)
    else:
        message = f"protocolType is WEBSOCKET and none of its {len(keys)} routes is {_CONNECT!r}, so anyone can connect"
        yield violation(api, "protocolType", message)


def _is_http(key: str) -> bool:
    return HTTP_ROUTE_KEY.match(key) is not None


WEBSOCKET_CONNECT_ROUTE = Rule(
    name="websocket-connect-route",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A WebSocket API lets anyone connect, for it has no $connect route",
    why="Only `$connect` can have an authorizer: messages travel on the connection it opened, and without that route "
    "every connection is accepted.",
    fix="Add a Route with routeKey '$connect' and authorizationType CUSTOM, with an authorizerId, or AWS_IAM.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "apigateway-websocket-api-route-keys-connect-disconnect.html",
    controls=("mondoo apigatewayv2-websocket-route-auth-required", "OWASP API2:2023"),
    check_stack=_check,
    stack_types=(API, ROUTE),
)

RULES = (WEBSOCKET_CONNECT_ROUTE,)
