"""Schemas that take null too, without a combiner where that can be. Pure: no Pulumi resource."""

from collections.abc import Mapping

from components.models.json_tree import Json, array_at, object_at
from components.models.schema_keywords import COMBINERS

NULL: Mapping[str, object] = {"type": "null"}


def or_null(schema: Mapping[str, object]) -> Json:
    """The schema with null allowed too."""
    kind = schema.get("type")
    if not isinstance(kind, str) or any(name in schema for name in (*COMBINERS, "not", "$ref")):
        return {"anyOf": [schema, {**NULL}]}
    found: Json = {**schema, "type": [kind, "null"] if kind != "null" else kind}
    if "enum" in schema and None not in array_at(schema, "enum"):
        found["enum"] = [*array_at(schema, "enum"), None]
    return found


def without_null_branch(schema: Json) -> Json:
    """`anyOf` of one type and null as a list of types, which needs no combiner."""
    branches = [object_at(one) for one in array_at(schema, "anyOf")]
    others = [one for one in branches if one != NULL]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    if len(others) != 1 or len(branches) != len(others) + 1 or set(rest) - {"title", "description"}:
        return schema
    return {**or_null(others[0]), **rest}
