"""The rule for the names of APIs, whatever their kind. Pure: no Pulumi resource."""

import re

from components.problems import Problem

# What the name of a log group takes, but for the characters that have a meaning in a path.
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


def name_problems(name: str) -> list[Problem]:
    """Everything wrong with the name of an API."""
    if _NAME.fullmatch(name):
        return []
    allowed = "1 to 100 letters, digits, dots, hyphens and underscores: it is part of the log group's name"
    return [Problem("name", f'"{name}"', allowed, "rename the component")]
