"""The entries of all customers, and what is answered about them."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from services.ledger.entry import problems

METHODS = {("health", 1): ("GET",), ("entries", 1): ("GET", "POST"), ("entries", 2): ("GET",)}
"""What a path takes, by its first part and the number of its parts."""


@dataclass(frozen=True)
class Answer:
    """What is answered; the content is shown as JSON."""

    status: int
    content: object
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Book:
    """The entries of each customer, oldest first, in memory."""

    def __init__(self) -> None:
        self._entries: dict[str, list[dict[str, Any]]] = {}
        self._lock = Lock()

    def answer(self, method: str, target: str, customer: str, body: bytes) -> Answer:
        """The answer to a request of a customer, which is "" where the API has not said who asks."""
        path = target.partition("?")[0]
        parts = path.split("/")[1:] or [""]
        methods = METHODS.get((parts[0], len(parts)))
        if methods is None:
            return refusal(404, f"there is no {path}")
        if method not in methods:
            allowed = ", ".join(methods)
            return Answer(405, {"message": f"{path} takes {allowed}, not {method}"}, {"allow": allowed})
        if parts == ["health"]:
            return Answer(200, {"service": "ledger", "status": "ok"})
        if not customer:
            return refusal(403, "x-customer is missing: only the API may call this service")
        if method == "POST":
            return self._take(customer, body)
        return Answer(200, {"entries": self._of(customer)}) if len(parts) == 1 else self._find(customer, parts[1])

    def _of(self, customer: str) -> list[dict[str, Any]]:
        with self._lock:
            return [*self._entries.get(customer, ())]

    def _find(self, customer: str, wanted: str) -> Answer:
        found = (entry for entry in self._of(customer) if entry["id"] == wanted)
        return next((Answer(200, entry) for entry in found), refusal(404, f"there is no entry {wanted}"))

    def _take(self, customer: str, body: bytes) -> Answer:
        try:
            form = json.loads(body)
        except (ValueError, RecursionError):
            return Answer(400, {"message": "the body is no JSON text in UTF-8", "problems": []})
        if found := problems(form):
            return Answer(400, {"message": "the entry cannot be taken", "problems": found})
        with self._lock:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            entry: dict[str, Any] = {"id": secrets.token_hex(14), "createdAt": moment, **form}
            self._entries.setdefault(customer, []).append(entry)
        # Relative to /entries (RFC 9110, section 10.2.2): the service does not know where its API is reached.
        return Answer(201, entry, {"location": f"entries/{entry['id']}"})


def refusal(status: int, message: str) -> Answer:
    """An answer that only says why there is no other."""
    return Answer(status, {"message": message})
