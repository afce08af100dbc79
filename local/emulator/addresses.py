"""Addresses at which a deployed API answers on this machine.

AWS gives each API a host name of its own. Names below `localhost` are not resolved by every C library and HTTP client,
so here an API answers at `http://127.0.0.1:<port>/_api/<api id>`, to which a stage's path is added just as on AWS. A
path cannot clash with S3's path-style addresses: a bucket's name cannot begin with an underscore. Over TLS, which only
custom domains have, every path is that of a domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.emulator.asgi import Application, Receive, Scope, Send

PREFIX = "/_api/"
DOMAIN_PREFIX = "/_domain/"
"""Where custom domains answer: see domains.py."""
SECURE = ("https", "wss")


class ApiAddresses:
    """Middleware: turns `/_api/<api id>/<path>` into `/<path>` at the API's own host name."""

    def __init__(self, application: Application, port: int) -> None:
        self._application = application
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, connection or lifespan."""
        plain = scope["type"] in ("http", "websocket") and scope.get("scheme") not in SECURE
        if plain and scope["path"].startswith(PREFIX):
            api_id, _, path = scope["path"].removeprefix(PREFIX).partition("/")
            raw = scope["raw_path"].removeprefix(f"{PREFIX}{api_id}".encode()) or b"/"
            host = f"{api_id}.execute-api.localhost:{self._port}".encode()
            headers = [(name, host if name == b"host" else value) for name, value in scope["headers"]]
            scope |= {"path": f"/{path}", "raw_path": raw, "headers": headers}
        await self._application(scope, receive, send)
