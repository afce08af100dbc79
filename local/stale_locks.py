"""Locks of a stack that a killed engine has left behind.

The engine of a file backend locks a stack by a file that names its process, and removes it when it ends. One that was
killed cannot, and every later run would stop and ask for `pulumi cancel`.
"""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def remove_stale_locks(state: Path, project: str, stack: str) -> list[int]:
    """Removes the locks of processes of this machine that are gone; their identifiers."""
    gone: list[int] = []
    for file in _locks(state, project, stack):
        try:
            lock: dict[str, Any] = json.loads(file.read_text())
            process = int(lock["pid"])
        except (FileNotFoundError, KeyError, ValueError):
            continue  # it has just gone, or is none that this engine writes: the engine will say what it thinks of it
        if lock.get("hostname") == socket.gethostname() and not _runs(process):
            file.unlink(missing_ok=True)
            gone.append(process)
    return gone


def is_locked(state: Path, project: str, stack: str) -> bool:
    """Whether a lock is left, so that a run may be under way."""
    return bool(_locks(state, project, stack))


def _locks(state: Path, project: str, stack: str) -> list[Path]:
    return sorted((state / ".pulumi" / "locks" / "organization" / project / stack).glob("*.json"))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
