"""Running the offline preview of a stack with its policies, and keeping what it says in one JSON document."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from local.project import find_project
from local.workspace import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STACK_TYPE = "pulumi:pulumi:Stack"
Json = dict[str, Any]
"""What a JSON object holds; whoever reads it looks at the types."""

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_SECONDS = 600


class PreviewError(Exception):
    """There is no preview to report on; the message says why and what to do."""


def enforcement_file(stack: str) -> Path:
    """Where the levels, settings and exemptions of a stack's policies stand."""
    return ROOT / "policies" / "enforcement" / f"{stack}.json"


def run_preview(stack: str) -> Json:
    """What `pulumi preview --json` says of a stack, with the outputs of the stack in its last step.

    Raises:
        PreviewError: there is no such stack, or its program or settings do not allow a preview.
    """
    _find(stack)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        events = Path(folder) / "events.json"
        document = _document(stack, _run(stack, events))
        return with_outputs(document, _outputs(events))


def _run(stack: str, events: Path) -> subprocess.CompletedProcess[str]:
    # Without this setting the CLI knows no --event-log.
    environment = os.environ | {"PULUMI_DEBUG_COMMANDS": "true"}
    command = _command(stack, events)
    try:
        return subprocess.run(  # noqa: S603 -- a program of this project; the name of the stack is one of its files
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PreviewError(
            f"The preview of {stack!r} has not ended within {_SECONDS} seconds. See where it stands with "
            f"`make preview STACK={stack}`."
        ) from error


def _find(stack: str) -> None:
    project = find_project(ROOT)
    if project is None:
        raise PreviewError(f"There is no Pulumi.yaml in {ROOT}.")
    there = sorted(file.name[len("Pulumi.") : -len(".yaml")] for file in project.settings_folder.glob("Pulumi.*.yaml"))
    if not _NAME.fullmatch(stack) or stack not in there:
        raise PreviewError(
            f"There is no stack {stack!r}: {project.settings_folder.name}/ has settings of "
            f"{', '.join(there) or 'none'}. Name one of them, as in `make report STACK=dev`."
        )
    rules = enforcement_file(stack)
    if not rules.is_file():
        raise PreviewError(
            f"The stack {stack!r} has no {rules.relative_to(ROOT)}. Write one; `{{}}` keeps every level."
        )


def _command(stack: str, events: Path) -> list[str]:
    pack = ROOT / "policies"
    command = [str(ROOT / "local" / "pulumi"), "preview", "--stack", stack, "--cwd", str(ROOT)]
    # Without --show-sames a preview leaves out what is deployed already and stays as it is.
    command += ["--json", "--show-sames", "--non-interactive", "--event-log", str(events)]
    return [*command, "--policy-pack", str(pack), "--policy-pack-config", str(enforcement_file(stack))]


def _document(stack: str, done: subprocess.CompletedProcess[str]) -> Json:
    try:
        document: object = json.loads(done.stdout)
    except ValueError:
        document = None
    said = ""
    if isinstance(document, dict):
        said = "\n".join(errors_in(cast("Json", document)))
        if not said:
            return cast("Json", document)
    reason = said or _COLOUR.sub("", done.stderr).strip() or f"it ended with exit code {done.returncode}"
    raise PreviewError(
        f"The preview of {stack!r} failed: {reason}\nMend this, look at it alone with `make preview STACK={stack}`, "
        "and make the report again."
    )


def errors_in(document: Mapping[str, Any]) -> Iterator[str]:
    """The errors of a preview, but for the one line that says no more than that policies stopped it."""
    for diagnostic in document.get("diagnostics") or ():
        message = _COLOUR.sub("", str(diagnostic.get("message"))).strip().removeprefix("error: ")
        if diagnostic.get("severity") == "error" and message.partition("\n")[0] != "preview failed":
            yield message


def _outputs(events: Path) -> Json:
    """The outputs of the stack as the engine tells them last, secrets masked: the preview itself leaves them out."""
    found: Json = {}
    for line in events.read_text().splitlines() if events.exists() else ():
        event: Json = json.loads(line)
        told: Json = event.get("resOutputsEvent", {}).get("metadata", {})
        if told.get("type") == STACK_TYPE:
            state: Json = told.get("new") or {}
            found = state.get("outputs") or found
    return found


def with_outputs(document: Json, outputs: Json) -> Json:
    """The document with these outputs in the state of the stack."""
    steps: list[Json] = document.get("steps") or []
    return document | {"steps": [_with_outputs(step, outputs) for step in steps]}


def _with_outputs(step: Json, outputs: Json) -> Json:
    state: Json = step.get("newState") or {}
    return step | {"newState": state | {"outputs": outputs}} if state.get("type") == STACK_TYPE else step
