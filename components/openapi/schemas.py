"""Schemas of an OpenAPI 3.1 document, from the models of an API. Pure: no Pulumi resource.

OpenAPI 3.1 takes JSON Schema 2020-12, in which draft 4 spells a few things differently; and its references begin at the
root of the document, not of the schema.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from components.models.json_tree import Json, array_at, object_at

_MAPS = {"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"}
_LISTS = {"allOf", "anyOf", "oneOf", "prefixItems"}
_SCHEMAS = {"additionalItems", "additionalProperties", "items", "not"}
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def component_schema(name: str, source: Mapping[str, object] | type[BaseModel]) -> Json:
    """The schema as it stands at `#/components/schemas/<name>`."""
    schema = source.model_json_schema() if isinstance(source, type) else source
    return _schema(schema, f"#/components/schemas/{name}")


def _schema(node: Mapping[str, object], base: str) -> Json:
    found = {keyword: _value(keyword, value, base) for keyword, value in node.items() if keyword != "$schema"}
    if array_at(node, "items"):
        found["prefixItems"] = found.pop("items")
        if "additionalItems" in found:
            found["items"] = found.pop("additionalItems")
    for bound, exclusive in _BOUNDS:
        if node.get(exclusive) is True and bound in node:
            found[exclusive] = found.pop(bound)
        elif isinstance(node.get(exclusive), bool):
            del found[exclusive]
    return found


def _value(keyword: str, value: object, base: str) -> object:
    if keyword in _MAPS:
        return {name: _schema_or_bool(one, base) for name, one in object_at(value).items()}
    if keyword in _LISTS or (keyword == "items" and array_at(value)):
        return [_schema_or_bool(one, base) for one in array_at(value)]
    if keyword in _SCHEMAS:
        return _schema_or_bool(value, base)
    if keyword == "$ref" and isinstance(value, str) and value.startswith("#") and not value.startswith("#/components/"):
        return base + value[1:]
    return value


def _schema_or_bool(node: object, base: str) -> object:
    return node if isinstance(node, bool) else _schema(object_at(node), base)
