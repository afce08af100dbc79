"""Throttles and a web ACL in front of domains, by real requests."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.edge.settings import ALLOWED, BLOCKED, BURST, NAMES, OTHER_BURST
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from tests.end_to_end.edge.running import Edge

pytestmark = pytest.mark.xdist_group("edge")

BEYOND = 5
THROTTLES = pytest.mark.parametrize(
    ("route", "burst"), [("by-route", OTHER_BURST), ("by-stage", BURST)], ids=["of the route", "of the stage"]
)


@THROTTLES
def test_an_http_api_answers_429_beyond_the_burst_alone(route: str, burst: int, edge: Edge) -> None:
    url = f"{edge.outputs['urls']['']}/{route}"

    def statuses(count: int) -> Counter[int]:
        with ThreadPoolExecutor(count) as clients:
            return Counter(answer.status_code for answer in clients.map(edge.run.ask, [url] * count))

    # No token comes back meanwhile: see the rate in edge/__main__.py.
    assert statuses(burst) == {200: burst}
    assert statuses(BEYOND) == {429: BEYOND}
    assert edge.run.ask(f"{edge.outputs['urls']['']}/unthrottled").status_code == 200


@THROTTLES
def test_a_websocket_api_refuses_messages_beyond_the_burst_alone(route: str, burst: int, edge: Edge) -> None:
    with WebSocket(f"https://{NAMES['socket']}:{edge.run.tls_port}/", tls=edge.run.trusting()) as line:

        def answers(count: int) -> Counter[str]:
            for _ in range(count):
                line.say(json.dumps({"action": route}))
            heard = [line.hear() for _ in range(count)]
            return Counter(json.loads(one)["message"] if one.startswith("{") else one for one in heard)

        assert answers(burst) == {"let through": burst}
        assert answers(BEYOND) == {"Too Many Requests": BEYOND}
        line.say('{"action": "ask"}')
        assert line.hear().startswith("asked on ")


def test_a_web_acl_blocks_by_address(edge: Edge) -> None:
    url = f"{edge.outputs['urls']['v1/books']}/items/1"
    assert edge.run.ask(url, source=ALLOWED).status_code == 200
    answer = edge.run.ask(url, source=BLOCKED)
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    # It stands in front of one API, not of the domain.
    assert edge.run.ask(edge.outputs["urls"]["catalog"] + "/prices", source=BLOCKED).status_code == 200
