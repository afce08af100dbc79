"""The shop's notifications API on the local stack: real connections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")

SECONDS = 10


def _connect(shop: LocalRun, token: str) -> ClientConnection:
    url = shop.outputs()["apis"]["notifications"]["url"]
    return connect(f"{url}?token={token}", proxy=None, open_timeout=SECONDS)


def _ask(line: ClientConnection, **message: str) -> dict[str, Any]:
    line.send(json.dumps(message))
    return dict(json.loads(line.recv(SECONDS)))


def test_only_a_signed_token_connects(shop: LocalRun) -> None:
    with pytest.raises(InvalidStatus) as refused, _connect(shop, "guessed"):
        pass
    assert refused.value.response.status_code == 401


def test_what_one_sends_reaches_whoever_is_subscribed(shop: LocalRun) -> None:
    with _connect(shop, shop.signed_token("ann")) as ann, _connect(shop, shop.signed_token("bob")) as bob:
        assert _ask(ann, action="subscribe", topic="orders")["subscribed"] is True
        sent = _ask(bob, action="send", topic="orders", message="order 7 has left")
        assert (sent["delivered"], sent["failed"]) == (1, 0)
        told = json.loads(ann.recv(SECONDS))
        assert (told["from"], told["message"]) == ("bob", "order 7 has left")


def test_an_unknown_action_is_answered_with_those_there_are(shop: LocalRun) -> None:
    with _connect(shop, shop.signed_token("ann")) as ann:
        answer = _ask(ann, action="dance")
    assert {"subscribe", "send"} <= set(json.dumps(answer).replace('"', " ").split())
