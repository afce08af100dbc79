"""The routes of the component `aws-apigateway:index:RestAPI`, which writes an OpenAPI document of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.documents.openapi_security import opening
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resources import Resource


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A route that asks nobody who is calling, as far as can be read: its place, its name, and why."""

    path: str
    title: str
    opening: Known[str] | Unknown


def routes_of(component: Resource) -> Iterator[OpenRoute | Unknown]:
    """The routes of a component that are open, and those of which it cannot be told."""
    routes = component.at("routes").items()
    if isinstance(routes, Unknown):
        yield routes
    if not isinstance(routes, Known):
        return
    schemes = {name for route in routes.value for name in _scheme_names(route)}
    for route in routes.value:
        found = route.mapping()
        if isinstance(found, Unknown):
            yield found
            continue
        is_raw = _is_raw(route)
        flaw = opening(route.at("data"), route.at("data", "security"), schemes.__contains__) if is_raw else _flaw(route)
        if isinstance(flaw, Absent):
            continue
        # The component gives static files and targets methods of its own.
        has_method = is_raw or not isinstance(route.at("eventHandler").reading, Absent)
        method = route.at("method").text() if has_method else Known("ANY")
        if isinstance(method, Known) and method.value.upper() == "OPTIONS":
            continue
        path = route.at("path").text()
        verb = method.value if isinstance(method, Known) else "route"
        title = f"{verb} {path.value}" if isinstance(path, Known) else route.path
        yield OpenRoute(route.path, title, method if isinstance(method, Unknown) else flaw)


def _is_raw(route: Value) -> bool:
    """Whether the route is a piece of OpenAPI, taken as it is: what else the route says of callers is passed over."""
    others = ("eventHandler", "localPath", "target")
    return not isinstance(route.at("data").reading, Absent) and all(
        isinstance(route.at(other).reading, Absent) for other in others
    )


def _scheme_names(route: Value) -> Iterator[str]:
    authorizers = route.at("authorizers").items()
    for authorizer in authorizers.value if isinstance(authorizers, Known) else ():
        name = authorizer.at("authorizerName").text()
        if isinstance(name, Known):
            yield name.value


def _flaw(route: Value) -> Reading[str]:
    iam = route.at("iamAuthEnabled").flag()
    authorizers = route.at("authorizers").items()
    if iam == Known(value=True):
        return Absent()
    flaws: list[Reading[str]] = [iam] if isinstance(iam, Unknown) else []
    if isinstance(authorizers, Unknown):
        flaws.append(authorizers)
    for authorizer in authorizers.value if isinstance(authorizers, Known) else ():
        flaw = _flaw_of(authorizer)
        if isinstance(flaw, Absent):
            return flaw
        flaws.append(flaw)
    unread = next((flaw for flaw in flaws if isinstance(flaw, Unknown)), None)
    found = next((flaw for flaw in flaws if isinstance(flaw, Known)), None)
    return unread or found or Known("it has no authorizers, and iamAuthEnabled is not true")


def _flaw_of(authorizer: Value) -> Reading[str]:
    """A Lambda authorizer of no authType is imported without a word, and no method gets it."""
    found = authorizer.mapping()
    if isinstance(found, Unknown):
        return found
    if isinstance(authorizer.at("handler").reading, Absent):
        has_pools = not isinstance(authorizer.at("providerARNs").reading, Absent)
        return Absent() if has_pools else Known(f"{authorizer.path} has neither handler nor providerARNs")
    kind = authorizer.at("authType").text()
    if isinstance(kind, Unknown):
        return kind
    is_set = isinstance(kind, Known) and kind.value
    return Absent() if is_set else Known(f"{authorizer.path}.authType is not set, without which it is not applied")
