"""Values of a JSON document by the JSONPath expressions that API Gateway takes."""

from __future__ import annotations

import json
from typing import Any, cast

import jsonpath

MISSING = object()


def parsed(text: str) -> Any:
    """A body as JSON; None where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def selected(path: str, document: Any) -> Any:
    """What a path selects: one value for a path that can name only one, else the list of all.

    Returns:
        `MISSING` where a path that names one value finds none, and for a path that is none.
    """
    try:
        query = jsonpath.compile(path)
        found = (
            query.findall(cast("Any", document)) if isinstance(document, (dict, list)) else [document] * (path == "$")
        )
    except jsonpath.JSONPathError:
        return MISSING
    if isinstance(query, jsonpath.JSONPath) and query.singular_query():
        return found[0] if found else MISSING
    return list(found)


def as_text(value: Any) -> str:
    """A selected value as it stands in a header, a parameter or a path."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
