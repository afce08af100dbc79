"""What requests cost on HTTP and REST APIs, against how many there are. Pure: no Pulumi resource."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from components.knowledge import prices
from components.knowledge.kinds import Kind
from components.knowledge.prices import Price
from components.knowledge.pricing import cost_of

_FIRST, _LAST = 6, 10
"""Powers of ten: a million to ten thousand million requests. The curve goes on where the traffic is near an end."""
_MARKS = (1, 2, 5)
_PRICES: Mapping[Kind, Price] = {Kind.HTTP: prices.HTTP_REQUESTS, Kind.REST: prices.REST_REQUESTS}


@dataclass(frozen=True)
class Curve:
    """Requests a month, rising, and what so many cost on each kind, in US dollars a month."""

    requests: Sequence[Decimal]
    costs: Mapping[Kind, Sequence[Decimal]]
    today: tuple[Decimal, Mapping[Kind, Decimal]] | None
    """All requests that are expected together, and what they cost on each kind; None if none are expected."""


def cost_curve(expected: Iterable[Decimal]) -> Curve:
    """The curve, of requests of up to 512 KB, over all the traffic that is expected.

    AWS counts the steps of a price over all APIs of an account, so that their requests together are a place on it.

    Args:
        expected: requests a month of each API.
    """
    together = sum(expected, Decimal(0))
    power = int(together.log10().to_integral_value(ROUND_FLOOR)) if together else None
    first, last = (_FIRST, _LAST) if power is None else (min(_FIRST, max(0, power - 1)), max(_LAST, power + 2))
    counts = [Decimal(mark * 10**power) for power in range(first, last) for mark in _MARKS]
    counts.append(Decimal(10**last))
    return Curve(
        counts,
        {kind: [_cost(kind, requests) for requests in counts] for kind in _PRICES},
        (together, {kind: _cost(kind, together) for kind in _PRICES}) if together else None,
    )


def _cost(kind: Kind, requests: Decimal) -> Decimal:
    return cost_of(_PRICES[kind], requests / prices.MILLION)
