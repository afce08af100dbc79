"""Expressions over a request or an answer, as HTTP APIs write them. Pure: no Pulumi resource.

A value is a text, one expression (`$request.path.id`), or a text with expressions in braces
(`orders/${request.path.id}`).
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""

import re
from dataclasses import dataclass

_PATTERN = re.compile(r"\$\{(?P<braced>[^{}$]*)\}|\$(?P<bare>(?:request|response|context|stageVariables)\b.*)")
_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_SOURCES = (
    re.compile(rf"(?P<source>request\.header|request\.querystring|response\.header)\.(?P<name>{_NAME})"),
    re.compile(r"(?P<source>request\.path)(?:\.(?P<name>[A-Za-z0-9._-]+))?"),
    # Of JSONPath neither recursive descent nor filters: that is two dots or a question mark.
    re.compile(r"(?P<source>request\.body|response\.body)(?:\.(?P<name>(?!\.)(?!.*\.\.)[^?\s]+))?"),
    re.compile(r"(?P<source>context)\.(?P<name>[A-Za-z0-9._]+)"),
    re.compile(r"(?P<source>stageVariables)\.(?P<name>[A-Za-z0-9_]+)"),
)


@dataclass(frozen=True)
class Expression:
    """One expression taken apart."""

    source: str
    """`request.header`, `request.querystring`, `request.path`, `request.body`, `response.header`, `response.body`,
    `context` or `stageVariables`."""
    name: str = ""
    """What of the source; "" for the whole path or body."""

    def __str__(self) -> str:
        return f"${self.source}.{self.name}" if self.name else f"${self.source}"


class ExpressionError(ValueError):
    """Something begins like an expression and is none."""


def parse(text: str) -> list[str | Expression]:
    """The text with its expressions taken apart, in order; texts between them are never empty.

    Raises:
        ExpressionError: naming the expression that is none.
    """
    parts: list[str | Expression] = []
    position = 0
    for match in _PATTERN.finditer(text):
        braced = match["braced"]
        if braced is None and match.start() > 0:
            raise ExpressionError(f'"{match[0]}" within a text: write it in braces, as in ${{request.path.id}}')
        if match.start() > position:
            parts.append(text[position : match.start()])
        parts.append(_expression(match["bare"] if braced is None else braced))
        position = match.end()
    if position < len(text):
        parts.append(text[position:])
    return parts


def expressions(text: str) -> list[Expression]:
    """The expressions of a text. Raises as `parse` does."""
    return [part for part in parse(text) if isinstance(part, Expression)]


def _expression(text: str) -> Expression:
    for pattern in _SOURCES:
        if match := pattern.fullmatch(text):
            return Expression(match["source"], match["name"] or "")
    raise ExpressionError(f'"${text}" is no expression')
