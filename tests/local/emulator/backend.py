"""An HTTP server on loopback that answers with what it was asked, as JSON."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Backend:
    """The server; `/slow` takes two seconds, `/away` redirects, `/status/<code>` answers with that status."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ThreadingHTTPServer  # pyright: ignore[reportIncompatibleVariableOverride]  that of this module

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked: dict[str, Any] = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode(),
            "port": self.server.server_port,
        }
        if self.path.startswith("/slow"):
            time.sleep(2)
        status = int(self.path.split("/")[2]) if self.path.startswith("/status/") else 200
        self.send_response(302 if self.path == "/away" else status)
        if self.path == "/away":
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("X-From-Backend", "yes")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(json.dumps(asked).encode())

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = _answer  # noqa: N815  the names of the standard library

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name in the standard library
        """Says nothing of each request."""
