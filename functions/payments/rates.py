"""GET /payments/rates?base=CURRENCY: what the shop exchanges one unit of a currency for.

200 with `{"base": "EUR", "rates": {"CHF": "0.9300", …}, "setOn": "2026-11-02", "answeredAt": "…"}`, or 400. The rates
are the shop's own, set by hand below and the same for everyone, so that API Gateway may cache the answer under `base`:
"answeredAt" is when the function ran, and stands still while the cache answers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from .events import Event, Response, refuse, respond
from .payment import CURRENCIES, problem

DEFAULT_BASE = "EUR"
PER_EURO: Final[Mapping[str, Decimal]] = {
    "CHF": Decimal("0.93"),
    "EUR": Decimal(1),
    "GBP": Decimal("0.87"),
    "USD": Decimal("1.16"),
}
"""Units of each currency for one euro."""
SET_ON = "2026-11-02"
"""The day on which the rates were set."""
_FOUR_PLACES = Decimal("0.0001")


def handler(event: Event, _context: object) -> Response:
    """Show the rates from one currency to all others."""
    # Nothing of the caller may count here: a cached answer is given to everyone.
    base = (event.get("queryStringParameters") or {}).get("base", DEFAULT_BASE)
    if base not in CURRENCIES:
        told = f"must be one of {', '.join(CURRENCIES)}"
        return refuse(400, "the rates cannot be shown", [problem("base", told)])
    rates = {
        currency: str((per_euro / PER_EURO[base]).quantize(_FOUR_PLACES))
        for currency, per_euro in PER_EURO.items()
        if currency != base
    }
    answered_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return respond(200, {"base": base, "rates": rates, "setOn": SET_ON, "answeredAt": answered_at})
