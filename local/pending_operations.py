"""Operations that were under way when the engine was itself killed.

The engine keeps them in the state, and warns of them at every `up` until somebody refreshes the stack and answers its
questions. They are settled here instead. What it was updating or deleting is recorded, and the next `up` does it
again. What it was creating becomes a note among those of `unconfirmed`, so that the next run names it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local import unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    StackCommand = Callable[[str, str], str]
    """Runs `pulumi stack <command>` with an input, and gives its output."""


def settle(state: Path, notes: Path, stack_command: StackCommand) -> int:
    """Takes the operations out of a stack's state, noting the creations among them; how many there were."""
    pending = _pending(state)
    for operation in pending:
        if operation["type"] == "creating":
            resource = operation["resource"]
            name = resource.get("inputs", {}).get("name")
            creation = unconfirmed.Creation(resource["urn"], name if isinstance(name, str) else "")
            unconfirmed.begin(notes, creation)
    if pending:
        # An import leaves them out.
        stack_command("import", stack_command("export", ""))
    return len(pending)


def _pending(state: Path) -> list[dict[str, Any]]:
    latest: dict[str, Any] = json.loads(state.read_text())["checkpoint"].get("latest") or {}
    return latest.get("pending_operations") or []
