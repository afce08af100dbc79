"""The outputs that a stack would have, from a preview: nothing is started, and no AWS account is needed."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from local.project import find_project
from local.workspace import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Without it `preview --json` tells the steps alone, and not what the program puts out.
_EVENTS = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
_STACK = "pulumi:pulumi:Stack"


class PreviewError(Exception):
    """A stack cannot be previewed; the message says why."""


def previewed_outputs(stack: str) -> dict[str, Any]:
    """The outputs of a stack of this checkout's project, as far as they are known before it is deployed.

    Raises:
        PreviewError: there is no such stack, or its program fails.
        ProjectError: the project file cannot be read.
    """
    _require_settings(stack)
    command = [str(ROOT / "local" / "pulumi"), "preview", "--json", "--stack", stack, "--cwd", str(ROOT)]
    run = subprocess.run(command, env={**os.environ, **_EVENTS}, capture_output=True, text=True, check=False)
    events = [*_events(run.stdout.splitlines())]
    if run.returncode:
        said = [*_errors(events)] or [run.stderr.strip() or run.stdout.strip()]
        raise PreviewError(f"The stack {stack!r} cannot be previewed. " + "\n".join(said))
    return _outputs(events)


def _require_settings(stack: str) -> None:
    project = find_project(ROOT)
    if project is not None and not project.settings_file(stack).is_file():
        files = sorted(project.settings_folder.glob("Pulumi.*.yaml"))
        names = ", ".join(file.name.split(".", 1)[1].removesuffix(".yaml") for file in files)
        raise PreviewError(f"There is no {project.settings_file(stack).relative_to(ROOT)}. Stacks are: {names}.")


def _events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.startswith("{"):
            yield json.loads(line)


def _errors(events: Iterable[dict[str, Any]]) -> Iterator[str]:
    for event in events:
        told = event.get("diagnosticEvent", {})
        if told.get("severity") == "error":
            yield str(told["message"]).strip()


def _outputs(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What the stack registered last: it registers nothing first, and its outputs when the program is through."""
    found: dict[str, Any] = {}
    for event in events:
        metadata = event.get("resOutputsEvent", {}).get("metadata", {})
        if metadata.get("type") == _STACK:
            found = metadata["new"]["outputs"]
    return found
