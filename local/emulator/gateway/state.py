"""State of the data plane that has to survive a restart, kept with that of the ministack module it belongs to."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.emulator.gateway.ministack import Part


def keep(part: Part, stores: Mapping[str, Any]) -> None:
    """Has a module save, restore and clear these stores together with its own.

    Args:
        part: The module.
        stores: By the name under which each is saved, a container scoped by account and region.
    """

    def saving(original: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
        return lambda: original() | {name: copy.deepcopy(store) for name, store in stores.items()}

    def restoring(original: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        def restore(data: dict[str, Any]) -> None:
            original(data)
            for name, store in stores.items():
                store.update(data.get(name, {}))

        return restore

    def clearing(original: Callable[[], None]) -> Callable[[], None]:
        def clear() -> None:
            original()
            for store in stores.values():
                store.clear()

        return clear

    part.replace("get_state", "", saving)
    part.replace("load_persisted_state", "data", restoring)
    part.replace("reset", "", clearing)
