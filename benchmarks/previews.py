"""Previews to compare: how they are run, and what they register."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from local.workspace import FOLDER_SETTING, ROOT

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"http": "HTTP API", "rest": "REST API", "websocket": "WebSocket API"}
PACK = ("--policy-pack", str(ROOT / "policies"))
# The exemptions are those of the shop, and one that matches nothing is an error.
PACK_OF_SHOP = (*PACK, "--policy-pack-config", str(ROOT / "policies" / "enforcement" / "local.json"))
EMPTY_PACK = ("--policy-pack", str(ROOT / "benchmarks" / "empty_pack"))
# What the stand-in adds to a name by chance: the digits of automatic names, longer ones behind a prefix.
CHANCE = re.compile(r"-(?:[0-9a-f]{26}|[0-9a-f]{7})(?![0-9a-f])")
# `triggers` of a deployment are hashes that each program computes in its own way; what they hash is compared itself.
NOT_COMPARED = {"__defaults", "triggers"}


@dataclass(frozen=True)
class Preview:
    """One command line that previews a stack in a workspace of its own."""

    folder: Path
    project: Path
    stack: str
    flags: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict[str, str])

    def run(self, *more: str) -> str:
        """What the preview prints.

        Raises:
            RuntimeError: it failed; the message is what it printed.
        """
        command = [
            ROOT / "local" / "pulumi",
            "preview",
            "--stack",
            self.stack,
            "--cwd",
            self.project,
            *self.flags,
            *more,
        ]
        environment = os.environ | {FOLDER_SETTING: str(self.folder)} | self.settings
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"{self}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def resources(self) -> dict[str, Any]:
        """The inputs of every custom resource by `type name`, without what chance or the folder decides."""
        steps = json.loads(self.run("--json"))["steps"]
        states = [step["newState"] for step in steps if step["newState"].get("custom")]
        return {
            f"{state['type']} {state['urn'].split('::')[-1]}": {
                key: _comparable(value) for key, value in state.get("inputs", {}).items() if key not in NOT_COMPARED
            }
            for state in states
            if not state["type"].startswith("pulumi:")
        }


def shop(folder: Path) -> Preview:
    """The reference program."""
    return Preview(folder, ROOT, "local")


def orders_api(folder: Path) -> tuple[Preview, Preview]:
    """One API with all that it needs, by the components, and the same resources written raw."""
    project = ROOT / "benchmarks" / "orders_api"
    return Preview(folder, project, "component"), Preview(folder, project, "raw")


def many_routes(folder: Path, kind: str, count: int) -> tuple[Preview, Preview]:
    """One API of `count` routes, by its component, and the same resources written raw.

    Args:
        folder: where the workspace of the previews is.
        kind: one of KINDS.
        count: how many routes.
    """
    project, settings = ROOT / "benchmarks" / "many_routes", {"KIND": kind, "ROUTES": str(count)}
    return (
        Preview(folder, project, "component", settings=settings),
        Preview(folder, project, "raw", settings=settings),
    )


def _comparable(value: Any) -> Any:
    """A value without random digits, and without the paths of its assets: the hash beside them tells the content."""
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return {key: _comparable(item) for key, item in mapping.items() if key != "path"}
    return CHANCE.sub("", value) if isinstance(value, str) else value
