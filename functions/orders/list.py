"""GET /orders?limit=N&next=CURSOR: the caller's orders, newest first.

200 with `{"orders": […], "next": "CURSOR" or null}`, or 400 with every problem of the query.
"""

import re

from . import cursor
from .events import Event, Response, customer, refuse, respond
from .store import store

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def handler(event: Event, _context: object) -> Response:
    """Show a page of orders."""
    query = event.get("queryStringParameters") or {}
    problems: list[dict[str, str]] = []
    limit = _read_limit(query.get("limit", str(DEFAULT_LIMIT)), problems)
    after = _read_cursor(query.get("next"), problems)
    if problems:
        return refuse(400, "the orders cannot be listed", problems)
    orders, last = store().page(customer(event), limit, after)
    following = None if last is None else cursor.write(last)
    return respond(200, {"orders": [order.as_json() for order in orders], "next": following})


def _read_limit(text: str, problems: list[dict[str, str]]) -> int:
    # int() alone would also take " 7", "+7", "1_0" and the digits of other scripts.
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= MAX_LIMIT:
        return int(text)
    problems.append({"field": "limit", "problem": f"must be a whole number from 1 to {MAX_LIMIT}"})
    return DEFAULT_LIMIT


def _read_cursor(text: str | None, problems: list[dict[str, str]]) -> str | None:
    try:
        return None if text is None else cursor.read(text)
    except cursor.CursorError:
        problems.append({"field": "next", "problem": "must be the next of an earlier page"})
        return None
