"""Whether a text is an IAM policy document.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from local.provider.values import as_dict, as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSIONS: Final = ("2012-10-17", "2008-10-17")
_EFFECTS: Final = ("Allow", "Deny")


def json_problems(text: str) -> Iterator[str]:
    """What keeps a text from being JSON, as the end of a sentence that starts with the property."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"


def policy_problems(text: str) -> Iterator[str]:
    """What is wrong with a policy document, as ends of sentences that start with the property."""
    malformed = list(json_problems(text))
    if malformed:
        yield from malformed
        return
    document: Any = json.loads(text)
    entries = as_dict(document)
    if entries is None:
        yield "is JSON, but not an object"
        return
    if entries.get("Version", _VERSIONS[0]) not in _VERSIONS:
        yield f"has the Version {entries['Version']!r}; allowed are {' and '.join(_VERSIONS)}"
    statements = entries.get("Statement")
    listed = as_list(statements) if isinstance(statements, list) else [statements]
    if statements is None or not listed:
        yield "has no Statement"
        return
    for index, statement in enumerate(listed):
        fields = as_dict(statement)
        if fields is None:
            yield f"has a Statement ({index}) that is not an object"
        elif fields.get("Effect") not in _EFFECTS:
            yield f"has a Statement ({index}) whose Effect is {fields.get('Effect')!r}; allowed are Allow and Deny"
        elif ("Action" in fields) == ("NotAction" in fields):
            yield f"has a Statement ({index}) that needs one of Action and NotAction"
