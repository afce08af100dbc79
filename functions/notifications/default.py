"""$default: tells whoever asks for something else what there is to ask for."""

from .events import Answer, Event, answer

ACTIONS = (
    {"action": "subscribe", "topic": "TOPIC"},
    {"action": "send", "topic": "TOPIC", "message": "TEXT"},
)
"""A message of each action."""


def handler(_event: Event, _context: object) -> Answer:
    """Show the actions."""
    return answer(404, {"error": "there is no such action", "actions": [*ACTIONS]})
