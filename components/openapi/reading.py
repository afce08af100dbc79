"""Reading OpenAPI documents of the versions 3.0 and 3.1: the file, its references and its operations. Pure.

Source: https://spec.openapis.org/oas/v3.1.1.html and https://spec.openapis.org/oas/v3.0.4.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from components.models.json_tree import array_at, at_pointer, object_at, text_at
from components.problems import ComponentError, Problem
from components.routing import route_keys

ANY_METHOD = "x-amazon-apigateway-any-method"
"""Where AWS writes an operation for every method:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-any-method.html"""
DEFAULT_PATH = "/$default"
DEFAULT_MARK = "isDefaultRoute"
"""How AWS exports the $default route of an HTTP API: a path of this name whose operation bears this mark."""

_VERSIONS = re.compile(r"3\.[01]\.\d+")
_NOT_METHODS = {"$ref", "description", "parameters", "servers", "summary"}
_DATA = {"const", "default", "enum", "example", "examples"}


@dataclass(frozen=True)
class Operation:
    """One operation of a document, its references followed."""

    key: str
    """The key of its route."""
    body: Mapping[str, object]
    """The operation object."""
    parameters: tuple[Mapping[str, object], ...]
    """Its parameters and those of its path, each once."""

    @property
    def where(self) -> str:
        """The operation, for problems."""
        return f'operation "{self.key}"'

    @property
    def name(self) -> str:
        """Its operationId, or "" where it has none."""
        return text_at(self.body, "operationId") or ""


def read_document(source: Mapping[str, object] | str | Path) -> Mapping[str, object]:
    """The document, from a JSON or YAML file where a path is given.

    Raises:
        ComponentError: the file cannot be read, or holds no object.
    """
    if isinstance(source, Mapping):
        return source
    subject, path = f'The OpenAPI document "{source}"', Path(source)
    try:
        text = path.read_text(encoding="utf-8")
        document = cast("object", json.loads(text) if path.suffix == ".json" else yaml.safe_load(text))
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        problem = Problem("file", str(error), "a JSON or YAML file in UTF-8", "give the path of such a file")
        raise ComponentError(subject, [problem]) from error
    if not isinstance(document, Mapping):
        problem = Problem("file", f"a {type(document).__name__}", "an OpenAPI document", "give the path of one")
        raise ComponentError(subject, [problem])
    return object_at(cast("object", document))


def document_problems(document: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the document as a whole: its version, its paths and its references."""
    found: list[Problem] = []
    version = document.get("openapi", document.get("swagger"))
    if not isinstance(version, str) or not _VERSIONS.fullmatch(version):
        remedy = "convert the document to OpenAPI 3.1" if version is not None else 'say openapi: "3.1.1"'
        found.append(Problem("openapi", f"{version!r}", "the versions 3.0 and 3.1", remedy))
    if not object_at(document, "paths"):
        found.append(Problem("paths", "no path", "one path or more", "describe the operations of the API"))
    for reference in dict.fromkeys(_references(document)):
        if not reference.startswith("#"):
            allowed = "references that begin with #, into this document"
            found.append(
                Problem(f'reference "{reference}"', "another document", allowed, "bundle the documents into one first")
            )
        elif at_pointer(document, reference) is None:
            found.append(Problem(f'reference "{reference}"', "nothing there", "what is in the document", "correct it"))
    return found


def resolved(document: Mapping[str, object], node: object) -> Mapping[str, object]:
    """The object, its reference followed; empty where it leads nowhere."""
    seen: set[str] = set()
    while (reference := text_at(node, "$ref")) is not None and reference not in seen:
        seen.add(reference)
        node = at_pointer(document, reference) if reference.startswith("#") else None
    return object_at(node)


def operations(document: Mapping[str, object]) -> tuple[list[Operation], list[Problem]]:
    """Every operation whose route API Gateway can have, and a problem for each of the others."""
    found: list[Operation] = []
    problems: list[Problem] = []
    for path, node in object_at(document, "paths").items():
        item = resolved(document, node)
        for name, body in item.items():
            if name in _NOT_METHODS or (name.startswith("x-") and name != ANY_METHOD):
                continue
            key, faults = _key(name, path, object_at(body))
            problems += faults
            if not faults:
                found.append(Operation(key, object_at(body), _parameters(document, item, object_at(body))))
    return found, problems


def _key(name: str, path: str, body: Mapping[str, object]) -> tuple[str, list[Problem]]:
    if path == DEFAULT_PATH and name == ANY_METHOD and body.get(DEFAULT_MARK) is True:
        return route_keys.DEFAULT, []
    key = f"{'ANY' if name == ANY_METHOD else name.upper()} {path}"
    try:
        route_keys.parse(key)
    except route_keys.RouteKeyError as error:
        where = f'operation "{key}"'
        return key, [Problem(where, fault.found, fault.allowed, fault.remedy) for fault in error.faults]
    return key, []


def _parameters(
    document: Mapping[str, object], item: Mapping[str, object], body: Mapping[str, object]
) -> tuple[Mapping[str, object], ...]:
    """The parameters of an operation; its own stand before those of its path."""
    given = [resolved(document, one) for one in (*array_at(item, "parameters"), *array_at(body, "parameters"))]
    by_name = {(text_at(one, "in"), text_at(one, "name")): one for one in given}
    return tuple(by_name.values())


def _references(node: object) -> Iterator[str]:
    reference = text_at(node, "$ref")
    if reference is not None:
        yield reference
    for name, value in object_at(node).items():
        if name not in _DATA:
            yield from _references(value)
    for value in array_at(node):
        yield from _references(value)
