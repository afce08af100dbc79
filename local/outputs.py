"""Reading the outputs of a stack of the local workspace."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from local.workspace import ROOT


class OutputsError(Exception):
    """A stack has no such outputs; the message says what to do."""


def read_outputs(stack: str, *, show_secrets: bool = False) -> dict[str, Any]:
    """The outputs of a stack of this checkout's project, secrets masked unless they are asked for.

    Raises:
        OutputsError: the stack does not exist, or was not deployed.
    """
    command = [str(ROOT / "local" / "pulumi"), "stack", "output", "--json", "--stack", stack, "--cwd", str(ROOT)]
    command += ["--show-secrets"] if show_secrets else []
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    outputs: dict[str, Any] = json.loads(read.stdout) if read.returncode == 0 else {}
    if not outputs:
        raise OutputsError(
            f"The stack {stack!r} has no outputs: deploy it with `make up`. {read.stderr.strip()}".strip()
        )
    return outputs
