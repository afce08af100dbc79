"""Properties that are a reason for a kind of API: what is known of them is their path, where they are set."""

from typing import TypeVar

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown

T = TypeVar("T")


def switched_on(value: Value) -> Reading[str]:
    """A switch that is on."""
    flag = value.flag()
    return named(flag, value) if flag == Known(value=True) or isinstance(flag, Unknown) else Absent()


def has_entries(value: Value) -> Reading[str]:
    """A map with entries."""
    found = value.mapping()
    return Absent() if isinstance(found, Known) and not found.value else named(found, value)


def is_set(value: Value) -> Reading[str]:
    """A property that is set to anything, which need not be known yet."""
    if value.reading == Known(""):
        return Absent()
    is_later = isinstance(value.reading, Unknown) and value.reading.is_for_now
    return Known(value.path) if is_later else named(value.reading, value)


def named(reading: Reading[T], value: Value) -> Reading[str]:
    """A reading whose known value is of no more interest than the path it stands at."""
    return Known(value.path) if isinstance(reading, Known) else reading
