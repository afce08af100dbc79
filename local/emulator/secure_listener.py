"""The port at which custom domains answer over TLS.

An SSL context decides on client certificates when a connection begins, and cannot be exchanged for another one later
on. So the name is read from the first bytes, which stay in the socket, before the handshake is made.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from importlib import import_module
from typing import TYPE_CHECKING, Any

from local.emulator.domains import forbid, host_of
from local.emulator.secure_domains import alert, asked_name

if TYPE_CHECKING:
    from local.emulator.asgi import Application, Receive, Scope, Send
    from local.emulator.secure_domains import SecureDomains

log = logging.getLogger(__name__)

SECONDS_TO_BEGIN = 10.0
SECONDS_BETWEEN_LOOKS = 0.01
LONGEST_HELLO = 2**16


class SecureListener:
    """Serves an application at a listening socket, over TLS."""

    def __init__(self, application: Application, config: Any, listening: socket.socket, domains: SecureDomains) -> None:
        self._application = application
        self._config = config
        self._listening = listening
        self._domains = domains
        self._worker: Any = import_module("hypercorn.asyncio.worker_context").WorkerContext(None)
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, stop: asyncio.Event) -> None:
        """Accepts connections until `stop` is set."""
        self._listening.setblocking(False)
        accepting = asyncio.create_task(self._accept())
        await stop.wait()
        accepting.cancel()
        await self._worker.terminated.set()
        self._listening.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._config.graceful_timeout)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(self._listening)
            task = asyncio.create_task(self._begin(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _begin(self, connection: socket.socket) -> None:
        """Reads the name, makes the handshake, and serves the connection."""
        loop = asyncio.get_running_loop()
        served = asyncio.Event()
        try:
            name, hello = await asyncio.wait_for(_begun(connection), SECONDS_TO_BEGIN)
            context = self._domains.context_of(name)
            # asyncio would close the connection without a word.
            if refusal := alert(context, hello):
                await loop.sock_sendall(connection, refusal)
                raise ConnectionRefusedError(f"{name or 'no name'}: a name or a version that is not served")

            async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                try:
                    await self._serve(name, reader, writer)
                finally:
                    served.set()

            reader = asyncio.StreamReader()
            await loop.connect_accepted_socket(
                lambda: asyncio.StreamReaderProtocol(reader, connected),
                connection,
                ssl=context,
                ssl_handshake_timeout=SECONDS_TO_BEGIN,
            )
        except (OSError, EOFError, TimeoutError, ssl.SSLError) as error:
            log.info("TLS: a client was refused: %s", error or type(error).__name__)
            connection.close()
            return
        await served.wait()

    async def _serve(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        shown = secured.getpeercert(binary_form=True)
        chain = [ssl.DER_cert_to_PEM_cert(shown)] if shown else []
        tls = {"server_name": name, "client_cert_chain": chain, "tls_version": secured.version()}

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] in ("http", "websocket"):
                scope["extensions"] = {**(scope.get("extensions") or {}), "tls": tls}
                if host_of(scope) != name:
                    await forbid(scope, receive, send)
                    return
            await self._application(scope, receive, send)

        server: Any = import_module("hypercorn.asyncio.tcp_server").TCPServer
        wrapped: Any = import_module("hypercorn.app_wrappers").ASGIWrapper(application)
        await server(wrapped, asyncio.get_running_loop(), self._config, self._worker, {}, reader, writer)


async def _begun(connection: socket.socket) -> tuple[str, bytes]:
    """The name in the first bytes, and these bytes, which remain to be read.

    Raises:
        EOFError: the client has gone before it said one, or goes on without end.
    """
    connection.setblocking(False)
    hello = b""
    while len(hello) < LONGEST_HELLO:
        with contextlib.suppress(BlockingIOError):
            hello = connection.recv(LONGEST_HELLO, socket.MSG_PEEK)
            if not hello:
                raise EOFError("it closed the connection")
            if (name := asked_name(hello)) is not None:
                return name, hello
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    raise EOFError("it began with no name and no end")
