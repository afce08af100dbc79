"""The edge, deployed once for the tests of all modules, and what they ask it with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from local.emulator.authority import Authority
from local.workspace import ROOT
from tests.end_to_end.local_run import LocalRun
from tests.local.emulator.backend import Backend

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

PROJECT = ROOT / "tests" / "end_to_end" / "edge"


@dataclass(frozen=True)
class Edge:
    """A deployed edge."""

    run: LocalRun
    backend: Backend
    clients: Authority
    """Signs the certificates of partners."""

    def pulumi(self, *arguments: str, project: str = "") -> subprocess.CompletedProcess[str]:
        """Runs a command on the edge, or on another project below it, in the same workspace."""
        settings = {"EDGE_BACKEND": self.backend.url, "EDGE_TRUSTSTORE": str(self.clients.file)}
        run = LocalRun(self.run.folder, PROJECT / project, self.run.port)
        return run.pulumi(*arguments, more=settings)

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """The outputs as the stack says them: domains are asked by their own names."""
        outputs: dict[str, Any] = json.loads(self.pulumi("stack", "output", "--json").stdout)
        return outputs


def deployed(folder: Path) -> Iterator[Edge]:
    """Deploys the edge with a web service behind it, and ends both."""
    with Backend() as backend:
        edge = Edge(LocalRun.of(folder, PROJECT), backend, Authority(folder / "clients"))
        try:
            up = edge.pulumi("up", "--yes")
            assert up.returncode == 0, up.stdout + up.stderr
            yield edge
        finally:
            edge.run.end()
