"""GET /payments/{id}: one payment of the caller. 200 with the payment, or 404."""

from .events import Event, Response, customer, refuse, respond
from .store import store


def handler(event: Event, _context: object) -> Response:
    """Show one payment. The payment of another customer answers like one that does not exist."""
    payment_id = (event.get("pathParameters") or {}).get("id", "")
    payment = store().get(customer(event), payment_id)
    return refuse(404, f"there is no payment {payment_id}") if payment is None else respond(200, payment.as_json())
