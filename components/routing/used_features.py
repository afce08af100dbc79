"""What an HTTP or REST API uses of what only some kinds have. Pure: no Pulumi resource."""

from collections.abc import Mapping

from components.knowledge.capabilities import asked_for
from components.routing import route_keys
from components.routing.private_targets import CLOUD_MAP
from components.routing.routing import Routing

_ENDPOINTS = {"PRIVATE": "private-endpoint", "EDGE": "edge-endpoint"}


def used_features(args: Mapping[str, object], routing: Routing) -> tuple[str, ...]:
    """The ids of features (see capabilities.py) that an API uses, once nothing is wrong with its arguments.

    Whether a web ACL or a domain stands before it, the API does not know.

    Args:
        args: the arguments of the API.
        routing: the routing made of them.
    """
    sorts = {name: str(given["kind"]) for name, given in routing.authorizers.items()}
    found = [*asked_for([*args], routing.routes, sorts)]
    # What these ask for is told by a value and not by the name of an argument.
    if args.get("endpoint") in _ENDPOINTS:
        found.append(_ENDPOINTS[str(args["endpoint"])])
    written = args.get("routes")
    if isinstance(written, Mapping) and route_keys.DEFAULT in written:
        found.append("default-route")
    if any(service.get("kind") == CLOUD_MAP for service in routing.private_services):
        found.append(CLOUD_MAP)
    return tuple(found)
