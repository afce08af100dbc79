"""What the users API does: one function a route, with the request and the id in its path."""

import re
from collections.abc import Callable

from . import cursor
from .events import Event, NotJsonError, Response, customer, json_body, refuse, respond
from .store import now, store
from .user import UserError, UserForm, read_form

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def show_page(event: Event, _user_id: str) -> Response:
    """GET /users?limit=N&next=CURSOR: the customer's users, newest first.

    200 with `{"users": […], "next": "CURSOR" or null}`, or 400 with every problem of the query.
    """
    query = event.get("queryStringParameters") or {}
    problems: list[dict[str, str]] = []
    limit = _read_limit(query.get("limit", str(DEFAULT_LIMIT)), problems)
    after = _read_cursor(query.get("next"), problems)
    if problems:
        return refuse(400, "the users cannot be listed", problems)
    users, last = store().page(customer(event), limit, after)
    following = None if last is None else cursor.write(last)
    return respond(200, {"users": [user.as_json() for user in users], "next": following})


def add(event: Event, _user_id: str) -> Response:
    """POST /users: adds a user. 201 with the user and its Location, or 400 with every problem of the request."""

    def accept(form: UserForm) -> Response:
        user = store().add(customer(event), form, now())
        # Relative to /users (RFC 9110, section 10.2.2): the function cannot know under what prefix its API is reached.
        return respond(201, user.as_json(), {"location": f"users/{user.id}"})

    return _with_form(event, accept)


def show(event: Event, user_id: str) -> Response:
    """GET /users/{id}: one user. 200 with the user, or 404; the user of another customer is one that does not exist."""
    user = store().get(customer(event), user_id)
    return _missing(user_id) if user is None else respond(200, user.as_json())


def replace(event: Event, user_id: str) -> Response:
    """PUT /users/{id}: gives a user a new name and address. 200 with the user, 404, or 400 with every problem."""

    def accept(form: UserForm) -> Response:
        user = store().replace(customer(event), user_id, form, now())
        return _missing(user_id) if user is None else respond(200, user.as_json())

    return _with_form(event, accept)


def remove(event: Event, user_id: str) -> Response:
    """DELETE /users/{id}: 204 when the user is gone, or 404 when there was none."""
    if not store().remove(customer(event), user_id):
        return _missing(user_id)
    return {"statusCode": 204, "headers": {}, "body": ""}


def _with_form(event: Event, accept: Callable[[UserForm], Response]) -> Response:
    try:
        form = read_form(json_body(event))
    except NotJsonError as error:
        return refuse(400, str(error))
    except UserError as error:
        return refuse(400, "the user cannot be taken", error.problems)
    return accept(form)


def _missing(user_id: str) -> Response:
    return refuse(404, f"there is no user {user_id}")


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
