"""Token buckets: each holds at most its burst, and its rate flows in each second.

They live in memory, as AWS says of its own that they are targets and no guarantees.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.records import nested

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from local.emulator.gateway.exchange import Exchange

# What an account has where nothing is set (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
ACCOUNT_RATE, ACCOUNT_BURST = 10_000.0, 5_000.0


class TokenBuckets:
    """The buckets of all APIs, by whatever names one."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def take(self, name: Hashable, rate: float | None, burst: float | None) -> bool:
        """Takes one token; False where there is none.

        Args:
            name: Names the bucket.
            rate: Tokens per second; None is the account's, a negative one stands for no limit.
            burst: The most that it holds; None is the account's, a negative one stands for no limit.
        """
        if (rate is not None and rate < 0) or (burst is not None and burst < 0):
            return True
        rate, burst = ACCOUNT_RATE if rate is None else rate, ACCOUNT_BURST if burst is None else burst
        now = self._now()
        held, since = self._buckets.get(name, (burst, now))
        held = min(burst, held + (now - since) * rate)
        taken = rate > 0 and held >= 1
        self._buckets[name] = (held - taken, now)
        return taken


buckets = TokenBuckets()


def route_admits(exchange: Exchange, stage: Mapping[str, Any], route_key: str) -> bool:
    """Whether the throttle of a route of an HTTP or WebSocket API lets one more request through.

    A route without settings of its own has those of its stage, and a bucket of its own all the same.
    """
    settings = nested(stage, "defaultRouteSettings") | nested(stage, "routeSettings", route_key)
    name = (exchange.account, exchange.region, exchange.api_id, exchange.stage, route_key)
    return buckets.take(name, settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit"))


def take_rest_token(slot: Hashable, limits: Mapping[str, Any]) -> bool:
    """The same for a method or a usage plan of a REST API, in ministack's words."""
    rate, burst = limits.get("rateLimit"), limits.get("burstLimit")
    return buckets.take(slot, None if rate is None else float(rate), None if burst is None else float(burst))
