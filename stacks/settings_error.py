"""The error of a stack's settings: every problem at once, each with its path, what was found and what is allowed."""

import json
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

import pulumi
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_SHOWN = 80
"""Characters of a value that an error shows."""


class SettingsError(pulumi.RunError):
    """The settings of a stack are wrong. Pulumi prints the text without a traceback.

    Attributes:
        problems: one text for each problem, which begins with its path.
    """

    def __init__(self, file: str, problems: list[str]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"{number:>2}. {problem}" for number, problem in enumerate(problems, start=1)]
        super().__init__("\n".join([f"{file} has {count}; nothing was deployed.", *lines]))


def settings_error(
    error: ValidationError,
    model: type[BaseModel],
    project: str,
    file: str,
    secret_keys: Collection[str],
) -> SettingsError:
    """The error that says all that pydantic found.

    Args:
        error: what pydantic found.
        model: the model of the settings; descriptions of its fields say what is allowed.
        project: the namespace of keys that have none of their own.
        file: name of the file the settings stand in.
        secret_keys: keys whose values must not be shown, with their namespace, as Pulumi gives them.
    """
    schema = model.model_json_schema(by_alias=True)
    problems = [_problem(details, schema, project, secret_keys) for details in error.errors()]
    return SettingsError(file, sorted(problems))


def _problem(details: ErrorDetails, schema: dict[str, Any], project: str, secret_keys: Collection[str]) -> str:
    location, kind, found = [*details["loc"]], details["type"], _show(details["input"])
    if kind.startswith("union_tag"):
        location.append("provider")
        found = f'"{details.get("ctx", {}).get("tag")}"' if kind == "union_tag_invalid" else "nothing"
    parts, allowed = _walk(schema, location)
    path = _path(project, parts)
    if _path(project, parts[:1]) in secret_keys and kind not in {"missing", "union_tag_not_found"}:
        found = "[secret]"
    if kind == "missing":
        found = "nothing"
    if kind == "extra_forbidden":
        found, allowed = "a key that is not known", _choices(schema, location)
    if kind == "repeated":
        found = f"{found}, which stands there already"
    return f"{path}\n     found:   {found}\n     allowed: {allowed}"


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _path(project: str, parts: list[str | int]) -> str:
    first, *rest = parts
    head = str(first) if ":" in str(first) else f"{project}:{first}"
    return head + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest)


def _walk(schema: dict[str, Any], location: list[str | int]) -> tuple[list[str | int], str]:
    """The path that a person would write, and what the deepest described part of it allows."""
    parts: list[str | int] = []
    allowed, node = "", schema
    for step in location:
        if step == "[key]":  # pydantic's mark for the key of a map rather than its value
            continue
        if step in node.get("discriminator", {}).get(
            "mapping", {}
        ):  # the variant pydantic chose is no part of the path
            node = _resolve(schema, {"$ref": node["discriminator"]["mapping"][step]})
            continue
        parts.append(step)
        following = _resolve(schema, _child(node, step))
        allowed, node = following.get("description", allowed), following
    return parts, allowed


def _child(node: Mapping[str, Any], step: str | int) -> dict[str, Any]:
    if isinstance(step, int):
        return node.get("items", {})
    return node.get("properties", {}).get(step) or node.get("additionalProperties") or {}


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node with what it refers to; its own description goes before the one of its model."""
    if "anyOf" in node:  # something that may be left out: itself, or null
        itself, *_ = (one for one in node["anyOf"] if one.get("type") != "null")
        node = {**itself, **{key: value for key, value in node.items() if key != "anyOf"}}
    if "$ref" not in node:
        return node
    name = node["$ref"].rsplit("/", 1)[1]
    own = {key: value for key, value in node.items() if key != "$ref"}
    return {**schema["$defs"][name], **own}


def _choices(schema: dict[str, Any], location: list[str | int]) -> str:
    """The keys that are valid beside an unknown one, and the one that was probably meant."""
    node = schema
    for step in location[:-1]:
        mapping = node.get("discriminator", {}).get("mapping", {})
        node = _resolve(schema, {"$ref": mapping[step]} if step in mapping else _child(node, step))
    valid = sorted(node.get("properties", {}))
    near = get_close_matches(str(location[-1]), valid, n=1)
    return ", ".join(valid) + (f" (did you mean {near[0]}?)" if near else "")
