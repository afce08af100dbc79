"""Whether operations of an OpenAPI document ask for an API key."""

from collections.abc import Iterator

from gateway_policies.documents.openapi_security import scopes_of, security_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown

_AUTHTYPE = "x-amazon-apigateway-authtype"
_SCHEMES = (("components", "securitySchemes"), ("securityDefinitions",))


def asks_for_key(document: Value, operation: Value, *, inherits: bool) -> bool | Unknown:
    """Whether the security of an operation names a scheme that makes API Gateway ask for an API key.

    `inherits` says whether the `security` of the document counts for operations without their own.
    """
    security = security_of(document, operation) if inherits else operation.at("security")
    unread = next(_unread(security), None)
    for name in scopes_of(security):
        for place in _SCHEMES:
            scheme = document.at(*place, name)
            if is_key_scheme(scheme):
                return True
            found = scheme.mapping()
            unread = unread or (found if isinstance(found, Unknown) else None)
    return unread or False


def is_key_scheme(scheme: Value) -> bool:
    """Whether a security scheme is for the header x-api-key, and no authorizer reads that."""
    name, kind = scheme.at("name").text(), scheme.at("type").text()
    is_header = isinstance(name, Known) and name.value.lower() == "x-api-key"
    return kind == Known("apiKey") and is_header and isinstance(scheme.at(_AUTHTYPE).reading, Absent)


def _unread(security: Value) -> Iterator[Unknown]:
    items = security.items()
    if isinstance(items, Unknown):
        yield items
    for item in items.value if isinstance(items, Known) else ():
        requirement = item.mapping()
        if isinstance(requirement, Unknown):
            yield requirement
