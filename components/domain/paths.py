"""Base paths: where on a domain an API stands. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
"""

import re
from collections.abc import Iterable, Mapping

from components.problems import Problem

LONGEST = 300
"""Characters of a path."""
_PATH = re.compile(r"[A-Za-z0-9$_.+!*'()-]+(/[A-Za-z0-9$_.+!*'()-]+)*")


def normal(path: str) -> str:
    """The path as AWS writes it, without slashes around it."""
    return path.strip("/")


def levels(path: str) -> int:
    """How many segments the path has; the empty one has none."""
    return len(normal(path).split("/")) if normal(path) else 0


def where(path: str) -> str:
    """What errors call the mapping."""
    return f'mapping "{path}"'


def path_problems(paths: Iterable[str], taken: Mapping[str, str] | None = None) -> list[Problem]:
    """Everything wrong with the paths of a domain.

    Args:
        paths: the paths as they were given.
        taken: paths of the domain that are taken already, with what takes them.
    """
    first: dict[str, str] = {}
    found: list[Problem] = []
    for path in paths:
        plain = normal(path)
        found += _syntax_problems(path, plain)
        if other := (taken or {}).get(plain):
            found.append(_taken(path, other))
        elif plain in first:
            found.append(_taken(path, f'the mapping "{first[plain]}"'))
        first.setdefault(plain, path)
    return found


def _taken(path: str, other: str) -> Problem:
    found = f"the path of {other}"
    return Problem(where(path), found, "one API on a path", "give one of the two another path, or remove it")


def _syntax_problems(path: str, plain: str) -> list[Problem]:
    if not plain:
        return []
    if "{" in path:
        remedy = "map the API to the fixed beginning, and write the variable in its routes"
        return [Problem(where(path), "a variable", "a fixed path", remedy)]
    if not _PATH.fullmatch(plain):
        allowed = "letters, digits and $ - _ . + ! * ' ( ) between single slashes"
        return [Problem(where(path), f'the path "{path}"', allowed, 'write it like "orders" or "v1/orders"')]
    if len(plain) > LONGEST:
        return [Problem(where(path), f"{len(plain)} characters", f"{LONGEST} at most", "choose a shorter path")]
    return []
