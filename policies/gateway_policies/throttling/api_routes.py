"""Which routes an API has: those that are resources, and those of an OpenAPI document."""

from dataclasses import dataclass, field

from gateway_policies.belonging import API_OF, api_of, parts_of
from gateway_policies.data_protection.cached_methods import place_of
from gateway_policies.documents.body_parts import operations_of
from gateway_policies.documents.openapi_body import Operation
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_METHOD, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.tls.default_endpoints import puts_of

ANY = "ANY"
_DEFAULT = "$default"


@dataclass(slots=True)
class Routes:
    """The routes of an API.

    `keys` are as route keys are written, also those of methods of a REST API ("GET /orders"); `verbs` gives for each
    path without the first slash those it is called with, and for "*" those of all paths. `unread` is the first value
    that keeps a route from being read.
    """

    keys: set[str] = field(default_factory=set[str])
    verbs: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    unread: Unknown | None = None

    def add(self, key: Reading[str], of: str = "") -> None:
        """Enter a route, `of` being what brings it."""
        if isinstance(key, Unknown):
            self.unread = self.unread or (Unknown(f"{key.path} of {of!r}", key.reason) if of else key)
        elif isinstance(key, Known):
            self.keys.add(key.value)
            verb, separator, path = key.value.partition(" /")
            for place in (path, "*") if separator else ():
                self.verbs.setdefault(place, set()).add(verb)

    def has_method(self, method_path: str) -> bool:
        """Whether a method is at a path as method settings write it ("orders/GET"), where `*` stands for any."""
        path, _, verb = written(method_path).rpartition("/")
        verbs = self.verbs.get(path, set())
        return bool(verbs) if verb == "*" else verb in verbs or ANY in verbs


class ApiRoutes:
    """The routes of the APIs of a stack, each read once: `stack.once(ApiRoutes)`."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._by_api: dict[str, Routes] = {}

    def of(self, api: Resource) -> Routes:
        """The routes of an API."""
        if api.urn not in self._by_api:
            self._by_api[api.urn] = self._find(api)
        return self._by_api[api.urn]

    def _find(self, api: Resource) -> Routes:
        routes = Routes()
        kind = REST_METHOD if api.type == REST_API else ROUTE
        parts = parts_of(self._stack, api, kind)
        for part in parts.certain:
            routes.add(self._method_key(part) if kind == REST_METHOD else part.at("routeKey").text(), part.name)
        for owner in (api, *puts_of(self._stack, api)):
            for operation in operations_of(owner):
                routes.add(operation if isinstance(operation, Unknown) else Known(_key_of(operation)), owner.name)
            routes.add(_moved(owner), owner.name)
        if api.type != REST_API:
            routes.add(_quick_route(api))
        for part in parts.possible[:1]:
            routes.add(Unknown(f"whether {part.name!r} is of the API", "is not known"))
        return routes

    def _method_key(self, method: Resource) -> Reading[str]:
        place = place_of(self._stack, method)
        if isinstance(place.path, Unknown):
            return place.path
        return Known(place.title) if isinstance(place.verb, Known) else place.verb


def routes_of(stack: Stack, part: Resource) -> Routes:
    """The routes of the API of a stage or of method settings; unread when it is of another stack."""
    api = api_of(stack, part)
    if api:
        return stack.once(ApiRoutes).of(api)
    return Routes(unread=Unknown(API_OF[part.type][0], "names no API of this stack, whose routes could be read"))


def written(method_path: str) -> str:
    """A methodPath without slashes at its ends; one within the path may be written ~1, as in the patches of AWS."""
    return method_path.replace("~1", "/").strip("/")


def method_path_of(key: str) -> str:
    """How method settings write a route key: "orders/GET" for "GET /orders"."""
    verb, _, path = key.partition(" /")
    return f"{path}/{verb}".strip("/")


def _key_of(operation: Operation) -> str:
    """A document writes the `$default` route as a path."""
    return _DEFAULT if operation.path == f"/{_DEFAULT}" else operation.title


def _moved(owner: Resource) -> Absent | Unknown:
    """What leaves open where the paths of a document are: an import may put its basePath before them."""
    base = owner.at("parameters", "basepath").text()
    if isinstance(base, Known):
        is_left_out = base.value in {"ignore", ""}
        return Absent() if is_left_out else Unknown("parameters.basepath", f"is {base.value!r}, which moves the paths")
    return base


def _quick_route(api: Resource) -> Reading[str]:
    """The route that an API makes by itself of its `target`."""
    key = api.at("routeKey").text()
    has_target = not isinstance(api.at("target").reading, Absent)
    return Known(_DEFAULT) if isinstance(key, Absent) and has_target else key
