"""What an interrupted run left of a stack: put in order before the next run, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local import pending_operations, unconfirmed
from local.stale_locks import is_locked, remove_stale_locks

if TYPE_CHECKING:
    from local.pending_operations import StackCommand
    from local.workspace import Workspace


def put_in_order(workspace: Workspace, project: str, stack: str, stack_command: StackCommand) -> list[str]:
    """Unlocks a stack whose run was killed, and takes what that run had under way out of its state; what was done.

    A stack that another run works on is left as it is.
    """
    done = [
        f"an earlier run (process {process}) was killed and left the stack locked; the lock is removed."
        for process in remove_stale_locks(workspace.state, project, stack)
    ]
    if is_locked(workspace.state, project, stack):
        return done
    state = workspace.stack_state(project, stack)
    if under_way := pending_operations.settle(state, workspace.unconfirmed, stack_command):
        done.append(
            f"an earlier run was killed with {under_way} operations under way. What it was updating or deleting is "
            "done again where that is still wanted."
        )
    return done


def may_exist_twice(workspace: Workspace, project: str, stack: str) -> list[str]:
    """What was being created when a run was interrupted, as a warning; none where all is known."""
    creations = unconfirmed.left(workspace.unconfirmed, project, stack, workspace.stack_state(project, stack))
    if not creations:
        return []
    names = "\n".join(f"  {creation}" for creation in creations)
    told = (
        f"an earlier run was interrupted while it created {len(creations)} resources. The emulator may "
        f"hold them though no stack records them, and an `up` makes them anew:\n{names}\n"
        "`make down` names and removes whatever is left over."
    )
    return [told]
