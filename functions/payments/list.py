"""GET /payments?orderId=ID&next=ID: the caller's payments of an order, in the order of their ids.

200 with `{"payments": […], "next": ID or null}`, or 400 with every problem of the query.
"""

from .events import Event, Response, customer, refuse, respond
from .payment import ID, ORDER_ID, problem
from .store import store

PAGE = 100
"""Payments of a page."""


def handler(event: Event, _context: object) -> Response:
    """Show a page of payments."""
    query = event.get("queryStringParameters") or {}
    order_id, after = query.get("orderId", ""), query.get("next")
    problems: list[dict[str, str]] = []
    if not ORDER_ID.fullmatch(order_id):
        problems.append(problem("orderId", "must be the id of an order, 28 hexadecimal digits"))
    if after is not None and not (ID.fullmatch(after) and after.startswith(f"{order_id}-")):
        problems.append(problem("next", "must be the next of an earlier page of this order"))
    if problems:
        return refuse(400, "the payments cannot be listed", problems)
    payments, last = store().of_order(customer(event), order_id, PAGE, after)
    return respond(200, {"payments": [payment.as_json() for payment in payments], "next": last})
