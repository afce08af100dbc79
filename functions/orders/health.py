"""GET /orders/health: 200 while the function runs. It reads nothing, so that it can be public."""

from .events import Event, Response, respond


def handler(_event: Event, _context: object) -> Response:
    """Say that the function runs."""
    return respond(200, {"status": "ok"})
