"""The payment: what it looks like in a request, in a response and in the table.

A request is `{"amountCents": 900, "currency": "EUR", "orderId": "0192…", "cardToken": "tok_4fX9pQ2m"}`. The payment
made of it has the same keys but the card's, and "id", "createdAt" and "status". Money is in whole cents; moments are in
UTC, as RFC 3339 writes them. A payment is taken as "pending": this API records what is to be charged, and charges no
card.

payment.schema.json says the same of a request for API Gateway, which refuses most mistakes before a function runs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_AMOUNT_CENTS = 100_000_000
CURRENCIES = ("CHF", "EUR", "GBP", "USD")
PENDING = "pending"

ORDER_ID = re.compile(r"[0-9a-f]{28}")
ID = re.compile(r"[0-9a-f]{28}-[0-9a-f]{20}")
"""An id begins with the order's, so that the payments of an order lie side by side in the table."""
CARD_TOKEN = re.compile(r"tok_[A-Za-z0-9]{8,64}")
"""What the card processor gives for a card. A card's own number is nothing this API may ever hold."""
_KEYS = ("amountCents", "currency", "orderId", "cardToken")


@dataclass(frozen=True)
class PaymentForm:
    """What a caller asks for."""

    amount_cents: int
    currency: str
    order_id: str
    card_token: str


@dataclass(frozen=True)
class Payment:
    """A payment as it was taken."""

    id: str
    created_at: str
    status: str
    form: PaymentForm

    def as_json(self) -> dict[str, object]:
        """The payment as responses show it: without the card's token, which is only for the card processor."""
        return {
            "id": self.id,
            "createdAt": self.created_at,
            "status": self.status,
            "orderId": self.form.order_id,
            "amountCents": self.form.amount_cents,
            "currency": self.form.currency,
        }


class PaymentError(ValueError):
    """A request for a payment that cannot be taken.

    Attributes:
        problems: every problem, as `{"field": "currency", "problem": "…"}`.
    """

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem['field']}: {problem['problem']}" for problem in problems))


def read_form(body: object) -> PaymentForm:
    """The payment that a JSON body asks for.

    Raises:
        PaymentError: with every problem of the body.
    """
    if not isinstance(body, Mapping):
        raise PaymentError([problem("", "must be a JSON object")])
    given: Mapping[str, object] = body  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    problems = [problem(key, f"is not known; known are {', '.join(_KEYS)}") for key in given if key not in _KEYS]
    amount, currency, order_id, card_token = (given.get(key) for key in _KEYS)
    # Also 1.0 is refused: what is in cents has no fraction, not even an empty one.
    if not isinstance(amount, int) or isinstance(amount, bool) or not 1 <= amount <= MAX_AMOUNT_CENTS:
        problems.append(problem("amountCents", f"must be a whole number from 1 to {MAX_AMOUNT_CENTS}"))
        amount = 0
    if currency not in CURRENCIES:
        problems.append(problem("currency", f"must be one of {', '.join(CURRENCIES)}"))
    if not isinstance(order_id, str) or not ORDER_ID.fullmatch(order_id):
        problems.append(problem("orderId", "must be the id of an order, 28 hexadecimal digits"))
    if not isinstance(card_token, str) or not CARD_TOKEN.fullmatch(card_token):
        problems.append(problem("cardToken", "must be a card's token: tok_ and 8 to 64 letters or digits"))
    if problems:
        raise PaymentError(problems)
    return PaymentForm(amount, str(currency), str(order_id), str(card_token))


def problem(field: str, text: str) -> dict[str, str]:
    """A problem as responses list it."""
    return {"field": field, "problem": text}
