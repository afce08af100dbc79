"""Throttling: how many requests a stage or a route takes. Pure: no Pulumi resource."""

import math
from collections.abc import Mapping
from typing import TypedDict

from components.problems import Problem, missing_keys, unknown_keys


class Throttle(TypedDict):
    """A token bucket: it fills with `rate` and holds `burst`. Requests beyond it get 429.

    Both numbers are required. A route setting does not inherit a number it leaves out: AWS gets 0 then, and 0 refuses
    every request. The numbers are targets, not promises:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    """

    rate: float
    """Requests per second, more than 0."""
    burst: int
    """Requests at one moment, 1 or more."""


def throttle_problems(where: str, given: object) -> list[Problem]:
    """Everything wrong with what was given as a throttle at `where`."""
    if not isinstance(given, Mapping):
        remedy = "write Throttle(rate=…, burst=…): without it one API may use up the account's whole share"
        return [Problem(where, f"{given!r}", "a rate and a burst", remedy)]
    throttle: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [*missing_keys(where, throttle, ("rate", "burst")), *unknown_keys(where, throttle, Throttle)]
    if "rate" in throttle and not _is_rate(throttle["rate"]):
        allowed = "a number of requests per second, more than 0"
        remedy = "give the rate the backend can stand; 0 would refuse every request"
        found.append(Problem(where, f"rate {throttle['rate']!r}", allowed, remedy))
    if "burst" in throttle and not _is_burst(throttle["burst"]):
        allowed = "a whole number of requests, 1 or more"
        remedy = "give the peak the backend can stand; 0 would refuse every request"
        found.append(Problem(where, f"burst {throttle['burst']!r}", allowed, remedy))
    return found


def _is_rate(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0


def _is_burst(value: object) -> bool:
    # Whole numbers reach a component that another language uses as floats.
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and isinstance(value, int | float) and value >= 1
