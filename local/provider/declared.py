"""Declared answers: what a look-up at AWS would find, written down so that a preview needs no account.

The file is a map from a function to its answers; each says which arguments it answers and what with:

    aws:route53/getZone:getZone:
      - for: {name: example.com}
        answer: {zoneId: Z0123456789EXAMPLE}
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local.provider.values import Properties


class DeclaredAnswersError(ValueError):
    """The file of declared answers is none, or has no answer; the message says what to write."""


def declared_answer(file: Path, token: str, arguments: Properties) -> Properties | None:
    """The first answer of the file whose `for` is among the arguments; None where there is none, or no file.

    Raises:
        DeclaredAnswersError: the file does not have the form above.
    """
    if not file.exists():
        return None
    for one in _answers(file, token):
        if all(arguments.get(name) == value for name, value in one["for"].items()):
            return {**one["for"], **one["answer"]}
    return None


def how_to_declare(file: Path, token: str, arguments: Properties) -> str:
    """What to add to the file, ready to be pasted but for the answer."""
    asked = json.dumps({name: value for name, value in arguments.items() if value is not None and name != "region"})
    way = f"To preview without an account, declare in {file} what AWS would answer:"
    return f"{way}\n{token}:\n  - for: {asked}\n    answer: {{…}}"


def _answers(file: Path, token: str) -> list[dict[str, Mapping[str, Any]]]:
    try:
        content: object = yaml.safe_load(file.read_text())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DeclaredAnswersError(f"{file} is not YAML: {error}") from error
    functions = cast("dict[str, object]", content) if isinstance(content, dict) else {} if content is None else None
    given = None if functions is None else functions.get(token, [])
    if not isinstance(given, list):
        raise DeclaredAnswersError(f"{file}: a map from functions to lists of answers is expected")
    answers = cast("list[object]", given)
    for index, one in enumerate(answers):
        parts = cast("dict[str, object]", one) if isinstance(one, dict) else {}
        if parts.keys() != {"for", "answer"} or not all(isinstance(part, dict) for part in parts.values()):
            raise DeclaredAnswersError(f"{file}: {token}[{index}] must be a map with `for` and `answer`, each a map")
    return cast("list[dict[str, Mapping[str, Any]]]", answers)
