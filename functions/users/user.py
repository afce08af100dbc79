"""The user: what it looks like in a request, in a response and in the table.

A user is a person who may order for a customer. A request is `{"name": "Ann Lee", "email": "ann@example.com"}`. The
user made of it has the same two keys, and "id", "createdAt" and "changedAt". Moments are in UTC, as RFC 3339 writes
them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MAX_NAME = 100
MAX_EMAIL = 254
"""Longest address, in characters: RFC 5321, section 4.5.3.1.3, less its angle brackets."""

ID = re.compile(r"[0-9a-f]{28}")
# Whether an address exists is only known once a mail arrives there: this refuses what cannot be one.
_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_KEYS = ("name", "email")


@dataclass(frozen=True)
class UserForm:
    """What a customer says of a user."""

    name: str
    email: str


@dataclass(frozen=True)
class User:
    """A user as it is kept."""

    id: str
    created_at: str
    changed_at: str
    form: UserForm

    def as_json(self) -> dict[str, object]:
        """The user as responses show it."""
        return {
            "id": self.id,
            "createdAt": self.created_at,
            "changedAt": self.changed_at,
            "name": self.form.name,
            "email": self.form.email,
        }


class UserError(ValueError):
    """A request for a user that cannot be taken.

    Attributes:
        problems: every problem, as `{"field": "email", "problem": "…"}`.
    """

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem['field']}: {problem['problem']}" for problem in problems))


def read_form(body: object) -> UserForm:
    """The user that a JSON body describes.

    Raises:
        UserError: with every problem of the body.
    """
    if not isinstance(body, Mapping):
        raise UserError([_problem("", "must be a JSON object")])
    given: Mapping[str, object] = body  # pyright: ignore[reportUnknownVariableType] -- keys of JSON objects are text
    problems = [_problem(key, f"is not known; known are {', '.join(_KEYS)}") for key in given if key not in _KEYS]
    name, email = given.get("name"), given.get("email")
    if not isinstance(name, str) or not _is_name(name):
        problems.append(_problem("name", f"must be 1 to {MAX_NAME} characters, not only spaces, on one line"))
    if not isinstance(email, str) or len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email):
        problems.append(_problem("email", f"must be a mail address of at most {MAX_EMAIL} characters"))
    if problems:
        raise UserError(problems)
    return UserForm(str(name), str(email))


def _is_name(text: str) -> bool:
    # JSON can hold half of a surrogate pair (Cs), which no UTF-8 and so no table can.
    odd = any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text)
    return len(text) <= MAX_NAME and bool(text.strip()) and not odd


def _problem(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": problem}
