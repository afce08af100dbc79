"""A request as its client sent it, for what depends on that: its signature and its client's address.

Behind this stand layers that rewrite paths and hosts, so it comes first.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from local.emulator.asgi import Application, Receive, Scope, Send


@dataclass(frozen=True)
class Arrival:
    """One request or WebSocket handshake; header names as ASGI gives them, in lower case.

    `client_certificate` is what the client of mutual TLS showed, in PEM; "" where it was not asked for one.
    """

    method: str
    raw_path: str
    query: dict[str, list[str]]
    headers: tuple[tuple[bytes, bytes], ...]
    client: str
    scheme: str
    client_certificate: str = ""

    def header(self, name: str) -> str:
        """The first value of a header, "" where it was not sent."""
        return next((value.decode("latin-1") for key, value in self.headers if key == name.encode()), "")


_arrival: ContextVar[Arrival] = ContextVar("arrival")


def arrival() -> Arrival:
    """The request that is being served in this task."""
    return _arrival.get()


class Arrivals:
    """Middleware: notes each request before anything changes it."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, connection or lifespan."""
        if scope["type"] in ("http", "websocket"):
            query: bytes = scope["query_string"]
            _arrival.set(
                Arrival(
                    scope.get("method", "GET"),
                    scope["raw_path"].decode("latin-1"),
                    parse_qs(query.decode("utf-8", "replace"), keep_blank_values=True),
                    tuple(scope["headers"]),
                    (scope.get("client") or ("127.0.0.1",))[0],
                    scope.get("scheme", "http"),
                    _client_certificate(scope),
                )
            )
        await self._application(scope, receive, send)


def _client_certificate(scope: Scope) -> str:
    extensions: dict[str, Any] = scope.get("extensions") or {}
    chain: list[str] = extensions.get("tls", {}).get("client_cert_chain", [])
    return next(iter(chain), "")
