"""OpenAPI documents in the `body` of an API: its operations as property trees, like those of resources.

An API made of a `body` has no resource for a method, route, integration or authorizer: they stand in the document.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import yaml

from gateway_policies import resource_types as types
from gateway_policies.properties import Value, read
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resources import Resource

BODY_TYPES = (types.REST_API, types.REST_API_PUT, types.API)

_ANY = "x-amazon-apigateway-any-method"
_METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", _ANY})


@dataclass(frozen=True, slots=True)
class Operation:
    """What the document says of one method of a path; `method` is in capitals, or ANY."""

    path: str
    method: str
    value: Value

    @property
    def title(self) -> str:
        """How findings call it, as a route key is written."""
        return f"{self.method} {self.path}"


def document_of(api: Resource) -> Reading[Value]:
    """The root of the document in `body`; Unknown when its text is not known yet or is no document."""
    return document_in(api.at("body"))


def document_in(value: Value) -> Reading[Value]:
    """The root of the document that is the text of a property."""
    body = value.text()
    if not isinstance(body, Known):
        return body
    if not body.value.strip():
        return Absent()
    try:
        document = _parse(body.value)
    except (ValueError, RecursionError, yaml.YAMLError):
        return Unknown(value.path, "is neither JSON nor YAML")
    if not isinstance(document, Mapping):
        return Unknown(value.path, "is no OpenAPI document")
    return Known(read(cast("Mapping[str, object]", document)))


def operations(document: Value, name: str = "body") -> list[Operation | Unknown]:
    """The operations of a document in their order; what cannot be read as one is Unknown, named under `name`."""
    found: list[Operation | Unknown] = []
    paths = document.at("paths").mapping()
    if isinstance(paths, Unknown):
        return [Unknown(f"{name}.{paths.path}", paths.reason)]
    for path in paths.value if isinstance(paths, Known) else ():
        item = document.at("paths", path).mapping()
        if isinstance(item, Unknown):
            found.append(Unknown(f"{name}.{item.path}", item.reason))
            continue
        for key in item.value if isinstance(item, Known) else ():
            if key not in _METHODS:
                continue
            value = document.at("paths", path, key)
            operation = value.mapping()
            if isinstance(operation, Unknown):
                found.append(Unknown(f"{name}.{operation.path}", operation.reason))
            elif isinstance(operation, Known):
                found.append(Operation(path, "ANY" if key == _ANY else key.upper(), value))
    return found


def _parse(text: str) -> object:
    """JSON first: YAML reads it, too, but much slower."""
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
