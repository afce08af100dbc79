"""A stack as it would be, from previews on this machine: nothing is started, and no AWS account is needed."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gateway_policies.outputs.state_files import read_state
from local.previewed_outputs import PreviewError, previewed_outputs
from local.workspace import ROOT

if TYPE_CHECKING:
    from gateway_policies.resources import Resource


@dataclass(frozen=True)
class StackPreview:
    """The resources of a stack, with what is known of their inputs, and its outputs. Secrets are hidden in both."""

    stack: str
    resources: list[Resource]
    outputs: dict[str, Any]


def preview(stack: str) -> StackPreview:
    """The preview of a stack of this checkout's project.

    Raises:
        PreviewError: there is no such stack, or its program fails.
        ProjectError: the project file cannot be read.
    """
    outputs = previewed_outputs(stack)
    # The events that tell the outputs do not tell what a property depends on, and the other way round.
    command = [str(ROOT / "local" / "pulumi"), "preview", "--json", "--stack", stack, "--cwd", str(ROOT)]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise PreviewError(f"The stack {stack!r} cannot be previewed. {done.stderr.strip()}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "preview.json")
        file.write_text(done.stdout)
        return StackPreview(stack, read_state(file), outputs)
