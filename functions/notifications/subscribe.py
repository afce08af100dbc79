"""Route subscribe: `{"action": "subscribe", "topic": "orders"}`.

Answers `{"action": "subscribe", "topic": "orders", "subscribed": true}`, or what is wrong.
"""

from .events import Answer, Event, answer, connection, message, refuse
from .request import RequestError, read_subscribe
from .store import now, store

ACTION = "subscribe"


def handler(event: Event, _context: object) -> Answer:
    """Subscribe the connection to a topic; once more changes nothing."""
    try:
        topic = read_subscribe(message(event))
    except RequestError as error:
        return refuse(ACTION, 400, "the subscription cannot be taken", error.problems)
    caller = connection(event)
    if store().user(caller) is None:
        return refuse(ACTION, 409, "this connection is not known; connect anew")
    store().subscribe(caller, topic, now())
    return answer(200, {"action": ACTION, "topic": topic, "subscribed": True})
