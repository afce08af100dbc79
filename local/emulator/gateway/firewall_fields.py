"""The parts of a request that the rules of a web ACL look at.

https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlencode

from local.emulator.gateway.records import as_list, nested

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Facts:
    """A request as rules look at it; `path` as the API has it, header names in lower case."""

    client: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


def texts_of(content: dict[str, Any], facts: Facts) -> list[str]:
    """What a statement looks at, after its transformations."""
    texts = _fields(nested(content, "FieldToMatch"), facts)
    for step in sorted(as_list(content.get("TextTransformations")), key=lambda one: one["Priority"]):
        if transform := _TRANSFORMATIONS.get(step["Type"]):
            texts = [transform(text) for text in texts]
    return texts


def _fields(field: dict[str, Any], facts: Facts) -> list[str]:
    kind = next(iter(field), "")
    name = str(nested(field, kind).get("Name", "")).lower()
    if kind == "SingleHeader":
        return [facts.headers[name]] if name in facts.headers else []
    if kind == "SingleQueryArgument":
        return [value for key, values in facts.query.items() if key.lower() == name for value in values]
    if kind == "AllQueryArguments":
        return [text for key, values in facts.query.items() for text in (key, *values)]
    single = {
        "UriPath": facts.path,
        "QueryString": urlencode(facts.query, doseq=True),
        "Method": facts.method,
        "Body": facts.body.decode("utf-8", "replace"),
        "JsonBody": facts.body.decode("utf-8", "replace"),
    }
    if kind == "Headers":
        return list(facts.headers.values())
    if kind == "Cookies":
        return [facts.headers["cookie"]] if "cookie" in facts.headers else []
    return [single[kind]] if kind in single else []


_TRANSFORMATIONS: dict[str, Callable[[str], str]] = {
    "LOWERCASE": str.lower,
    "URL_DECODE": unquote_plus,
    "HTML_ENTITY_DECODE": html.unescape,
    "COMPRESS_WHITE_SPACE": lambda text: re.sub(r"\s+", " ", text),
}
