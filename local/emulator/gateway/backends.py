"""Requests to the backend of an integration: any HTTP server, or a service of this emulator."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlencode

import httpx

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of one connection only (RFC 9110 7.6.1), or computed anew for the next one.
HOP_BY_HOP = {
    "connection", "content-length", "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip


@cache
def _transport() -> httpx.AsyncHTTPTransport:
    # Below a client, which would follow, remember and add things of its own. A connection that is kept open might be
    # closed by the backend at the moment of the next request.
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None, max_keepalive_connections=0))


class BackendTimeoutError(Exception):
    """No answer within the timeout of the integration."""


class BackendUnreachableError(Exception):
    """No connection, or one that broke."""


class NoConnectionError(BackendUnreachableError):
    """No connection: the backend has seen nothing of the request."""


@dataclass(frozen=True)
class Reply:
    """A backend's answer; headers that came more than once are lists."""

    status: int
    headers: dict[str, Any]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


async def send(
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
    seconds: float,
    *,
    query: Sequence[tuple[str, str]] = (),
    host: str = "",
) -> Reply:
    """Sends one request, following no redirect, and gives the answer with its body as it was sent.

    `host` is what the header Host says, "" for what the URL says.

    Raises:
        BackendTimeoutError: it took longer than `seconds`.
        BackendUnreachableError: there was no answer at all.
    """
    kept = {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP}
    kept |= {"host": host} if host else {}
    try:
        if query:
            url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote)
        request = httpx.Request(method, url, headers=kept, content=body or None)
        async with asyncio.timeout(seconds):
            answer = await _transport().handle_async_request(request)
            try:
                content = b"".join([part async for part in cast("httpx.AsyncByteStream", answer.stream)])
            finally:
                await answer.aclose()
    except TimeoutError as error:
        raise BackendTimeoutError(f"{method} {url}: no answer in {seconds} s") from error
    except httpx.ConnectError as error:
        raise NoConnectionError(f"{method} {url}: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BackendUnreachableError(f"{method} {url}: {error}") from error
    received: dict[str, Any] = {}
    for name, value in answer.headers.multi_items():
        if name not in HOP_BY_HOP:
            before = received.get(name)
            received[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return Reply(answer.status_code, received, content)


@dataclass(frozen=True)
class ServiceCall:
    """A call of an AWS service; `service` is its name in a signature."""

    service: str
    region: str
    account: str
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    async def send(self, seconds: float) -> Reply:
        """Asks the emulator itself, in the account and the region of the call."""
        # The scope of a credential is what tells ministack the service, the region and (as the key) the account.
        scope = f"{self.account}/20150830/{self.region}/{self.service}/aws4_request"
        signed = {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
        url = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}{self.path}"
        return await send(self.method, url, self.headers | signed, self.body, seconds, query=self.query)
