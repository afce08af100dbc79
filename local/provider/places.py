"""Finding what an interrupted creation has made, where AWS gives the id, but each place once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.provider.resource_type import Call, Request


def found_in(
    operation: str,
    items: str,
    identifier: str,
    *,
    place: Sequence[str],
    within: Sequence[str] = (),
    **parameters: object,
) -> Callable[[Call, Request], str | None]:
    """Looks for a resource in what an operation lists.

    Args:
        operation: The operation that lists.
        items: The member of its answer with what it lists.
        identifier: The member of an item that is the id.
        place: The members that say where a resource is, in a create request as in an item.
        within: The members of a create request that the operation takes too.
        parameters: What else it takes.
    """

    def find(call: Call, request: Request) -> str | None:
        there = call(operation, {**{name: request[name] for name in within}, **parameters}).get(items, [])
        same = (one for one in there if all(one.get(name) == request.get(name) for name in place))
        return next((str(one[identifier]) for one in same), None)

    return find
