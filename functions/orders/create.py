"""POST /orders: takes an order. 201 with the order and its Location, or 400 with every problem of the request."""

from .events import Event, NotJsonError, Response, customer, json_body, refuse, respond
from .order import OrderError, read_form
from .store import now, store


def handler(event: Event, _context: object) -> Response:
    """Take the order in the body of the request."""
    try:
        form = read_form(json_body(event))
    except NotJsonError as error:
        return refuse(400, str(error))
    except OrderError as error:
        return refuse(400, "the order cannot be taken", error.problems)
    order = store().add(customer(event), form, now())
    # Relative to /orders (RFC 9110, section 10.2.2): the function cannot know under what prefix its API is reached.
    return respond(201, order.as_json(), {"location": f"orders/{order.id}"})
