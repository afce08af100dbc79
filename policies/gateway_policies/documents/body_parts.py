"""The parts of an OpenAPI document in `body`, each named by where it stands in that property."""

from collections.abc import Iterator
from dataclasses import replace

from gateway_policies.documents.openapi_body import Operation, document_of, operations
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Reading, Unknown
from gateway_policies.resources import Resource

_INTEGRATION = "x-amazon-apigateway-integration"


def body_of(api: Resource) -> Reading[Value]:
    """The root of the document."""
    document = document_of(api)
    return Known(Value("body", document.value.reading)) if isinstance(document, Known) else document


def operations_of(api: Resource) -> Iterator[Operation | Unknown]:
    """The operations of the document; Unknown for what cannot be read as one, also for the document itself."""
    document = document_of(api)
    if isinstance(document, Unknown):
        yield document
    elif isinstance(document, Known):
        for operation in operations(document.value):
            if isinstance(operation, Unknown):
                yield operation
            else:
                yield replace(operation, value=Value(f"body.{operation.value.path}", operation.value.reading))


def integrations_of(api: Resource) -> Iterator[tuple[Operation, Value] | Unknown]:
    """The operations that have an integration, each with it."""
    for operation in operations_of(api):
        if isinstance(operation, Unknown):
            yield operation
            continue
        integration = operation.value.at(_INTEGRATION)
        found = integration.mapping()
        if isinstance(found, Unknown):
            yield found
        elif isinstance(found, Known):
            yield operation, integration


def entries_of(api: Resource, extension: str) -> Iterator[Value | Unknown]:
    """The entries of a map that stands at the root of the document."""
    document = body_of(api)
    if isinstance(document, Unknown):
        yield document
    elif isinstance(document, Known):
        yield from entries(document.value.at(extension))


def entries(value: Value) -> Iterator[Value | Unknown]:
    """The entries of a map that are set; Unknown for the map itself where it cannot be read."""
    found = value.mapping()
    if isinstance(found, Unknown):
        yield found
    elif isinstance(found, Known):
        yield from (value.at(key) for key in found.value)
