from __future__ import annotations

import asyncio
from typing import Any

import pytest

from local.emulator.addresses import ApiAddresses


def _reached(kind: str, path: str) -> dict[str, Any]:
    """The scope that reaches the application behind the middleware."""
    seen: dict[str, Any] = {}

    async def application(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
        seen.update(scope)

    scope: Any = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "headers": [(b"host", b"127.0.0.1:4566"), (b"accept", b"*/*")],
    }
    nothing: Any = None
    asyncio.run(ApiAddresses(application, 4566)(scope, nothing, nothing))
    return seen


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("/_api/0a1b2c3d/orders/17", "/orders/17"),
        ("/_api/0a1b2c3d/", "/"),
        ("/_api/0a1b2c3d", "/"),
        ("/_api/0a1b2c3d/a%20b", "/a%20b"),
    ],
)
def test_an_api_is_reached_under_its_own_host_name(kind: str, path: str, reached: str) -> None:
    scope = _reached(kind, path)
    assert (scope["path"], scope["raw_path"]) == (reached, reached.encode())
    assert scope["headers"] == [(b"host", b"0a1b2c3d.execute-api.localhost:4566"), (b"accept", b"*/*")]


def test_other_paths_stay_as_they_are() -> None:
    scope = _reached("http", "/bucket/_api/key")
    assert scope["path"] == "/bucket/_api/key"
    assert scope["headers"][0] == (b"host", b"127.0.0.1:4566")
