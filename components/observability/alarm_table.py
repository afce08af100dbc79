"""The alarms that an API can have: what each watches, from which kinds of API, and from when it rings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from components.knowledge.kinds import Kind

_HTTP, _REST, _WEBSOCKET = Kind.HTTP, Kind.REST, Kind.WEBSOCKET
_REQUESTS = (_HTTP, _REST)
_ALL = (_HTTP, _REST, _WEBSOCKET)


class Alarm(TypedDict):
    """From when an alarm rings."""

    threshold: NotRequired[float]
    """The first value that is too much, or, of `cache_hits`, too little. See AlarmSettings for units."""
    minutes: NotRequired[int]
    """Length of a period in minutes. 5 by default."""
    periods: NotRequired[int]
    """Periods in a row in which the threshold must be passed. 2 by default."""


class AlarmSettings(TypedDict):
    """The alarms of an API by what they watch. An alarm that is left out keeps its default."""

    server_errors: NotRequired[Alarm]
    """Answers with 5xx, in % of all. HTTP and REST APIs. Default 1."""
    client_errors: NotRequired[Alarm]
    """Answers with 4xx, in % of all. HTTP and REST APIs. Default 25."""
    latency: NotRequired[Alarm]
    """Time to the answer that 95 % of requests stay below, in ms. HTTP and REST APIs. Default 3000."""
    integration_latency: NotRequired[Alarm]
    """The part of it that passes behind the API, in ms. Off for HTTP and REST APIs unless asked for. Default 3000."""
    integration_errors: NotRequired[Alarm]
    """Requests that failed behind the API, in a period. Default 5."""
    throttled: NotRequired[Alarm]
    """Requests or messages refused with 429, in a period. Default 10."""
    execution_errors: NotRequired[Alarm]
    """Messages that API Gateway could not pass on, in a period. WebSocket APIs. Default 5."""
    refused_messages: NotRequired[Alarm]
    """Messages that API Gateway refused, in a period. WebSocket APIs. Default 50."""
    cache_hits: NotRequired[Alarm]
    """Requests that the cache answers, in % of those that it was asked for. REST APIs; off unless asked for. Default
    50."""


@dataclass(frozen=True)
class AlarmKind:
    """One thing to watch."""

    kinds: tuple[Kind, ...]
    """Kinds of API that have it."""
    threshold: float
    about: str
    """What is wrong when it rings."""
    unasked: tuple[Kind, ...] = _ALL
    """Kinds that have it without being asked."""
    log_pattern: str = ""
    """Which entries of the access log it counts, where CloudWatch has no metric."""
    statistic: str = "Sum"


ALARMS: Mapping[str, AlarmKind] = {
    "server_errors": AlarmKind(_REQUESTS, 1, "of its answers are 5xx"),
    "client_errors": AlarmKind(_REQUESTS, 25, "of its answers are 4xx"),
    "latency": AlarmKind(_REQUESTS, 3000, "are not enough for 95 % of its answers", statistic="p95"),
    "integration_latency": AlarmKind(
        _ALL,
        3000,
        "are not enough for 95 % of the answers from behind it",
        unasked=(_WEBSOCKET,),
        statistic="p95",
    ),
    # HTTP and REST APIs have no metric of it: what fails behind them is among the 5xx of their own.
    "integration_errors": AlarmKind(_ALL, 5, "requests failed behind it", log_pattern='{ $.integrationError != "-" }'),
    "throttled": AlarmKind(_ALL, 10, "requests were refused with 429", log_pattern='{ $.status = "429" }'),
    "execution_errors": AlarmKind((_WEBSOCKET,), 5, "messages could not be passed on"),
    "refused_messages": AlarmKind((_WEBSOCKET,), 50, "messages were refused"),
    "cache_hits": AlarmKind((_REST,), 50, "or less of the requests are answered by its cache", unasked=()),
}
"""Every alarm by its name."""

UNITS: Mapping[str, str] = {"server_errors": "%", "client_errors": "%", "cache_hits": "%"} | dict.fromkeys(
    ("latency", "integration_latency"), "ms"
)
"""What thresholds are counted in, where it is not requests."""


def counts_log(name: str, kind: Kind) -> bool:
    """Whether the alarm counts entries of the access log: where the kind has no metric of it."""
    if name == "integration_errors":
        return kind is not Kind.WEBSOCKET
    return bool(ALARMS[name].log_pattern)


def wanted(kind: Kind, settings: Mapping[str, object], off: tuple[str, ...]) -> list[str]:
    """Names of the alarms that an API of this kind gets."""
    return [
        name
        for name, alarm in ALARMS.items()
        if kind in alarm.kinds and name not in off and (kind in alarm.unasked or name in settings)
    ]
