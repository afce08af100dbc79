"""Check: the inputs of a resource against the schema of its type, the limits of AWS and the row in the tables."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from local.provider.constraints import broken_constraints, looks_like_arn
from local.provider.policy_text import json_problems, policy_problems
from local.provider.shapes import element_shape, field_path, property_shape, shape_at
from local.provider.values import (
    Archive,
    Asset,
    Secret,
    Unknown,
    as_dict,
    as_list,
    is_empty,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import Shape

    from local.provider.resource_type import Problem, ResourceType
    from local.provider.schema import Kind, Property, PropertyType, ResourceSchema
    from local.provider.values import Properties, Value

_KIND_WORDS = {
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "archive": "an archive",
    "asset": "an asset",
    "list": "a list",
    "map": "a map",
    "object": "an object",
    "document": "a JSON text or an object",
}


def find_problems(
    row: ResourceType, schema: ResourceSchema, inputs: Properties, *, holds_all: bool = False
) -> list[Problem]:
    """All problems of the inputs, each with the path of its property.

    With `holds_all` what the stand-in cannot hold is none: it need not, in a preview.
    """
    checker = _Checker(row, holds_all)
    problems = list(checker.check_top(inputs, schema))
    if row.check and not problems:
        problems += row.check(cast("Properties", plain(inputs)))
    return problems


def conflicts(row: ResourceType, inputs: Properties) -> list[Problem]:
    """The properties of which a program may give one only, looked at before the provider makes a name itself."""
    problems: list[Problem] = []
    for group in row.exclusive:
        given = [name for name in group if not is_empty(inputs.get(name))]
        problems += [(name, f"conflicts with `{given[0]}`: give one of them") for name in given[1:]]
    return problems


@dataclass(frozen=True)
class _Checker:
    row: ResourceType
    holds_all: bool

    def check_top(self, inputs: Properties, schema: ResourceSchema) -> Iterator[Problem]:
        for name, value in inputs.items():
            declared = schema.inputs.get(name)
            if declared is None:
                yield name, _unknown_property(name, self.row.type, schema)
            else:
                shape = property_shape(self.row, name)
                yield from self.check(value, declared.type, shape, name, name)
        for name, declared in schema.inputs.items():
            if declared.always and inputs.get(name) is None:
                yield name, "is required"

    def check(
        self, value: Value, kind: PropertyType, shape: Shape | None, path: str, pattern_path: str
    ) -> Iterator[Problem]:
        """The problems of one value; `pattern_path` is its path without indexes, as the tables have it."""
        if isinstance(value, Secret):
            yield from self.check(value.value, kind, shape, path, pattern_path)
            return
        attribute = self.row.attributes.get(pattern_path)
        if value is None or isinstance(value, Unknown):
            return
        if attribute and attribute.refused and not self.holds_all:
            if value is not False and not is_empty(value):
                yield path, f"is not supported by the local stand-in: {attribute.refused}"
            return
        if not _is_of_kind(value, kind):
            yield path, f"must be {_KIND_WORDS[kind.kind]}, not {_described(value)}"
            return
        exact = attribute.exact if attribute else None
        if attribute is None or attribute.send is None:
            # A list of one structure, or a structure where the property is a scalar: the limits are not the property's.
            limits = shape if shape is None or _comparable(value, shape) else None
        else:
            limits = None
        for problem in broken_constraints(value, limits, exact):
            yield path, problem
        if isinstance(value, str):
            yield from self._check_text(value, kind, path, pattern_path)
        yield from self._check_inside(value, kind, shape, path, pattern_path)

    def _check_text(self, value: str, kind: PropertyType, path: str, pattern_path: str) -> Iterator[Problem]:
        attribute = self.row.attributes.get(pattern_path)
        name = pattern_path.rpartition(".")[2]
        expects_arn = name.endswith(("Arn", "Arns")) if attribute is None or attribute.arn is None else attribute.arn
        if expects_arn and value and not looks_like_arn(value):
            yield path, f"is {value!r}, which is not an ARN (arn:partition:service:region:account:resource)"
        if kind.kind == "document" or (attribute and attribute.document):
            yield from ((path, problem) for problem in policy_problems(value))
        elif attribute and attribute.json:
            yield from ((path, problem) for problem in json_problems(value))

    def _check_inside(
        self, value: Value, kind: PropertyType, shape: Shape | None, path: str, pattern_path: str
    ) -> Iterator[Problem]:
        if (items := as_list(value)) is not None and kind.element:
            inner = element_shape(shape) if shape is not None else None
            for index, item in enumerate(items):
                yield from self.check(item, kind.element, inner, f"{path}[{index}]", pattern_path)
        elif (entries := as_dict(value)) is not None and kind.fields is not None:
            yield from self._check_fields(entries, kind.fields, shape, path, pattern_path)
        elif entries is not None and kind.element:
            inner = element_shape(shape) if shape is not None else None
            for key, item in entries.items():
                yield from self.check(item, kind.element, inner, f"{path}[{json.dumps(key)}]", pattern_path)

    def _check_fields(
        self, entries: Properties, fields: Mapping[str, Property], shape: Shape | None, path: str, pattern_path: str
    ) -> Iterator[Problem]:
        structure = shape
        while structure is not None and element_shape(structure) is not None:
            structure = element_shape(structure)
        for name, item in entries.items():
            declared, inner_path = fields.get(name), f"{pattern_path}.{name}"
            if declared is None:
                yield f"{path}.{name}", _did_you_mean(name, fields)
                continue
            member = field_path(structure, name, self.row.attributes.get(inner_path)) if structure else None
            inner = shape_at(structure, member) if structure and member else None
            yield from self.check(item, declared.type, inner, f"{path}.{name}", inner_path)
        for name, declared in fields.items():
            if declared.always and entries.get(name) is None:
                yield f"{path}.{name}", "is required"


_PYTHON_TYPES: Mapping[Kind, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, float),
    "number": (int, float),
    "archive": (Archive,),
    "asset": (Asset, Archive),
    "list": (list,),
    "map": (dict,),
    "object": (dict,),
    "document": (str, dict),
    "any": (object,),
}


def _is_of_kind(value: Value, kind: PropertyType) -> bool:
    if isinstance(value, bool):
        return kind.kind in {"boolean", "any"}
    if kind.kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _PYTHON_TYPES[kind.kind])


def _comparable(value: Any, shape: Shape) -> bool:
    """Whether the limits of a shape are those of the property: a wrapped or keyed value is of another form."""
    if isinstance(value, dict):
        return shape.type_name == "map"
    if isinstance(value, list):
        return shape.type_name == "list"
    return shape.type_name not in {"list", "map", "structure"}


def _described(value: Value) -> str:
    if isinstance(value, str):
        return f"the text {value!r}"
    if isinstance(value, float):
        return f"the number {value:g}"
    return {bool: f"{value}".lower(), list: "a list", dict: "an object", Archive: "an archive", Asset: "an asset"}.get(
        cast("type[Any]", type(value)), f"a {type(value).__name__}"
    )


def _unknown_property(name: str, token: str, schema: ResourceSchema) -> str:
    if name in schema.outputs:
        return f"is an output of {token}, it cannot be set"
    return _did_you_mean(name, schema.inputs)


def _did_you_mean(name: str, known: Mapping[str, Property]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"is not a property here; did you mean `{close[0]}`?" if close else "is not a property here"
