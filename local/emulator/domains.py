"""Custom domain names at addresses that answer on this machine: `http://127.0.0.1:<port>/_domain/<name>/<path>`.

ministack serves a custom domain by the header Host, which few clients let one set; and it does so for requests, but not
for WebSocket connections, which are therefore led to the address of the mapped API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.emulator.gateway.ministack import REST

if TYPE_CHECKING:
    from local.emulator.arrival import Arrival
    from local.emulator.asgi import Application, Receive, Scope, Send

PREFIX = "/_domain/"


class DomainAddresses:
    """Middleware: turns `/_domain/<name>/<path>` into `/<path>` at the host `<name>`."""

    def __init__(self, application: Application, port: int) -> None:
        self._application = application
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, connection or lifespan."""
        if scope["type"] in ("http", "websocket") and scope["path"].startswith(PREFIX):
            name, _, path = scope["path"].removeprefix(PREFIX).partition("/")
            raw = scope["raw_path"].removeprefix(f"{PREFIX}{name}".encode()) or b"/"
            scope |= _at(scope, name, f"/{path}", raw)
        if scope["type"] == "websocket":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").partition(":")[0].lower()
            mapped: tuple[str, str, str] | None = REST.resolve_base_path_mapping(host, scope["path"])
            if mapped:
                api_id, stage, rest = mapped
                path = f"/{stage}{rest}" if stage else rest
                scope |= _at(scope, f"{api_id}.execute-api.localhost:{self._port}", path, path.encode())
        await self._application(scope, receive, send)


def at_domain(request: Arrival) -> bool:
    """Whether a request was addressed to a custom domain."""
    host = request.header("host").partition(":")[0]
    return request.raw_path.startswith(PREFIX) or REST.find_domain_scope(host) is not None


def raw_path_at_domain(raw_path: str) -> str:
    """A path as it was asked for at a custom domain, whichever way that was addressed."""
    return raw_path if not raw_path.startswith(PREFIX) else "/" + raw_path.removeprefix(PREFIX).partition("/")[2]


def _at(scope: Scope, host: str, path: str, raw: bytes) -> Scope:
    headers = [(name, host.encode() if name == b"host" else value) for name, value in scope["headers"]]
    return {"path": path, "raw_path": raw, "headers": headers}
