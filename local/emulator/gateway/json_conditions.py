"""Conditions on lines of JSON, the part of a filter pattern between braces: `$.status = 5* && $.user.id != 1`. Pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.json_paths import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Matcher = Callable[[Any], bool]

TOKEN = re.compile(r'\s*(\(|\)|&&|\|\||<=|>=|!=|=|<|>|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()&|<>=!"%]+)')
SELECTOR = re.compile(r"\$(?:\.[\w-]+|\[\d+\])+")
STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
ORDERED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
MISSING = object()


class PatternError(ValueError):
    """A pattern that is none, or of a form that is not known here."""


def condition(text: str) -> Matcher:
    """Tells whether a document meets a condition.

    Raises:
        PatternError: the text is no condition.
    """
    return _Reader(text).read()


def value_at(selector: str, document: Any) -> Any:
    """What a selector as `$.user.id` or `$.users[0]` finds; `MISSING` where there is nothing."""
    for name, index in STEP.findall(selector):
        try:
            document = document[int(index) if index else name]
        except (LookupError, TypeError):
            return MISSING
    return document


def regex(text: str) -> re.Pattern[str]:
    """A regular expression.

    Raises:
        PatternError: the text is none.
    """
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(f"%{text}% is no regular expression: {error}") from error


def number_of(value: Any) -> float | None:
    """The value as a number, also where a text holds one; None where it is none."""
    text = "" if isinstance(value, bool) else str(value)
    return float(text) if NUMBER.fullmatch(text) else None


class _Reader:
    """Reads conditions of JSON: `&&` binds closer than `||`."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while text[at:].strip():
            token = TOKEN.match(text, at)
            if token is None:
                raise PatternError(f"{text[at:].strip()!r} cannot be read")
            self._tokens.append(token[1])
            at = token.end()
        self._at = 0

    def read(self) -> Matcher:
        matcher = self._either()
        if self._at < len(self._tokens):
            raise PatternError(f"{self._tokens[self._at]!r} stands where the pattern should end")
        return matcher

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ""

    def _takes(self, token: str) -> bool:
        taken = self._tokens[self._at : self._at + 1] == [token]
        self._at += taken
        return taken

    def _either(self) -> Matcher:
        parts = [self._both()]
        while self._takes("||"):
            parts.append(self._both())
        return lambda document: any(part(document) for part in parts)

    def _both(self) -> Matcher:
        parts = [self._condition()]
        while self._takes("&&"):
            parts.append(self._condition())
        return lambda document: all(part(document) for part in parts)

    def _condition(self) -> Matcher:
        if self._takes("("):
            inner = self._either()
            if not self._takes(")"):
                raise PatternError("a parenthesis is not closed")
            return inner
        selector, word = self._next(), self._next()
        if not SELECTOR.fullmatch(selector):
            raise PatternError(f"{selector!r} is no selector as $.name or $.names[0]")
        operand = self._next()
        test = _STATES.get((word.upper(), operand.upper())) or _comparison(word, operand)
        return lambda document: test(value_at(selector, document))


_STATES: dict[tuple[str, str], Matcher] = {
    ("IS", "NULL"): lambda value: value is None,
    ("IS", "TRUE"): lambda value: value is True,
    ("IS", "FALSE"): lambda value: value is False,
    ("NOT", "EXISTS"): lambda value: value is MISSING,
}


def _comparison(sign: str, operand: str) -> Matcher:
    """A comparison; one of a value that is none, as a list, is never met, whatever the sign."""
    if not operand:
        raise PatternError("a comparison lacks its value")
    if sign in ORDERED and NUMBER.fullmatch(operand):
        compare, limit = ORDERED[sign], float(operand)
        return lambda value: (number := number_of(value)) is not None and compare(number, limit)
    if sign not in ("=", "!="):
        raise PatternError(f"{sign} {operand} is no comparison")
    equals = _equality(operand)
    return lambda value: isinstance(value, (str, int, float)) and equals(value) == (sign == "=")


def _equality(operand: str) -> Matcher:
    if NUMBER.fullmatch(operand):
        return lambda value: number_of(value) == float(operand)
    if operand.startswith("%"):
        searched = regex(operand[1:-1])
        return lambda value: searched.search(as_text(value)) is not None
    text = re.sub(r"\\(.)", r"\1", operand[1:-1]) if operand.startswith('"') else operand
    pattern = re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
    return lambda value: pattern.fullmatch(as_text(value)) is not None
