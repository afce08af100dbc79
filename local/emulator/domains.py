"""Custom domain names at addresses that answer on this machine: `http://127.0.0.1:<port>/_domain/<name>/<path>`.

Over TLS they answer at their own names, on a port of their own; a domain with mutual TLS does only there. ministack
serves a custom domain by the header Host, which few clients let one set; and it does so for requests, but not
for WebSocket connections, which are therefore led to the address of the mapped API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.addresses import DOMAIN_PREFIX, SECURE
from local.emulator.arrival import arrival
from local.emulator.gateway.ministack import REST
from local.emulator.gateway.records import nested

if TYPE_CHECKING:
    from local.emulator.arrival import Arrival
    from local.emulator.asgi import Application, Receive, Scope, Send


class DomainAddresses:
    """Middleware: turns `/_domain/<name>/<path>` into `/<path>` at the host `<name>`."""

    def __init__(self, application: Application, port: int) -> None:
        self._application = application
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, connection or lifespan."""
        request = scope["type"] in ("http", "websocket")
        if request and scope.get("scheme") not in SECURE and scope["path"].startswith(DOMAIN_PREFIX):
            name, _, path = scope["path"].removeprefix(DOMAIN_PREFIX).partition("/")
            raw = scope["raw_path"].removeprefix(f"{DOMAIN_PREFIX}{name}".encode()) or b"/"
            scope |= _at(scope, name, f"/{path}", raw)
        host = host_of(scope) if request else ""
        if request and wants_certificate(host) and not arrival().client_certificate:
            await forbid(scope, receive, send)
            return
        if scope["type"] == "websocket":
            mapped: tuple[str, str, str] | None = REST.resolve_base_path_mapping(host, scope["path"])
            if mapped:
                api_id, stage, rest = mapped
                path = f"/{stage}{rest}" if stage else rest
                scope |= _at(scope, f"{api_id}.execute-api.localhost:{self._port}", path, path.encode())
        await self._application(scope, receive, send)


def settings_of(name: str) -> dict[str, Any] | None:
    """The record of a custom domain, None for a name that is none."""
    scope: tuple[str, str, str] | None = REST.find_domain_scope(name) if name else None
    return None if scope is None else REST.domain_names.get_scoped(*scope)


def wants_certificate(name: str) -> bool:
    """Whether a name is a custom domain that has mutual TLS."""
    return bool(nested(settings_of(name), "mutualTlsAuthentication").get("truststoreUri"))


def at_domain(request: Arrival) -> bool:
    """Whether a request was addressed to a custom domain."""
    host = request.header("host").partition(":")[0]
    return _in_path(request) or REST.find_domain_scope(host) is not None


def raw_path_at_domain(request: Arrival) -> str:
    """The path that was asked for at a custom domain, whichever way that was addressed."""
    return (
        f"/{request.raw_path.removeprefix(DOMAIN_PREFIX).partition('/')[2]}" if _in_path(request) else request.raw_path
    )


def _in_path(request: Arrival) -> bool:
    return request.scheme not in SECURE and request.raw_path.startswith(DOMAIN_PREFIX)


def host_of(scope: Scope) -> str:
    """The host that a request is addressed to, without a port, in lower case."""
    return dict(scope["headers"]).get(b"host", b"").decode("latin-1").partition(":")[0].lower()


async def forbid(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuses a request or a WebSocket handshake with 403."""
    await receive()
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"message":"Forbidden"}'})


def _at(scope: Scope, host: str, path: str, raw: bytes) -> Scope:
    headers = [(name, host.encode() if name == b"host" else value) for name, value in scope["headers"]]
    return {"path": path, "raw_path": raw, "headers": headers}
