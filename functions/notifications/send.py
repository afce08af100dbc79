"""Route send: `{"action": "send", "topic": "orders", "message": "…"}`.

Every connection that is subscribed to the topic, the caller's own too, gets
`{"topic": "orders", "from": "ann", "message": "…", "sentAt": "…"}`. The caller is answered
`{"action": "send", "topic": "orders", "delivered": 3, "gone": 1, "failed": 0}`, or what is wrong.
"""

import json

from .callback import callback, push
from .events import Answer, Event, answer, connection, message, refuse
from .request import RequestError, read_send
from .store import now, store

ACTION = "send"


def handler(event: Event, _context: object) -> Answer:
    """Push a message to the subscribers of a topic, and forget those that are gone."""
    try:
        topic, text = read_send(message(event))
    except RequestError as error:
        return refuse(ACTION, 400, "the message cannot be sent", error.problems)
    sender = store().user(connection(event))
    if sender is None:
        return refuse(ACTION, 409, "this connection is not known; connect anew")
    sent_at = now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"topic": topic, "from": sender, "message": text, "sentAt": sent_at}
    # Not in ASCII, which would make up to three times as many bytes of the longest message.
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    outcome = push(callback(event), store().subscribers(topic), data)
    for gone in outcome.gone:
        store().remove(gone)
    counts = {"delivered": outcome.delivered, "gone": len(outcome.gone), "failed": outcome.failed}
    return answer(200, {"action": ACTION, "topic": topic, **counts})
