"""$disconnect: forgets the connection. API Gateway calls it when it can; what it misses goes by its time to live."""

from .events import Answer, Event, connection
from .store import store


def handler(event: Event, _context: object) -> Answer:
    """Forget the connection and its subscriptions."""
    store().remove(connection(event))
    return {"statusCode": 200}
