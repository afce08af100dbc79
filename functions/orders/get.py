"""GET /orders/{id}: one order of the caller. 200 with the order, or 404."""

from .events import Event, Response, customer, refuse, respond
from .store import store


def handler(event: Event, _context: object) -> Response:
    """Show one order. The order of another customer answers like one that does not exist."""
    order_id = (event.get("pathParameters") or {}).get("id", "")
    order = store().get(customer(event), order_id)
    return refuse(404, f"there is no order {order_id}") if order is None else respond(200, order.as_json())
