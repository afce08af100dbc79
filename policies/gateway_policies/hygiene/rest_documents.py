"""What an OpenAPI document gives a REST API that an HTTP API does not have."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import body_of, entries, entries_of, integrations_of, operations_of
from gateway_policies.documents.openapi_api_keys import is_key_scheme
from gateway_policies.documents.openapi_security import AUTHORIZER
from gateway_policies.hygiene.reasons import is_set, named
from gateway_policies.hygiene.rest_integrations import of_gateway_response, of_integration
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resources import Resource

_VALIDATOR = "x-amazon-apigateway-request-validator"
_ENDPOINT = "x-amazon-apigateway-endpoint-configuration"
_OF_API = (
    _VALIDATOR,
    "x-amazon-apigateway-policy",
    "x-amazon-apigateway-minimum-compression-size",
    "x-amazon-apigateway-security-policy",
)
_SCHEMES = (("components", "securitySchemes"), ("securityDefinitions",))


def of_document(owner: Resource) -> Iterator[Reading[str]]:
    """Reasons for REST in the `body` of a resource; models alone are none, for nothing is done with them."""
    document = body_of(owner)
    if isinstance(document, Unknown):
        yield document
    if not isinstance(document, Known):
        return
    root = document.value
    yield from (is_set(root.at(key)) for key in _OF_API)
    servers = root.at("servers").items()
    for place in (root, *(servers.value if isinstance(servers, Known) else ())):
        yield is_set(place.at(_ENDPOINT, "vpcEndpointIds"))
    for response in entries_of(owner, "x-amazon-apigateway-gateway-responses"):
        yield from (response,) if isinstance(response, Unknown) else of_gateway_response(response)
    for place in _SCHEMES:
        for scheme in entries(root.at(*place)):
            yield from (scheme,) if isinstance(scheme, Unknown) else _of_scheme(scheme)
    for operation in operations_of(owner):
        yield operation if isinstance(operation, Unknown) else is_set(operation.value.at(_VALIDATOR))
    for found in _integrations(owner, root):
        yield from (found,) if isinstance(found, Unknown) else of_integration(*found, "timeoutInMillis")


def has_operations(owner: Resource) -> bool:
    """Whether a document brings the API operations."""
    return any(True for _ in operations_of(owner))


def _of_scheme(scheme: Value) -> Iterator[Reading[str]]:
    if is_key_scheme(scheme):
        yield Known(scheme.path)
    kind = scheme.at(AUTHORIZER, "type").text()
    if isinstance(kind, Unknown) or (isinstance(kind, Known) and kind.value.upper() == "TOKEN"):
        yield named(kind, scheme.at(AUTHORIZER, "type"))


def _integrations(owner: Resource, root: Value) -> Iterator[tuple[Value, Reading[str]] | Unknown]:
    """The integrations with the verb of their method; those that operations refer to are taken as of a preflight."""
    for found in integrations_of(owner):
        if isinstance(found, Unknown):
            yield found
        elif isinstance(found[1].at("$ref").reading, Absent):
            yield found[1], Known(found[0].method)
    for integration in entries(root.at("components", "x-amazon-apigateway-integrations")):
        yield integration if isinstance(integration, Unknown) else (integration, Known("OPTIONS"))
