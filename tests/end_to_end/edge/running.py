"""The edge, deployed once for the tests of all modules, and what they ask it with."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from local.emulator import process
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

    @cached_property
    def tls_port(self) -> int:
        """Where domains answer."""
        running = process.recorded(self.run.workspace.emulator)
        assert running
        return running.tls_port

    def trusting(self) -> ssl.SSLContext:
        """The TLS settings of a client that trusts the authority of the emulator and no other."""
        return ssl.create_default_context(cafile=process.authority_file(self.run.workspace.emulator))

    def ask(
        self,
        url: str,
        method: str = "GET",
        *,
        tls: ssl.SSLContext | None = None,
        source: str | None = None,
        body: str = "",
    ) -> httpx.Response:
        """Asks a domain, whose name no resolver knows; with other TLS settings, or from another address."""
        parts = urlsplit(url)
        here = f"https://127.0.0.1:{self.tls_port}{parts.path}"
        name = parts.hostname or ""
        transport = httpx.HTTPTransport(verify=tls or self.trusting(), local_address=source, trust_env=False)
        with httpx.Client(transport=transport, trust_env=False, timeout=30) as asking:
            headers, extensions = {"host": name}, {"sni_hostname": name}
            return asking.request(method, here, headers=headers, extensions=extensions, content=body)


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
