"""Routes: what an API answers and whom. Plain typed data; each API makes the resources. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from components import limits, route_keys
from components.integrations import FunctionReference
from components.problems import Problem, choices, did_you_mean, missing_keys, unknown_keys
from components.throttling import Throttle, throttle_problems


class Route(TypedDict):
    """One route. It takes the API's default authorizer unless it names another one or says why it is public."""

    function: FunctionReference
    """What answers: a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one."""
    authorizer: NotRequired[str]
    """Name of the authorizer, in place of the default one."""
    scopes: NotRequired[Sequence[str]]
    """Scopes of which the token must have one, or a request gets 403. 10 at most."""
    throttle: NotRequired[Throttle]
    """Its own throttle, in place of the API's."""
    public: NotRequired[str]
    """Why anyone may call the route. Without this sentence a route needs an authorizer."""


@dataclass(frozen=True)
class Access:
    """Who may call a route: an authorizer or, without one, anyone."""

    authorizer: str | None
    scopes: tuple[str, ...] = ()
    public: str | None = None

    def __str__(self) -> str:
        if self.authorizer is None:
            return f"public: {self.public}"
        return f"{self.authorizer} [{' '.join(self.scopes)}]" if self.scopes else self.authorizer


def access(key: str, route: Route, default_authorizer: str | None) -> Access:
    """Who may call the route `key`.

    The default authorizer leaves OPTIONS routes alone: a browser sends a preflight without credentials, so it would
    refuse every one of them. What such a route wants is said by the route itself.
    """
    if "public" in route:
        return Access(None, public=route["public"])
    default = None if key.startswith("OPTIONS ") else default_authorizer
    return Access(route.get("authorizer", default), tuple(route.get("scopes", ())))


def route_problems(
    key: str,
    route: Mapping[str, object],
    authorizers: Sequence[str],
    default_authorizer: str | None,
) -> list[Problem]:
    """Everything wrong with the route `key` by itself."""
    where = f'route "{key}"'
    return [
        *_key_problems(where, key),
        *missing_keys(where, route, ("function",)),
        *unknown_keys(where, route, Route),
        *_authorizer_problems(where, key, route, authorizers, default_authorizer),
        *_scope_problems(where, route),
        *(throttle_problems(f"{where}, throttle", route["throttle"]) if "throttle" in route else []),
    ]


def conflict_problems(keys: Sequence[str]) -> list[Problem]:
    """A problem for each pair of routes that match exactly the same requests."""
    first: dict[str, str] = {}
    found: list[Problem] = []
    for key in keys:
        try:
            shape = route_keys.parse(key).shape
        except route_keys.RouteKeyError:
            continue  # reported as a problem of the route itself
        other = first.setdefault(shape, key)
        if other != key:
            allowed = "one route for the same requests: variable names make no difference to AWS"
            found.append(Problem(f'route "{key}"', f'the same requests as "{other}"', allowed, "remove one of the two"))
    return found


def _key_problems(where: str, key: str) -> list[Problem]:
    try:
        route_keys.parse(key)
    except route_keys.RouteKeyError as error:
        return [Problem(where, fault.found, fault.allowed, fault.remedy) for fault in error.faults]
    return []


def _authorizer_problems(
    where: str,
    key: str,
    route: Mapping[str, object],
    authorizers: Sequence[str],
    default_authorizer: str | None,
) -> list[Problem]:
    public, named = route.get("public"), route.get("authorizer")
    if "public" in route:
        return _public_problems(where, public, [name for name in ("authorizer", "scopes") if name in route])
    if named is not None:
        if named in authorizers:
            return []
        remedy = did_you_mean(str(named), authorizers, 'define it in "authorizers"')
        return [Problem(where, f'authorizer "{named}"', choices(authorizers), remedy)]
    allowed = f'an authorizer ({choices(authorizers)}) or public="reason"'
    if key.startswith("OPTIONS "):
        remedy = 'say public="answers preflight requests, which carry no token", or remove the route and use cors'
        return [Problem(where, "no authorizer of its own, as OPTIONS takes no default one", allowed, remedy)]
    if default_authorizer is None:
        remedy = 'name an authorizer here or as default_authorizer, or say public="reason" if anyone may call it'
        return [Problem(where, "no authorizer and no reason to be public", allowed, remedy)]
    return []


def _public_problems(where: str, public: object, beside: list[str]) -> list[Problem]:
    found: list[Problem] = []
    if not isinstance(public, str) or not public.strip():
        allowed = "a sentence that says why anyone may call the route"
        found.append(Problem(where, f"public={public!r}", allowed, "give the reason, or remove public"))
    if beside:
        allowed = "either public or an authorizer"
        remedy = f"remove {' and '.join(beside)}, or remove public"
        found.append(Problem(where, f"public together with {' and '.join(beside)}", allowed, remedy))
    return found


def _scope_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    scopes = route.get("scopes", ())
    if isinstance(scopes, str) or not isinstance(scopes, Sequence):
        return [Problem(where, f"scopes={scopes!r}", "a list of scopes", "put the scope in a list")]
    listed: list[object] = [*scopes]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped sequence is judged item by item
    found: list[Problem] = []
    if "scopes" in route and not listed:
        found.append(Problem(where, "scopes without a scope", "1 to 10 scopes", "name a scope or remove scopes"))
    if len(listed) > limits.SCOPES_PER_ROUTE:
        allowed = f"{limits.SCOPES_PER_ROUTE} at most"
        found.append(Problem(where, f"{len(listed)} scopes", allowed, "make a wider scope that covers several"))
    allowed = "a scope as the token spells it: printable, without spaces (RFC 6749, section 3.3)"
    return found + [
        Problem(where, f"scope {scope!r}", allowed, "write each scope as an item of its own")
        for scope in listed
        if not isinstance(scope, str) or not scope or " " in scope or not scope.isprintable()
    ]
