"""The gallery, deployed once for the tests of a module, and what they ask it with."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.workspace import ROOT
from tests.end_to_end.local_run import REGION, LocalRun
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROJECT = ROOT / "tests" / "end_to_end" / "gallery"
ORIGIN, OTHER_ORIGIN, FOREIGN = "http://localhost:3000", "http://localhost:4000", "https://elsewhere.example"


class _Backend(BaseHTTPRequestHandler):
    """A web service: it answers with what it was asked."""

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, "from": self.headers.get("x-from")}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("x-backend", "yes")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- as http.server names it
        """Nothing: the output of tests is for failures."""


@dataclass
class Gallery:
    """A deployed gallery."""

    run: LocalRun
    backend: int
    settings: dict[str, str] = field(default_factory=dict[str, str])

    def up(self, *arguments: str, **settings: str) -> str:
        """Deploys, with what the program reads of the environment, and gives what was printed."""
        self.settings = settings
        done = self.run.pulumi("up", "--yes", *arguments, more=self._environment())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def preview(self, **settings: str) -> dict[str, str]:
        """What an `up` would do to each resource of AWS that changes, by its type and name."""
        self.settings = settings
        done = self.run.pulumi("preview", "--json", more=self._environment())
        assert done.returncode == 0, done.stdout + done.stderr
        steps = json.loads(done.stdout)["steps"]
        return {
            f"{step['urn'].split('::')[-2].rpartition(':')[2]} {step['urn'].split('::')[-1]}": step["op"]
            for step in steps
            if step["op"] != "same" and "gateway:index:" not in step["urn"].split("::")[-2].rpartition("$")[2]
        }

    def _environment(self) -> dict[str, str]:
        given = {f"GALLERY_{name.upper()}": value for name, value in self.settings.items()}
        return {"GALLERY_BACKEND": f"http://127.0.0.1:{self.backend}", **given}

    def outputs(self) -> dict[str, Any]:
        """The outputs, secrets in clear."""
        outputs: dict[str, Any] = json.loads(self.run.pulumi("stack", "output", "--json", "--show-secrets").stdout)
        return outputs


def deployed(folder: Path) -> Iterator[Gallery]:
    """Deploys the gallery with a web service for it, and ends both."""
    server = ThreadingHTTPServer(("127.0.0.1", free_port()), _Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    gallery = Gallery(LocalRun.of(folder, PROJECT), server.server_port)
    try:
        gallery.up()
        yield gallery
    finally:
        server.shutdown()
        server.server_close()
        gallery.run.end()


def client(url: str) -> httpx.Client:
    """A client of one API, on this machine only."""
    return httpx.Client(base_url=url, trust_env=False, timeout=30)


def signed(url: str, key: str, secret: str) -> dict[str, str]:
    """The headers of a GET request signed with AWS credentials."""
    request = AWSRequest(method="GET", url=url)
    SigV4Auth(Credentials(key, secret), "execute-api", REGION).add_auth(request)
    return {name: str(value) for name, value in request.headers.items()}
