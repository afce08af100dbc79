"""An entry: what it looks like in a request and in an answer.

A request is `{"orderId": "<28 hexadecimal digits>", "account": "receivable", "amountCents": 900, "currency": "EUR"}`.
The entry made of it has the same keys, and "id" and "createdAt" (UTC, RFC 3339).
"""

import re
from collections.abc import Mapping

ACCOUNTS = ("receivable", "revenue")
CURRENCIES = ("CHF", "EUR", "GBP", "USD")
MOST_CENTS = 10**12
_ORDER_ID = re.compile(r"[0-9a-f]{28}")
_KEYS = ("orderId", "account", "amountCents", "currency")


def problems(body: object) -> list[dict[str, str]]:
    """Every problem of a request, as `{"field": …, "problem": …}`."""
    if not isinstance(body, Mapping):
        return [{"field": "", "problem": "must be a JSON object"}]
    given: Mapping[str, object] = body  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    order, amount = given.get("orderId"), given.get("amountCents")
    cents = amount if isinstance(amount, int) and not isinstance(amount, bool) else 0
    faults = {key: f"is not known; known are {', '.join(_KEYS)}" for key in given if key not in _KEYS}
    if not isinstance(order, str) or not _ORDER_ID.fullmatch(order):
        faults["orderId"] = "must be the id of an order, 28 hexadecimal digits"
    if given.get("account") not in ACCOUNTS:
        faults["account"] = f"must be one of {', '.join(ACCOUNTS)}"
    if not 0 < abs(cents) <= MOST_CENTS:
        faults["amountCents"] = f"must be a whole number of cents other than 0, up to {MOST_CENTS}"
    if given.get("currency") not in CURRENCIES:
        faults["currency"] = f"must be one of {', '.join(CURRENCIES)}"
    return [{"field": field, "problem": problem} for field, problem in faults.items()]
