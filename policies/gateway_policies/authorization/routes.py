"""Every route asks who is calling."""

import re
from collections.abc import Iterator

from gateway_policies.belonging import HTTP_ROUTE_KEY, protocol_of
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import API, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_AUTHORIZED = ("AWS_IAM", "CUSTOM", "JWT")
_DEFAULT = "$default"
_CONNECT = "$connect"


def _check_route(route: Resource, _settings: Settings) -> Iterator[Finding]:
    """Decide every route whose key alone tells the protocol; that of `$default` shows between resources."""
    kind = route.at("authorizationType").text()
    if _is_authorized(kind):
        return
    key = route.at("routeKey").text()
    if isinstance(key, Unknown):
        yield undecided(route, key)
    elif isinstance(key, Absent):
        yield undecided(route, Unknown("routeKey", "is not set, so the route cannot be told"))
    elif key.value == _CONNECT or (HTTP_ROUTE_KEY.match(key.value) and not key.value.startswith("OPTIONS ")):
        # A browser sends the preflight (OPTIONS) without credentials, so it can never be authorized; of a WebSocket API
        # only `$connect` can be, and the messages after it travel on the connection it opened.
        yield _open_route(route, key.value, kind)


def _check_default_routes(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """Decide the `$default` routes: of an HTTP API they take any request, of a WebSocket API only messages."""
    for route in stack.of_type(ROUTE):
        kind = route.at("authorizationType").text()
        if _is_authorized(kind) or route.known_text("routeKey") != _DEFAULT:
            continue
        protocol = protocol_of(stack, route)
        if isinstance(protocol, Known):
            if protocol.value != "WEBSOCKET":
                yield _open_route(route, _DEFAULT, kind)
        else:
            yield undecided(route, Unknown("apiId", "names no API whose protocolType is known"))


def _is_authorized(kind: Reading[str]) -> bool:
    return isinstance(kind, Known) and kind.value in _AUTHORIZED


def _open_route(route: Resource, key: str, kind: Reading[str]) -> Finding:
    if isinstance(kind, Unknown):
        return undecided(route, kind)
    found = kind.value if isinstance(kind, Known) else "not set"
    scope = ", and the route takes every request no other route matches" if _is_catch_all(key) else ""
    message = f"authorizationType of route {key!r} is {found}, allowed are {', '.join(_AUTHORIZED)}{scope}"
    return violation(route, "authorizationType", message)


def _is_catch_all(key: str) -> bool:
    return key == _DEFAULT or re.fullmatch(r"ANY /\{[^}]+\+\}", key) is not None


ROUTE_AUTHORIZATION = Rule(
    name="route-authorization",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A route can be called by anyone",
    why="A route without authorization serves every caller on the internet, and `$default` or `ANY /{proxy+}` without "
    "it does so for each path nobody thought of.",
    fix="Set authorizationType to JWT or CUSTOM with an authorizerId, or to AWS_IAM; exempt a route that is meant to "
    "be public in the enforcement file, with a reason.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
    controls=(
        "checkov CKV_AWS_309",
        "Security Hub APIGateway.8",
        "Config api-gwv2-authorization-type-configured",
        "cdk-nag APIG4",
        "prowler apigatewayv2_api_authorizers_enabled",
        "mondoo api-gw-require-authentication",
        "cloudsploit apigatewayV2Authorization",
        "turbot api_gatewayv2_route_authorization_type_configured",
        "OWASP API2:2023",
    ),
    checks={ROUTE: _check_route},
    check_stack=_check_default_routes,
    stack_types=(ROUTE, API),
)

RULES = (ROUTE_AUTHORIZATION,)
