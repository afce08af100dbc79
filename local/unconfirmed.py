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
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FOLDER_SETTING = "GATEWAY_UNCONFIRMED_FOLDER"


class NoteError(RuntimeError):
    """A note cannot be written; the message says where and why."""


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
    """Notes a creation that is about to be asked for.

    Raises:
        NoteError: the note cannot be written, as on a full disk.
    """
    file = _file(folder, creation.urn)
    unfinished = file.with_suffix(".unfinished")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(asdict(creation)))
        unfinished.replace(file)
    except OSError as error:
        raise NoteError(
            f"{creation} was not created: {folder} cannot take the note of it ({error.strerror}). Mend that, then run "
            "this again."
        ) from error


def is_noted(folder: Path, urn: str) -> bool:
    """Whether a creation of the resource has begun and not been struck out."""
    return _file(folder, urn).exists()


def end(folder: Path, urn: str) -> None:
    """Strikes out a creation whose outcome the engine has been told."""
    _file(folder, urn).unlink(missing_ok=True)


def left(folder: Path, project: str, stack: str, state: Path) -> list[Creation]:
    """What is still noted for a stack and not recorded in its state after all."""
    noted = {file: Creation(**json.loads(file.read_text())) for file in sorted(folder.glob("*.json"))}
    own = {file: one for file, one in noted.items() if one.urn.startswith(f"urn:pulumi:{stack}::{project}::")}
    latest: dict[str, Any] = {}
    if own and state.exists():
        latest = json.loads(state.read_text())["checkpoint"].get("latest") or {}
    resources: list[dict[str, Any]] = latest.get("resources") or []
    unknown: list[Creation] = []
    for file, creation in own.items():
        begun = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        # One that is recorded since before the note is what the noted one was to replace.
        if any(one["urn"] == creation.urn and _created(one) >= begun for one in resources):
            end(folder, creation.urn)
        else:
            unknown.append(creation)
    return unknown


def _created(resource: dict[str, Any]) -> datetime:
    created = resource.get("created")
    return datetime.fromisoformat(created) if created else datetime.min.replace(tzinfo=UTC)


def _file(folder: Path, urn: str) -> Path:
    return folder / f"{hashlib.sha256(urn.encode()).hexdigest()[:20]}.json"
