"""Reading JSON-like values whose shape nothing has checked yet. Pure: no Pulumi resource."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

import pulumi

Json = dict[str, object]


def object_at(tree: object, *path: str) -> Mapping[str, object]:
    """The object at the path, or an empty one where there is none."""
    for name in path:
        tree = cast("Mapping[str, object]", tree).get(name) if isinstance(tree, Mapping) else None
    return cast("Mapping[str, object]", tree) if isinstance(tree, Mapping) else {}


def array_at(tree: object, *path: str) -> Sequence[object]:
    """The array at the path, or an empty one where there is none."""
    value = object_at(tree, *path[:-1]).get(path[-1]) if path else tree
    return cast("Sequence[object]", value) if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def text_at(tree: object, *path: str) -> str | None:
    """The text at the path, or None where there is none."""
    value = object_at(tree, *path[:-1]).get(path[-1])
    return value if isinstance(value, str) else None


def pointer_parts(pointer: str) -> list[str]:
    """The names that a local reference such as `#/components/schemas/Order` goes through (RFC 6901)."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.removeprefix("#").split("/") if part]


def at_pointer(tree: object, pointer: str) -> object | None:
    """What a local reference points at, or None where there is nothing."""
    for part in pointer_parts(pointer):
        if isinstance(tree, Mapping):
            tree = cast("Mapping[str, object]", tree).get(part)
        elif part.isdecimal() and int(part) < len(array_at(tree)):
            tree = array_at(tree)[int(part)]
        else:
            return None
    return tree


def json_text(tree: Mapping[str, object]) -> pulumi.Input[str]:
    """The tree as text, the same for the same tree; an output if it holds values that are not known yet."""
    if _has_outputs(tree):
        return pulumi.Output.json_dumps(tree, sort_keys=True, indent=2)
    return json.dumps(tree, sort_keys=True, indent=2)


def _has_outputs(value: object) -> bool:
    inner = [*object_at(value).values(), *array_at(value)]
    return isinstance(value, pulumi.Output) or any(_has_outputs(one) for one in inner)
