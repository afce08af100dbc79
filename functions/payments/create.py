"""POST /payments: takes a payment, once for each Idempotency-Key of an order.

201 with the payment and its Location, also when an earlier request with the key made it, which the header
Idempotent-Replayed then says. 422 when the key made another payment, 400 with every problem of the request.
"""

import re

from .events import Event, NotJsonError, Response, customer, header, json_body, refuse, respond
from .payment import PaymentError, PaymentForm, problem, read_form
from .store import KeyUsedError, now, store

KEY_HEADER = "Idempotency-Key"
_KEY = re.compile(r"[!-~]{8,64}")


def handler(event: Event, _context: object) -> Response:
    """Take the payment in the body of the request."""
    try:
        key, form = _read(event)
        payment, new = store().add(customer(event), form, key, now())
    except NotJsonError as error:
        return refuse(400, str(error))
    except PaymentError as error:
        return refuse(400, "the payment cannot be taken", error.problems)
    except KeyUsedError:
        told = "already made a payment of this order, of another amount, currency or card"
        return refuse(422, "the payment cannot be taken", [problem(KEY_HEADER, told)])
    # Relative to /payments (RFC 9110, section 10.2.2): the function cannot know under what prefix its API is reached.
    headers = {"location": f"payments/{payment.id}", **({} if new else {"idempotent-replayed": "true"})}
    return respond(201, payment.as_json(), headers)


def _read(event: Event) -> tuple[str, PaymentForm]:
    """The idempotency key and the form of a request, or every problem of both at once."""
    key = header(event, KEY_HEADER) or ""
    problems = (
        [] if _KEY.fullmatch(key) else [problem(KEY_HEADER, "must be a header of 8 to 64 visible ASCII characters")]
    )
    try:
        form = read_form(json_body(event))
    except PaymentError as error:
        raise PaymentError([*problems, *error.problems]) from error
    if problems:
        raise PaymentError(problems)
    return key, form
