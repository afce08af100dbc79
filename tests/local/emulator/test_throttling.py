from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from local.emulator.gateway.throttling import TokenBuckets

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def test_a_bucket_holds_its_burst_and_fills_at_its_rate() -> None:
    clock = [0.0]
    buckets = TokenBuckets(lambda: clock[0])
    assert [buckets.take("a", 2, 3) for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b", 2, 3)
    clock[0] = 1.0
    assert [buckets.take("a", 2, 3) for _ in range(3)] == [True, True, False]
    clock[0] = 60.0
    assert [buckets.take("a", 2, 3) for _ in range(4)] == [True, True, True, False]


def test_zero_lets_nothing_through_and_less_than_zero_everything() -> None:
    buckets = TokenBuckets()
    assert not buckets.take("a", 0, 0)
    assert not buckets.take("b", 0, 5)
    assert all(buckets.take("c", -1, -1) for _ in range(20_000))


def test_a_route_of_an_http_api_is_throttled_by_its_own_settings_or_its_stages(account: Account) -> None:
    api = account.http_api()
    api.stage(
        "dev",
        DefaultRouteSettings={"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2},
        RouteSettings={"GET /two": {"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 4}},
    )
    function = account.function("def handler(event, context):\n    return 'ok'\n")
    for key in ("GET /one", "GET /two", "GET /three"):
        api.function_route(key, function)

    for path, let_through in (("/dev/one", 2), ("/dev/two", 4), ("/dev/three", 2), ("/one", 6)):
        answers = [api.get(path) for _ in range(6)]
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses[200] == let_through
        assert statuses[429] == 6 - let_through
        assert all(answer.json() == {"message": "Too Many Requests"} for answer in answers if answer.status_code == 429)
