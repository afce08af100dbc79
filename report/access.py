"""Who may call a route, and why, where everyone may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies import resource_types as types
from gateway_policies.reading import Absent, Known

if TYPE_CHECKING:
    from gateway_policies.reading import Reading
    from gateway_policies.resources import Resource, Stack

_COMPONENTS = ("gateway:index:HttpApi", "gateway:index:RestApi", "gateway:index:WebSocketApi")
_PUBLIC = "public: "
_KEYED = ", with an API key"
_KINDS = {
    "AWS_IAM": "principals of AWS (IAM)",
    "COGNITO_USER_POOLS": "a user pool",
    "CUSTOM": "a Lambda authorizer",
    "JWT": "a JSON Web Token",
}


@dataclass(frozen=True)
class Access:
    """Who may call a route."""

    who: str
    reason: str = ""
    """Why everyone may call it, where somebody has said so."""
    is_open: bool = False


def route_access(stack: Stack, route: Resource, excuse: str) -> Access:
    """Of a route of an HTTP API, or the one with which a WebSocket is opened."""
    kind = route.at("authorizationType").text()
    if _is_none(kind):
        return Access("everyone", excuse or _said(stack, route, route.known_text("routeKey")), is_open=True)
    return Access(_caller(stack, route, kind))


def method_access(stack: Stack, method: Resource, excuse: str) -> Access:
    """Of a method of a REST API."""
    keyed = _KEYED if method.at("apiKeyRequired").flag() == Known(value=True) else ""
    kind = method.at("authorization").text()
    if _is_none(kind):
        return Access(f"everyone{keyed}", excuse or _said(stack, method, ""), is_open=True)
    return Access(f"{_caller(stack, method, kind)}{keyed}")


def _is_none(kind: Reading[str]) -> bool:
    return isinstance(kind, Absent) or kind == Known("NONE")


def _caller(stack: Stack, route: Resource, kind: Reading[str]) -> str:
    """Who has to be known, by what, and with which scopes."""
    if not isinstance(kind, Known):
        return "not known before up"
    who = _KINDS.get(kind.value, kind.value)
    authorizer = stack.linked(route, "authorizerId", types.AUTHORIZER, types.REST_AUTHORIZER)
    scopes = route.at("authorizationScopes").items()
    texts = [one.text() for one in scopes.value] if isinstance(scopes, Known) else []
    asked = ", ".join(one.value for one in texts if isinstance(one, Known))
    return who + (f" ({authorizer.name})" if authorizer else "") + (f": {asked}" if asked else "")


def _said(stack: Stack, route: Resource, key: str) -> str:
    """The reason that a component puts into the state with its routes."""
    name = route.name
    for kind in _COMPONENTS:
        for component in stack.of_type(kind):
            prefix = f"{component.name}-"
            own_key = key or name.removeprefix(prefix)
            if name.startswith(prefix):
                said = component.at("routes", own_key).text()
                if isinstance(said, Known) and said.value.startswith(_PUBLIC):
                    return said.value.removeprefix(_PUBLIC).removesuffix(_KEYED)
    return ""
