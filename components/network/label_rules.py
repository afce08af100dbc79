"""Rules for the names that users choose for parts of a network. Pure: no Pulumi resource."""

import re
from collections.abc import Iterable

from components.problems import Problem

# They stand in the descriptions of rules of security groups, which take few other characters:
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
_LABEL = re.compile(r"[A-Za-z0-9._-]{1,60}")


def label_problems(where: str, labels: object) -> list[Problem]:
    """A problem for each name that AWS would refuse in a description."""
    names: list[object] = [*labels] if isinstance(labels, Iterable) else []  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    return [
        Problem(where, f"the name {name!r}", "1 to 60 letters, digits, dots, hyphens and underscores", "rename it")
        for name in names
        if not isinstance(name, str) or not _LABEL.fullmatch(name)
    ]
