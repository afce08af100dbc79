"""Filter patterns: which lines of a log they match. Pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

Patterns of terms and of JSON are known, those of space-delimited fields (`[ip, user, …]`) are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local.emulator.gateway.json_conditions import PatternError, condition, regex
from local.emulator.gateway.json_paths import parsed

if TYPE_CHECKING:
    from collections.abc import Callable

TERM = re.compile(r'\s*(?P<mark>[-?]?)\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|%(?P<regex>[^%]+)%|(?P<word>\S+))')


def compiled(pattern: str) -> Callable[[str], bool]:
    """Tells whether a line matches a pattern.

    Raises:
        PatternError: the pattern is none, or of a form that is not known here.
    """
    text = pattern.strip()
    if text.startswith("["):
        raise PatternError("patterns of space-delimited fields are not known here")
    if not text.startswith("{"):
        return _of_terms(text)
    if not text.endswith("}"):
        raise PatternError("a pattern that begins with { ends with }")
    meets = condition(text[1:-1])

    def matches(line: str) -> bool:
        document = parsed(line)
        return isinstance(document, (dict, list)) and meets(document)

    return matches


def _of_terms(text: str) -> Callable[[str], bool]:
    """All terms, none of those with a minus, and one at least of those with a question mark."""
    found: dict[str, list[re.Pattern[str]]] = {"": [], "-": [], "?": []}
    for term in TERM.finditer(text):
        plain = term["word"] or re.sub(r"\\(.)", r"\1", term["quoted"] or "")
        found[term["mark"]].append(regex(term["regex"] or re.escape(plain)))
    return lambda line: (
        all(term.search(line) for term in found[""])
        and not any(term.search(line) for term in found["-"])
        and (not found["?"] or any(term.search(line) for term in found["?"]))
    )
