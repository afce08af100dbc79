"""Requests signed as AWS' SDKs sign them."""

from __future__ import annotations

from typing import Any

import httpx
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.local.emulator.account import REGION


def signed(
    key: tuple[str, str],
    method: str,
    url: str,
    body: str = "",
    *,
    headers: dict[str, str] | None = None,
    in_query: bool = False,
) -> httpx.Response:
    """Sends a request that is signed with a key for `execute-api`, in its header or in its query."""
    request: Any = AWSRequest(method=method, url=url, data=body, headers=headers or {})
    signer: Any = SigV4QueryAuth if in_query else SigV4Auth
    signer(Credentials(*key), "execute-api", REGION).add_auth(request)
    return httpx.request(
        method, request.url, headers=dict(request.headers.items()), content=body, trust_env=False, timeout=30
    )


def signature(key: tuple[str, str], method: str, url: str) -> dict[str, str]:
    """The headers that sign a request."""
    request: Any = AWSRequest(method=method, url=url)
    SigV4Auth(Credentials(*key), "execute-api", REGION).add_auth(request)
    return dict(request.headers.items())
