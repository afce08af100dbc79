"""Whether every call of a REST API has to pass an authorizer, so that its resource policy need not limit callers."""

from collections.abc import Iterator

from gateway_policies.belonging import parts_of
from gateway_policies.documents.openapi_body import document_of, operations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API_PUT, REST_METHOD
from gateway_policies.resources import Resource, Stack

# AWS_IAM is none of them: a policy open to everyone lets principals of every account in the world pass it.
_BY_AUTHORIZER = ("CUSTOM", "COGNITO_USER_POOLS")
_AUTHORIZER = "x-amazon-apigateway-authorizer"


def authorizers_decide(stack: Stack, api: Resource) -> bool | Unknown:
    """Whether the API has methods and each, but for preflights, has an authorizer."""
    unread: Unknown | None = None
    is_any = False
    for found in _found(stack, api):
        if found is False:
            return False
        is_any = True
        if isinstance(found, Unknown):
            unread = unread or found
    return unread or is_any


def _found(stack: Stack, api: Resource) -> Iterator[bool | Unknown]:
    methods = parts_of(stack, api, REST_METHOD)
    for method in methods.certain:
        kind = method.at("authorization").text()
        if isinstance(kind, Unknown):
            yield Unknown(f"{kind.path} of {method.name!r}", kind.reason)
        else:
            is_preflight = method.at("httpMethod").text() == Known("OPTIONS")
            yield is_preflight or (isinstance(kind, Known) and kind.value in _BY_AUTHORIZER)
    for owner in (api, *parts_of(stack, api, REST_API_PUT).certain):
        document = document_of(owner)
        if isinstance(document, Unknown):
            yield document
        elif isinstance(document, Known):
            for operation in operations(document.value):
                if isinstance(operation, Unknown):
                    yield operation
                else:
                    yield operation.method == "OPTIONS" or _has_authorizer(document.value, operation.value)


def _has_authorizer(document: Value, operation: Value) -> bool:
    """Whether an operation itself names an authorizer; the document's own `security` counts for HTTP APIs alone."""
    schemes = [name for item in _listed(operation.at("security").items()) for name in _names(item)]
    return any(
        not isinstance(document.at(*place, name, _AUTHORIZER).reading, Absent | Unknown)
        for name in schemes
        for place in (("components", "securitySchemes"), ("securityDefinitions",))
    )


def _listed(items: Reading[list[Value]]) -> list[Value]:
    return items.value if isinstance(items, Known) else []


def _names(requirement: Value) -> list[str]:
    found = requirement.mapping()
    return list(found.value) if isinstance(found, Known) else []
