"""Time-outs of routes beside those of their functions. Pure: no Pulumi resource."""

from components.routing.routing import Routing

_MILLISECONDS = 1000


def timeout_warnings(routing: Routing) -> list[str]:
    """A warning for each route that gives up while its function may still run."""
    return [
        f'the route "{key}" gives up after {limit} ms, while its function "{target.label}" runs on for up to '
        f"{target.timeout} s"
        for key, target in routing.targets.items()
        if (limit := routing.routes[key].get("timeout_milliseconds")) is not None
        and target.timeout is not None
        and target.timeout * _MILLISECONDS > limit
    ]
