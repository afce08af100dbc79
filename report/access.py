"""Who may call a route: the authorizer that is asked, or everyone and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import AUTHORIZER, REST_AUTHORIZER, USER_POOL
from report.backends import function_of

if TYPE_CHECKING:
    from gateway_policies.properties import Value
    from gateway_policies.resources import Resource, Stack

UNREAD_POLICY = "the resource policy is not known until up"
_OPEN = ("NONE", "")


@dataclass(frozen=True)
class Access:
    """Who may call a route."""

    who: str
    """The name of the authorizer, or what stands in its place, such as "everyone"."""
    how: str = ""
    """What kind of authorizer it is, or what else limits callers."""
    scopes: tuple[str, ...] = ()
    api_key: bool = False
    is_open: bool = False
    reason: str = ""
    """Of an open route: why, in the words of the program; "" where it gives none."""


def everyone(reason: str, *, api_key: bool = False, how: str = "") -> Access:
    """The access of an open route."""
    return Access("everyone", how, api_key=api_key, is_open=True, reason=reason)


def limited(*, api_key: bool) -> Access:
    """The access of a route that has no authorizer, and whose API has a resource policy that admits some."""
    return Access("whom the resource policy admits", "no authorizer", api_key=api_key)


def is_open(kind: Value) -> bool:
    """Whether an authorization type asks nobody; one that is not known counts as one that asks."""
    found = kind.text()
    return isinstance(found, Absent) or (isinstance(found, Known) and found.value in _OPEN)


def authorized(stack: Stack, caller: Resource, kind: Value) -> Access:
    """The access of a route or method that asks who is calling."""
    api_key = caller.at("apiKeyRequired").flag() == Known(value=True)
    scopes = texts(caller.at("authorizationScopes"))
    found = kind.text()
    if isinstance(found, Unknown):
        return Access("not known yet", found.reason, scopes, api_key)
    name = found.value if isinstance(found, Known) else ""
    if name == "AWS_IAM":
        return Access("AWS IAM", "signed requests", scopes, api_key)
    authorizer = stack.linked(caller, "authorizerId", AUTHORIZER, REST_AUTHORIZER)
    if authorizer is None:
        return Access("an authorizer", f"{name}, not of this stack", scopes, api_key)
    return Access(authorizer.known_text("name") or authorizer.name, describe(stack, authorizer), scopes, api_key)


def describe(stack: Stack, authorizer: Resource) -> str:
    """What an authorizer checks, in a few words."""
    kind = authorizer.known_text("authorizerType" if authorizer.type == AUTHORIZER else "type")
    if kind == "JWT":
        pools = stack.sources(authorizer, "jwtConfiguration", USER_POOL)
        issuer = authorizer.at("jwtConfiguration", "issuer").text()
        of = f"user pool {pools[0].name}" if pools else issuer.value if isinstance(issuer, Known) else ""
        return f"JWT of {of}" if of else "JWT"
    if kind == "COGNITO_USER_POOLS":
        pools = stack.sources(authorizer, "providerArns", USER_POOL)
        return f"user pool {', '.join(one.name for one in pools)}" if pools else "Cognito user pool"
    function = function_of(stack, authorizer, "authorizerUri")
    what = {"TOKEN": "token", "REQUEST": "request"}.get(kind or "TOKEN", kind)
    return f"function {function} checks the {what}" if function else f"a function checks the {what}"


def texts(value: Value) -> tuple[str, ...]:
    """The known texts of a list."""
    items = value.items()
    found = [item.text() for item in items.value] if isinstance(items, Known) else []
    return tuple(one.value for one in found if isinstance(one, Known))
