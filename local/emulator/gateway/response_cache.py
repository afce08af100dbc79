"""The cache of a stage of a REST API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.access import INVALIDATE_CACHE, refusal_of_caller
from local.emulator.gateway.exchange import Answer, Exchange, with_header
from local.emulator.gateway.records import as_list, nested
from local.emulator.gateway.rest_mapping import request_value

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

DEFAULT_SECONDS = 300
Key = tuple[Any, ...]


class ResponseCache:
    """Answers by stage, method and the values of its key parameters, each for its time; in memory."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._answers: dict[Key, tuple[float, Answer]] = {}

    def get(self, key: Key) -> Answer | None:
        """The answer that is kept, if it is still fresh."""
        until, answer = self._answers.get(key, (0.0, None))
        return answer if until > self._now() else None

    def put(self, key: Key, answer: Answer, seconds: float) -> None:
        """Keeps an answer, and drops those that are no longer fresh."""
        now = self._now()
        self._answers = {kept: entry for kept, entry in self._answers.items() if entry[0] > now}
        self._answers[key] = (now + seconds, answer)

    def flush(self, *start: Hashable) -> None:
        """Forgets all answers whose keys begin so."""
        self._answers = {key: entry for key, entry in self._answers.items() if key[: len(start)] != start}


cache = ResponseCache()


def settings_of(stage: Mapping[str, Any], resource: str, method: str) -> dict[str, Any] | None:
    """The cache settings of a method; None where its answers are not cached.

    Settings for all methods of a stage make only GET cached; others are cached by settings of their own.
    """
    if not stage.get("cacheClusterEnabled"):
        return None
    all_settings = nested(stage, "methodSettings")
    own: dict[str, Any] = (
        all_settings.get(f"{resource.lstrip('/')}/{method}") or all_settings.get(f"{resource}/{method}") or {}
    )
    settings = own or (nested(all_settings, "*/*") if method == "GET" else {})
    return settings if settings.get("cachingEnabled") else None


def key_of(exchange: Exchange, resource: str, integration: Mapping[str, Any]) -> Key:
    """Names an answer: its stage and method, and what the request has for each key parameter."""
    names: list[str] = as_list(integration.get("cacheKeyParameters"))
    parameters = nested(integration, "requestParameters")
    values = tuple(request_value(str(parameters.get(name, name)), exchange) for name in names)
    namespace = integration.get("cacheNamespace") or resource
    return (exchange.account, exchange.region, exchange.api_id, exchange.stage, namespace, exchange.method, values)


def seconds_of(settings: Mapping[str, Any]) -> int:
    """How long an answer is kept; 0 for not at all."""
    kept = settings.get("cacheTtlInSeconds")
    return DEFAULT_SECONDS if kept is None else int(kept)


def invalidation(exchange: Exchange, settings: Mapping[str, Any]) -> tuple[bool, str]:
    """What a request with `Cache-Control: max-age=0` gets: whether the cache is passed over, and else how it goes on.

    Returns:
        True, or False with the strategy for those who may not; the strategy is "" for a request that does not ask.
    """
    if "max-age=0" not in exchange.header("cache-control").replace(" ", ""):
        return False, ""
    if not settings.get("requireAuthorizationForCacheControl", True):
        return True, ""
    if exchange.context["identity"].get("accessKey") and not refusal_of_caller(
        INVALIDATE_CACHE, exchange.arn, exchange.region, exchange.body
    ):
        return True, ""
    return False, settings.get("unauthorizedCacheControlHeaderStrategy") or "SUCCEED_WITH_RESPONSE_HEADER"


def with_warning(answer: Answer) -> Answer:
    """An answer that tells its client that it may not pass over the cache."""
    status, headers, body = answer
    return status, with_header(headers, "Warning", '199 - "Invalid cache control header"'), body
