"""What a connected caller may ask for.

`{"action": "subscribe", "topic": "orders"}` and `{"action": "send", "topic": "orders", "message": "…"}`.
"""

import re
from collections.abc import Mapping

TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
MAX_MESSAGE = 4_000
"""Longest message, in characters: at most 16 kB of UTF-8, so that it and what is said of it fit one frame of 32 kB."""


class RequestError(ValueError):
    """A request that cannot be met.

    Attributes:
        problems: every problem, as `{"field": "topic", "problem": "…"}`.
    """

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem['field']}: {problem['problem']}" for problem in problems))


def read_subscribe(body: object) -> str:
    """The topic that a message asks to subscribe to.

    Raises:
        RequestError: with every problem of the message.
    """
    given, problems = _object(body, ("action", "topic"))
    topic = _read_topic(given, problems)
    if problems:
        raise RequestError(problems)
    return topic


def read_send(body: object) -> tuple[str, str]:
    """The topic that a message is for, and what is to be sent.

    Raises:
        RequestError: with every problem of the message.
    """
    given, problems = _object(body, ("action", "topic", "message"))
    topic = _read_topic(given, problems)
    text = given.get("message")
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_MESSAGE or not _is_unicode(text):
        problems.append(_problem("message", f"must be text of 1 to {MAX_MESSAGE} characters"))
    if problems:
        raise RequestError(problems)
    return topic, str(text)


def _object(body: object, known: tuple[str, ...]) -> tuple[Mapping[str, object], list[dict[str, str]]]:
    if not isinstance(body, Mapping):
        raise RequestError([_problem("", "must be a JSON object")])
    given: Mapping[str, object] = body  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    unknown = [_problem(key, f"is not known; known are {', '.join(known)}") for key in given if key not in known]
    return given, unknown


def _read_topic(given: Mapping[str, object], problems: list[dict[str, str]]) -> str:
    topic = given.get("topic")
    if isinstance(topic, str) and TOPIC.fullmatch(topic):
        return topic
    problems.append(_problem("topic", "must be 1 to 64 small letters, digits or hyphens, and not begin with a hyphen"))
    return ""


def _is_unicode(text: str) -> bool:
    # JSON can hold half of a surrogate pair, which no UTF-8 and so no frame can.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _problem(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": problem}
