"""The one function of the users API: which method on which path does what.

An unknown path is 404; a known one with a method it does not have is 405 and names those it has. Behind the routes
`ANY /` and `ANY /{proxy+}` below the domain's /users it is this table, and not API Gateway's, that says what exists.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from . import actions
from .events import Event, Response, method, path, refuse

ROUTES: Final[Mapping[str, Mapping[str, Callable[[Event, str], Response]]]] = {
    r"/": {"GET": actions.show_page, "POST": actions.add},
    r"/([^/]+)": {"GET": actions.show, "PUT": actions.replace, "DELETE": actions.remove},
}
"""Pattern of a path below /users, with the user's id as its group, and what each method does there."""


def handler(event: Event, _context: object) -> Response:
    """Answer a request for /users or below."""
    asked = path(event)
    for pattern, methods in ROUTES.items():
        found = re.fullmatch(pattern, asked)
        if found is None:
            continue
        action = methods.get(method(event))
        if action is None:
            allowed = ", ".join(sorted(methods))
            return refuse(405, f"{asked} below /users takes {allowed}, not {method(event)}", headers={"allow": allowed})
        return action(event, "".join(found.groups()))
    return refuse(404, f"there is no {asked} below /users")
