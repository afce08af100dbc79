"""The cursor of a page of users: opaque to callers, so that what is in it can change."""

import base64
import binascii
import json
from typing import Any

from .user import ID


class CursorError(ValueError):
    """The text is no cursor that a page of users ended with."""


def write(user_id: str) -> str:
    """The cursor of the page that follows this user."""
    return base64.urlsafe_b64encode(json.dumps({"after": user_id}).encode()).decode().rstrip("=")


def read(cursor: str) -> str:
    """The id of the user that the page follows.

    Raises:
        CursorError: when `cursor` did not come with an earlier page.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        content: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise CursorError(cursor) from error
    match content:
        case {"after": str(after)} if ID.fullmatch(after):
            return after
        case _:
            raise CursorError(cursor)
