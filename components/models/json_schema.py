"""Models of REST and WebSocket APIs, from JSON Schema or pydantic models. Pure: no Pulumi resource.

API Gateway takes JSON Schema draft 4 with exceptions of its own. Sources:
https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pydantic import BaseModel

from components.models.json_tree import Json, array_at, json_text, object_at, text_at
from components.models.schema_conversion import Conversion
from components.problems import Problem

DRAFT = "http://json-schema.org/draft-04/schema#"

_DEFINITION = "#/definitions/"


@dataclass(frozen=True)
class RestModel:
    """A model as API Gateway takes it, if it has no problems."""

    schema: Json
    """JSON Schema draft 4."""
    problems: tuple[Problem, ...] = ()
    """What draft 4 cannot say, and what is no schema."""
    warnings: tuple[str, ...] = ()
    """What API Gateway will not check, though the schema says it."""

    @property
    def text(self) -> pulumi.Input[str]:
        """The schema as text, the same for the same schema; an output if it holds values that are not known yet."""
        return json_text(self.schema)


def rest_model(name: str, source: Mapping[str, object] | type[BaseModel], root: object = None) -> RestModel:
    """The model that a JSON Schema or a pydantic model class describes.

    Args:
        name: the name of the model, for problems and warnings.
        source: a JSON Schema (draft 4 to 2020-12, or the dialect of OpenAPI), or a pydantic model class.
        root: the document that local references of the schema point into. The schema itself by default.
    """
    if not isinstance(source, Mapping) and not (isinstance(source, type) and issubclass(source, BaseModel)):  # pyright: ignore[reportUnnecessaryIsInstance] -- types bind only typed callers
        allowed = "a JSON Schema or a pydantic model class"
        return RestModel({}, (Problem(f'model "{name}"', f"{source!r}", allowed, "write the schema as a mapping"),))
    schema = source.model_json_schema() if isinstance(source, type) else source
    conversion = Conversion(f'model "{name}"', schema if root is None else root)
    converted = _written_out(conversion.schema(schema, "#"), conversion.shared)
    if used := _named(converted, conversion.shared):
        converted["definitions"] = {one: conversion.shared[one] for one in sorted(used)}
    converted |= {"$schema": DRAFT, "title": converted.get("title", name)}
    return RestModel(converted, tuple(conversion.problems), tuple(dict.fromkeys(conversion.warnings)))


def _written_out(schema: Json, shared: Json) -> Json:
    """The schema itself where it is only a reference: draft 4 ignores what stands beside one, `definitions` too."""
    seen: set[str] = set()
    while (reference := text_at(schema, "$ref")) is not None and reference not in seen:
        seen.add(reference)
        schema = {**object_at(shared, reference.removeprefix(_DEFINITION))} or schema
    return schema


def _named(schema: object, shared: Json, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names of shared schemas that the schema refers to, and that these refer to."""
    name = (text_at(schema, "$ref") or "").removeprefix(_DEFINITION)
    if name in shared and name not in known:
        known = _named(shared[name], shared, known | {name})
    for inner in (*object_at(schema).values(), *array_at(schema)):
        known = _named(inner, shared, known)
    return known


def model_name_problems(name: str) -> list[Problem]:
    """A problem if API Gateway does not take the name of the model."""
    if name.isalnum() and name.isascii():
        return []
    tidy = "".join(part[:1].upper() + part[1:] for part in _words(name))
    return [Problem(f'model "{name}"', f'the name "{name}"', "letters and digits", f'call it "{tidy or "Order"}"')]


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name).split()
