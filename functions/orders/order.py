"""The order: what it looks like in a request, in a response and in the table.

A request is `{"currency": "EUR", "items": [{"sku": "TEA-1", "quantity": 2, "unitPriceCents": 450}]}`. The order made
of it has the same two keys, and "id", "createdAt" and "totalCents". Money is in whole cents, so that nothing is ever
rounded; moments are in UTC, as RFC 3339 writes them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_ITEMS = 100
MAX_QUANTITY = 1_000
MAX_UNIT_PRICE_CENTS = 10_000_000
CURRENCIES = ("CHF", "EUR", "GBP", "USD")

ID = re.compile(r"[0-9a-f]{28}")
_SKU = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ORDER_KEYS = ("currency", "items")
_ITEM_KEYS = ("sku", "quantity", "unitPriceCents")


@dataclass(frozen=True)
class Item:
    """One line of an order."""

    sku: str
    quantity: int
    unit_price_cents: int


@dataclass(frozen=True)
class OrderForm:
    """What a customer asks for."""

    currency: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Order:
    """An order as it was taken."""

    id: str
    created_at: str
    form: OrderForm

    @property
    def total_cents(self) -> int:
        """The sum over all items."""
        return sum(item.quantity * item.unit_price_cents for item in self.form.items)

    def as_json(self) -> dict[str, object]:
        """The order as responses show it."""
        items = [
            {"sku": item.sku, "quantity": item.quantity, "unitPriceCents": item.unit_price_cents}
            for item in self.form.items
        ]
        return {
            "id": self.id,
            "createdAt": self.created_at,
            "currency": self.form.currency,
            "items": items,
            "totalCents": self.total_cents,
        }


class OrderError(ValueError):
    """A request for an order that cannot be taken.

    Attributes:
        problems: every problem, as `{"field": "items[0].quantity", "problem": "…"}`.
    """

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem['field']}: {problem['problem']}" for problem in problems))


def read_form(body: object) -> OrderForm:
    """The order that a JSON body asks for.

    Raises:
        OrderError: with every problem of the body.
    """
    if not isinstance(body, Mapping):
        raise OrderError([_problem("", "must be a JSON object")])
    given: Mapping[str, object] = body  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    problems = _unknown("", given, _ORDER_KEYS)
    currency, items = given.get("currency"), given.get("items")
    if currency not in CURRENCIES:
        problems.append(_problem("currency", f"must be one of {', '.join(CURRENCIES)}"))
    lines: list[object] = items if isinstance(items, list) else []  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    if not 1 <= len(lines) <= MAX_ITEMS:
        problems.append(_problem("items", f"must be a list of 1 to {MAX_ITEMS} items"))
    read = [_read_item(f"items[{index}]", line, problems) for index, line in enumerate(lines[:MAX_ITEMS])]
    if problems:
        raise OrderError(problems)
    return OrderForm(str(currency), tuple(item for item in read if item))


def _read_item(field: str, line: object, problems: list[dict[str, str]]) -> Item | None:
    if not isinstance(line, Mapping):
        problems.append(_problem(field, "must be a JSON object"))
        return None
    given: Mapping[str, object] = line  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    problems += _unknown(f"{field}.", given, _ITEM_KEYS)
    sku, quantity, price = (given.get(key) for key in _ITEM_KEYS)
    if not isinstance(sku, str) or not _SKU.fullmatch(sku):
        problems.append(_problem(f"{field}.sku", "must be 1 to 64 letters, digits, dots, hyphens or underscores"))
        sku = ""
    return Item(
        sku,
        _read_number(f"{field}.quantity", quantity, 1, MAX_QUANTITY, problems),
        _read_number(f"{field}.unitPriceCents", price, 0, MAX_UNIT_PRICE_CENTS, problems),
    )


def _read_number(field: str, value: object, low: int, high: int, problems: list[dict[str, str]]) -> int:
    # Also 1.0 is refused: what is in cents has no fraction, not even an empty one.
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    problems.append(_problem(field, f"must be a whole number from {low} to {high}"))
    return low


def _unknown(prefix: str, given: Mapping[str, object], known: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        _problem(f"{prefix}{key}", f"is not known; known are {', '.join(known)}") for key in given if key not in known
    ]


def _problem(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": problem}
