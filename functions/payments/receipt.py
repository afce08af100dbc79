r"""The receipt of a payment, for an integration that is no proxy: mapping templates make its event and its response.

It gets `{"payment": ID, "locale": "de-DE", "customer": PRINCIPAL}`, an empty locale meaning en-GB, and gives
`{"receipt": {"payment": …, "order": …, "date": "2026-11-25", "status": "pending", "amount": "EUR 1.234,50"}}`. The
customer has to come from what API Gateway checked ($context.authorizer.principalId), never from the request.

What it cannot answer it raises. The text then begins with "NotFound: " or "BadRequest: ", for the selection patterns of
the integration's responses, `NotFound:.*` and `BadRequest:.*`. API Gateway gives its default response to a text that no
pattern matches: what the function did not foresee needs a pattern of its own for anything else, `(.|\n)+`, or it is
answered with 200.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
"""

from collections.abc import Mapping
from typing import Final, TypedDict

from .store import store

DEFAULT_LOCALE = "en-GB"
SEPARATORS: Final[Mapping[str, tuple[str, str]]] = {
    "de-CH": ("\u2019", "."),
    "de-DE": (".", ","),
    "en-GB": (",", "."),
    "en-US": (",", "."),
    "fr-FR": ("\u202f", ","),
}
"""Between thousands, and before cents, in each locale (Unicode CLDR 46)."""


class Request(TypedDict):
    """What the mapping template makes of a request."""

    payment: str
    locale: str
    customer: str


class Receipt(TypedDict):
    """What a receipt says."""

    payment: str
    order: str
    date: str
    status: str
    amount: str


class Answer(TypedDict):
    """What the handler gives back."""

    receipt: Receipt


# The texts say nothing of what was asked for: a line break in it would keep the selection patterns from matching.
class NotFoundError(Exception):
    """There is no such payment of the customer."""

    def __init__(self) -> None:
        super().__init__("NotFound: there is no such payment")


class BadRequestError(Exception):
    """The locale is none that receipts are written in."""

    def __init__(self) -> None:
        super().__init__(f"BadRequest: the locale must be one of {', '.join(SEPARATORS)}")


def handler(event: Request, _context: object) -> Answer:
    """Write the receipt of one payment.

    Raises:
        KeyError: when the template gives no customer, which is a mistake of the deployment.
        BadRequestError: when the locale is not known.
        NotFoundError: when the customer has no such payment.
    """
    customer = event["customer"]
    if not customer:
        raise KeyError("customer")
    locale = event["locale"] or DEFAULT_LOCALE
    if locale not in SEPARATORS:
        raise BadRequestError
    payment = store().get(customer, event["payment"])
    if payment is None:
        raise NotFoundError
    return {
        "receipt": {
            "payment": payment.id,
            "order": payment.form.order_id,
            "date": payment.created_at[:10],
            "status": payment.status,
            "amount": f"{payment.form.currency} {_in_words_of(locale, payment.form.amount_cents)}",
        }
    }


def _in_words_of(locale: str, cents: int) -> str:
    thousands, point = SEPARATORS[locale]
    return f"{cents // 100:,}".replace(",", thousands) + f"{point}{cents % 100:02d}"
