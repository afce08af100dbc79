"""A WebSocket API on the local stack, by real connections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from tests.end_to_end.gallery.running import Gallery

pytestmark = pytest.mark.xdist_group("gallery")

SECONDS = 10


def _connect(gallery: Gallery, door: str | None) -> ClientConnection:
    url = gallery.outputs()["urls"]["websocket"]
    return connect(url if door is None else f"{url}?door={door}", proxy=None, open_timeout=SECONDS)


@pytest.mark.parametrize(("door", "status"), [(None, 401), ("who", 401), ("shut", 403)])
def test_a_connection_is_refused(door: str | None, status: int, gallery: Gallery) -> None:
    with pytest.raises(InvalidStatus) as refused, _connect(gallery, door):
        pass
    assert refused.value.response.status_code == status


def test_a_route_with_a_response_answers_its_sender(gallery: Gallery) -> None:
    with _connect(gallery, "open") as line:
        line.send(json.dumps({"action": "ask"}))
        assert line.recv(SECONDS) == "answered"


def test_a_route_without_a_response_answers_nothing(gallery: Gallery) -> None:
    with _connect(gallery, "open") as line:
        line.send(json.dumps({"action": "unheard of"}))
        with pytest.raises(TimeoutError):
            line.recv(1)


def test_a_function_pushes_through_the_callback_url(gallery: Gallery) -> None:
    with _connect(gallery, "open") as line:
        line.send(json.dumps({"action": "push"}))
        assert line.recv(SECONDS) == "pushed"


def test_whoever_has_the_callback_url_reaches_open_connections_only(gallery: Gallery) -> None:
    management = gallery.run.aws("apigatewaymanagementapi", gallery.outputs()["callbackUrl"])
    with pytest.raises(ClientError) as gone:
        management.post_to_connection(ConnectionId="gone=", Data=b"hello")
    assert "GoneException" in str(gone.value)
