"""The integrations that OpenAPI documents define."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import body_of, entries, integrations_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resources import Resource


def integrations(owner: Resource) -> Iterator[Value | Unknown]:
    """The integrations in the `body` of a resource: those of operations, and those that operations only refer to."""
    for found in integrations_of(owner):
        if isinstance(found, Unknown):
            yield found
        elif isinstance(found[1].at("$ref").reading, Absent):
            yield found[1]
    document = body_of(owner)
    if isinstance(document, Known):
        yield from entries(document.value.at("components", "x-amazon-apigateway-integrations"))
