"""What the APIs of a stack cost together. Pure: no Pulumi resource.

AWS counts the steps of a price over all that an account uses of the item. So an item that several APIs of the stack
use has one price for all of them: what all of it costs, divided by all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from components.knowledge import prices
from components.knowledge.api_of_stack import ApiOfStack
from components.knowledge.capabilities import FEATURES
from components.knowledge.kinds import Kind
from components.knowledge.prices import Price
from components.knowledge.pricing import cost_of, quantities
from components.knowledge.shared_parts import SharedPart

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class BilledLine:
    """One item of the bill."""

    price: Price
    quantity: Decimal
    unit_price: Decimal
    """US dollars, on average where the price has steps."""

    @property
    def cost(self) -> Decimal:
        """US dollars, to the cent, so that the lines that are shown add up to the totals that are shown."""
        return (self.quantity * self.unit_price).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class StackBill:
    """The bill of a month."""

    apis: Mapping[str, Sequence[BilledLine]]
    """What is charged for each API alone, by its name."""
    shared: Sequence[tuple[SharedPart, BilledLine]]

    @property
    def shared_total(self) -> Decimal:
        """US dollars."""
        return total(line for _, line in self.shared)

    @property
    def total(self) -> Decimal:
        """US dollars."""
        return sum((total(lines) for lines in self.apis.values()), self.shared_total)


@dataclass(frozen=True)
class OtherKind:
    """An API as it would be of the other kind that takes requests."""

    kind: Kind
    lines: Sequence[BilledLine] = ()
    lacks: tuple[str, ...] = ()
    """Ids of features that it uses and the kind lacks; with any of them the API cannot be of that kind."""


def total(lines: Iterable[BilledLine]) -> Decimal:
    """What lines cost together, in US dollars."""
    return sum((line.cost for line in lines), Decimal(0))


def stack_bill(
    apis: Mapping[str, ApiOfStack], shared: Sequence[SharedPart] = (), kinds: Mapping[str, Kind] | None = None
) -> StackBill:
    """The bill of a month.

    Args:
        apis: the APIs by their names.
        shared: what they share.
        kinds: the kinds of APIs that are priced as though they were of another one, by their names.
    """
    used = {name: _own(api, (kinds or {}).get(name, api.kind)) for name, api in apis.items()}
    together: dict[Price, Decimal] = defaultdict(Decimal)
    for price, quantity in (pair for pairs in used.values() for pair in pairs):
        together[price] += quantity
    for part in shared:
        together[part.price] += part.quantity
    average = {price: cost_of(price, quantity) / quantity for price, quantity in together.items()}
    return StackBill(
        {name: [BilledLine(price, count, average[price]) for price, count in pairs] for name, pairs in used.items()},
        [(part, BilledLine(part.price, part.quantity, average[part.price])) for part in shared],
    )


def other_kind(name: str, apis: Mapping[str, ApiOfStack]) -> OtherKind | None:
    """An API of the stack as it would be of the other kind; None for a WebSocket API, as no other has connections."""
    api = apis[name]
    if api.kind is Kind.WEBSOCKET:
        return None
    kind = Kind.REST if api.kind is Kind.HTTP else Kind.HTTP
    features = [*api.features, *(("waf",) if api.web_acl else ())]
    lacking = tuple(one for one in dict.fromkeys(features) if kind not in FEATURES[one].kinds)
    if lacking:
        return OtherKind(kind, lacks=lacking)
    return OtherKind(kind, lines=stack_bill(apis, kinds={name: kind}).apis[name])


def _own(api: ApiOfStack, kind: Kind) -> list[tuple[Price, Decimal]]:
    """What is charged for an API alone: a web ACL is an item of the stack."""
    return [(price, quantity) for price, quantity in quantities(api.usage(kind)) if price is not prices.WEB_ACL]
