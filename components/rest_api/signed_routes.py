"""The routes of a REST API that want signed requests, and the requests of all others. Pure: no Pulumi resource.

AWS lets a signed request of the API's own account through when the caller's policies or the resource policy allow it.
What the resource policy allows to everyone, every principal of the account may call, granted or not.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from collections.abc import Sequence

from components.access.invoke_grants import requests
from components.rest_api import paths as rest_paths
from components.routing import route_keys
from components.routing.route_keys import RouteKey
from components.routing.routes import Access
from components.routing.routing import Routing

_ANY = "ANY"
_LITERAL, _VARIABLE, _GREEDY = range(3)


def signed_routes(routing: Routing) -> dict[str, Access]:
    """Who may call each route that wants signed requests, by its key."""
    return {key: who for key, who in routing.accesses.items() if _is_signed(routing, who)}


def open_requests(routing: Routing, stages: Sequence[str], *, preflights: bool) -> list[str] | None:
    """The requests that need no signature, as ARNs write them from the stage on; None if no route wants signed ones.

    Args:
        routing: the routing of the API. Routes with keys that cannot be are left to the rules.
        stages: the names of its stages. For a stage `*` would also stand for `v1/POST/files` of `v1/POST/files/GET/a`.
        preflights: whether the API answers the preflight requests of its paths.
    """
    if not signed_routes(routing):
        return None
    keys = [key for key in routing.routes if rest_paths.parsed(key) is not None]
    added = rest_paths.preflights(keys) if preflights else []
    opened = [*(key for key in keys if not _is_signed(routing, routing.accesses[key])), *added]
    return [f"{stage}{request}" for stage in stages for request in requests(opened)]


def covered(routing: Routing) -> dict[str, list[str]]:
    """The signed routes that the requests of an open route take in, by the key of the open one.

    In ARNs `*` crosses slashes, so that `GET /orders/{id}` also stands for `GET /orders/{id}/items`, and so does
    `ANY /items`.
    """
    signed = {key: route_keys.parse(key) for key in signed_routes(routing)}
    opened = {key: route_keys.parse(key) for key in routing.routes if key not in signed}
    found = {key: [other for other, wanted in signed.items() if _takes_in(one, wanted)] for key, one in opened.items()}
    return {key: others for key, others in found.items() if others}


def _is_signed(routing: Routing, who: Access) -> bool:
    authorizer = routing.authorizers.get(who.authorizer or "")
    return authorizer is not None and authorizer.get("kind") == "iam"


def _takes_in(opened: RouteKey, signed: RouteKey) -> bool:
    """Whether a request that API Gateway routes to `signed` matches the ARN of `opened`."""
    if opened.method != signed.method and _ANY not in {opened.method, signed.method}:
        return False
    # The root ends with a slash, which * matches nothing behind.
    given, wanted = opened.segments or ("",), signed.segments or ("",)
    longest = len(given) + 1 if _rank(wanted[-1]) == _GREEDY else 1
    paths = [(*wanted, *wanted[-1:] * more) for more in range(longest)]
    # The * that stands for every method crosses slashes too.
    found = [
        (*path[:skip], *rest)
        for path in paths
        for skip in range(len(path) if opened.method == _ANY else 1)
        for rest in _meetings(given, path[skip:])
    ]
    preferred = _preference(wanted, signed.method) < _preference(given, opened.method)
    return any(preferred or not _matches(given, path) for path in found)


def _preference(segments: tuple[str, ...], method: str) -> tuple[list[int], bool]:
    """What API Gateway takes of two routes that match: the one with the lesser value."""
    return [*map(_rank, segments)], method == _ANY


def _meetings(given: tuple[str, ...], path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Paths that match `given` as an ARN, where * crosses slashes, of those that `path` stands for."""
    if not given or not path:
        return [()] if not given and not path else []
    head, rank = given[0], _rank(given[0])
    if rank == _LITERAL:
        same = path[0] == head or (_rank(path[0]) != _LITERAL and bool(head))
        return [(head, *rest) for rest in _meetings(given[1:], path[1:])] if same else []
    spans = range(1 if rank == _VARIABLE else len(path), len(path) + 1)
    return [(*path[:span], *rest) for span in spans for rest in _meetings(given[1:], path[span:])]


def _matches(given: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a path matches the route `given`; a variable in it stands for a text that is found nowhere else."""
    long_enough = len(path) >= len(given) if _rank(given[-1]) == _GREEDY else len(path) == len(given)
    return long_enough and all(_rank(one) != _LITERAL or one == other for one, other in zip(given, path, strict=False))


def _rank(segment: str) -> int:
    """How API Gateway prefers segments: literals, then variables, then greedy ones."""
    if not segment.startswith("{"):
        return _LITERAL
    return _GREEDY if segment.endswith("+}") else _VARIABLE
