"""$connect: lets in whom the authorizer let pass, and remembers the connection and its user."""

from .events import Answer, Event, connection, user
from .store import now, store


def handler(event: Event, _context: object) -> Answer:
    """Remember the connection. Where that fails, the caller is not let in: nothing could be sent to it."""
    store().add(connection(event), user(event), now())
    return {"statusCode": 200}
