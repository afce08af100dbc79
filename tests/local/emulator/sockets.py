"""A WebSocket client, for tests."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    RejectConnection,
    RejectData,
    Request,
    TextMessage,
)

if TYPE_CHECKING:
    import ssl


class Refused(Exception):  # noqa: N818  an answer, not a failure of the client
    """The handshake was answered with an HTTP error."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body.decode()}")
        self.status = status
        self.said: Any = json.loads(body) if body else None


class WebSocket:
    """One connection to `http://…`, or to `https://…` on this machine; every wait ends after `seconds`."""

    def __init__(
        self,
        url: str,
        headers: dict[str, str] | None = None,
        subprotocols: tuple[str, ...] = (),
        seconds: float = 10,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(url)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._events = self._protocol.events()
        host = "127.0.0.1" if tls else parts.hostname
        self._socket = socket.create_connection((host, parts.port), timeout=seconds)
        if tls:
            self._socket = tls.wrap_socket(self._socket, server_hostname=parts.hostname)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        extra = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self._send(Request(host=parts.netloc, target=target, extra_headers=extra, subprotocols=list(subprotocols)))
        answer = self._next()
        if isinstance(answer, RejectConnection):
            body = b""
            while not isinstance(part := self._next(), RejectData) or not part.body_finished:
                body += part.data
            self._socket.close()
            raise Refused(answer.status_code, body + part.data)
        assert isinstance(answer, AcceptConnection)
        self.subprotocol = answer.subprotocol

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def say(self, text: str) -> None:
        self._send(TextMessage(data=text))

    def hear(self) -> str:
        """The next message."""
        message = self._next()
        assert isinstance(message, TextMessage), message
        return message.data

    def silent(self, seconds: float = 1.0) -> bool:
        """Whether nothing is heard for a while."""
        before = self._socket.gettimeout()
        self._socket.settimeout(seconds)
        try:
            self._next()
        except TimeoutError:
            return True
        finally:
            self._socket.settimeout(before)
        return False

    def ended(self) -> int:
        """Waits for the other side to close; its code."""
        closed = self._next()
        assert isinstance(closed, CloseConnection), closed
        return closed.code

    def close(self, code: int = 1000, reason: str = "") -> None:
        if self._protocol.state is ConnectionState.OPEN:
            self._send(CloseConnection(code=code, reason=reason))
            while not isinstance(self._next(), CloseConnection):
                pass
        self._socket.close()

    def _send(self, event: Any) -> None:
        self._socket.sendall(self._protocol.send(event))

    def _next(self) -> Any:
        for event in self._events:
            return event
        while True:
            received = self._socket.recv(65536)
            self._protocol.receive_data(received or None)
            self._events = self._protocol.events()
            for event in self._events:
                return event
            if not received:
                raise ConnectionResetError
