"""Creations that began and of which nobody knows how they ended.

The engine keeps an operation as pending when it is itself interrupted, but forgets it when the provider dies or loses
its connection: the resource may then exist although no stack records it, and the next run makes another one. So the
stand-in notes each creation before it begins and strikes it out once the engine has the answer, and the next run names
what is still noted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FOLDER_SETTING = "GATEWAY_UNCONFIRMED_FOLDER"


@dataclass(frozen=True)
class Creation:
    """One creation: the resource in the stack, and its physical name where it is known beforehand."""

    urn: str
    name: str

    def __str__(self) -> str:
        _, _, types, logical_name = self.urn.split("::", 3)
        known = f", named {self.name}" if self.name else ""
        return f"{types.rpartition('$')[2]} {logical_name}{known}"


def begin(folder: Path, creation: Creation) -> None:
    """Notes a creation that is about to be asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    _file(folder, creation.urn).write_text(json.dumps(asdict(creation)))


def end(folder: Path, urn: str) -> None:
    """Strikes out a creation whose outcome the engine has been told."""
    _file(folder, urn).unlink(missing_ok=True)


def left(folder: Path, project: str, stack: str, state: Path) -> list[Creation]:
    """What is still noted for a stack and not recorded in its state after all."""
    noted = [Creation(**json.loads(file.read_text())) for file in sorted(folder.glob("*.json"))]
    own = [creation for creation in noted if creation.urn.startswith(f"urn:pulumi:{stack}::{project}::")]
    latest: dict[str, Any] = {}
    if own and state.exists():
        latest = json.loads(state.read_text())["checkpoint"].get("latest") or {}
    resources: list[dict[str, Any]] = latest.get("resources") or []
    recorded = {resource["urn"] for resource in resources}
    for creation in own:
        if creation.urn in recorded:
            end(folder, creation.urn)
    return [creation for creation in own if creation.urn not in recorded]


def _file(folder: Path, urn: str) -> Path:
    return folder / f"{hashlib.sha256(urn.encode()).hexdigest()[:20]}.json"
