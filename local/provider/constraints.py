"""What botocore's shapes say of a value: its range, its length, its pattern, the values allowed."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from local.provider.values import as_dict, as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

    from local.provider.resource_type import Exact
    from local.provider.values import Value

_ARN: Final = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:[\w-]*:.+", re.DOTALL)
_SHOWN_CHOICES: Final = 12


def broken_constraints(value: Value, shape: Shape | None, exact: Exact | None) -> Iterator[str]:
    """What is wrong with a known value, each as the end of a sentence that starts with the value."""
    limits = shape.metadata if shape is not None else {}
    minimum = exact.minimum if exact and exact.minimum is not None else limits.get("min")
    maximum = exact.maximum if exact and exact.maximum is not None else limits.get("max")
    if isinstance(value, str):
        yield from _broken_text(value, minimum, maximum, exact)
        allowed = list(exact.allowed) if exact and exact.allowed else limits.get("enum") or []
        if allowed and value not in allowed:
            yield f"is {value!r}; allowed are {_listed(allowed)}"
        if not (exact and exact.pattern) and not allowed and not _matches(limits.get("pattern"), value):
            yield f"is {value!r}, which does not match {limits['pattern']}"
    elif isinstance(value, bool):
        return
    elif isinstance(value, int | float):
        if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
            yield f"is {value:g}; {_range(minimum, maximum)}"
    else:
        yield from _broken_size(value, minimum, maximum)


def _broken_text(value: str, minimum: float | None, maximum: float | None, exact: Exact | None) -> Iterator[str]:
    if minimum is not None and len(value) < minimum:
        yield f"has {len(value)} characters; at least {minimum:g} are needed"
    if maximum is not None and len(value) > maximum:
        yield f"has {len(value)} characters; at most {maximum:g} are allowed"
    if exact and exact.pattern and not _matches(exact.pattern, value):
        yield f"is {value!r}; {exact.meaning or f'it must match {exact.pattern}'}"


def _broken_size(value: Value, minimum: float | None, maximum: float | None) -> Iterator[str]:
    items = as_list(value) if as_list(value) is not None else as_dict(value)
    if items is None:
        return
    if minimum is not None and len(items) < minimum:
        yield f"has {len(items)} elements; at least {minimum:g} are needed"
    if maximum is not None and len(items) > maximum:
        yield f"has {len(items)} elements; at most {maximum:g} are allowed"


def _range(minimum: float | None, maximum: float | None) -> str:
    if minimum is None:
        return f"it must be at most {maximum:g}"
    return f"it must be at least {minimum:g}" if maximum is None else f"it must be from {minimum:g} to {maximum:g}"


def _listed(allowed: list[str]) -> str:
    shown = ", ".join(sorted(allowed)[:_SHOWN_CHOICES])
    return f"{shown}, and {len(allowed) - _SHOWN_CHOICES} more" if len(allowed) > _SHOWN_CHOICES else shown


def _matches(pattern: str | None, value: str) -> bool:
    compiled = _compiled(pattern) if pattern else None
    return compiled is None or compiled.fullmatch(value) is not None


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern, or None when it uses Unicode classes (such as `p{L}`) that Python's expressions do not have."""
    try:
        return re.compile(pattern)
    except re.error:
        return None


def looks_like_arn(value: str) -> bool:
    """Whether a text has the form `arn:partition:service:region:account:resource`."""
    return _ARN.fullmatch(value) is not None
