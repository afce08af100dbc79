"""The operations of OpenAPI bodies, as far as their responses may be cached."""

from collections.abc import Iterator

from gateway_policies.data_protection import stage_caches
from gateway_policies.data_protection.cached_identity import AUTHORIZATION_HEADER, CachedMethod, identity_sources
from gateway_policies.data_protection.cached_methods import Place, cached_by
from gateway_policies.documents.openapi_body import Operation, document_of, operations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API
from gateway_policies.resources import Resource, Stack

_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZATION = "x-amazon-apigateway-auth"
_AUTHORIZER = "x-amazon-apigateway-authorizer"


def cached_operations(stack: Stack, api: Resource) -> Iterator[CachedMethod | Unknown]:
    """The operations of an API with a cache that answer from a backend; Unknown for what cannot be read as one."""
    key = api.urn if api.type == REST_API else stage_caches.api_key(stack, api)
    caches = (*stage_caches.caches_of_api(stack, key), *stage_caches.caches_of_api(stack, ""))
    if not any(stage_caches.ALL in cache.on for cache in caches):
        return
    document = document_of(api)
    if isinstance(document, Unknown):
        yield document
    elif isinstance(document, Known):
        for operation in operations(document.value):
            if isinstance(operation, Unknown):
                yield operation
            elif _text(operation.value.at(_INTEGRATION, "type")) != "mock":
                yield _cached_operation(stack, key, document.value, operation)


def _cached_operation(stack: Stack, key: str, document: Value, operation: Operation) -> CachedMethod:
    place = Place(key, Known(operation.path.strip("/")), Known(operation.method))
    schemes = _schemes(document, operation.value)
    return CachedMethod(
        title=operation.title,
        authorization=Known(" or ".join(schemes.value)) if isinstance(schemes, Known) else schemes,
        cached_by=cached_by(stack, place),
        identity=Known(_identity(document, schemes.value if isinstance(schemes, Known) else [])),
        integration=operation.value.at(_INTEGRATION),
        where="body.",
    )


def _schemes(document: Value, operation: Value) -> Reading[list[str]]:
    """The ways in which an operation, or else the document, asks who is calling; absent where neither does."""
    kind = _text(operation.at(_AUTHORIZATION, "type"))
    if kind in {"aws_iam", "none"}:
        return Known(["AWS_IAM"]) if kind == "aws_iam" else Absent()
    own = operation.at("security").items()
    items = document.at("security").items() if isinstance(own, Absent) else own
    if not isinstance(items, Known):
        return Unknown(f"body.{items.path}", items.reason) if isinstance(items, Unknown) else items
    names: list[str] = []
    for item in items.value:
        found = item.mapping()
        if isinstance(found, Unknown):
            return Unknown(f"body.{found.path}", found.reason)
        names += found.value if isinstance(found, Known) else ()
    names = [name for name in names if any(_asks(scheme) for scheme in _definitions(document, name))]
    return Known(names) if names else Absent()


def _definitions(document: Value, name: str) -> tuple[Value, Value]:
    """Where OpenAPI 3 and Swagger 2 define a security scheme."""
    return document.at("components", "securitySchemes", name), document.at("securityDefinitions", name)


def _asks(scheme: Value) -> bool:
    """Whether API Gateway asks who is calling by a scheme; one that only names an API key or a token it ignores."""
    has_authorizer = isinstance(scheme.at(_AUTHORIZER).reading, Known)
    return has_authorizer or _text(scheme.at("x-amazon-apigateway-authtype")) == "awssigv4"


def _identity(document: Value, names: list[str]) -> tuple[str, ...]:
    """The parameters that schemes say hold the token, and those their authorizers read, which have a default."""
    found: list[str] = []
    for name in names:
        for scheme in _definitions(document, name):
            header = _text(scheme.at("name"))
            if header and _text(scheme.at("in")) in {"header", "query"}:
                kind = "header" if _text(scheme.at("in")) == "header" else "querystring"
                found.append(f"method.request.{kind}.{header}")
            found += identity_sources(_text(scheme.at(_AUTHORIZER, "identitySource")))
    return tuple(dict.fromkeys(found)) or (AUTHORIZATION_HEADER,)


def _text(value: Value) -> str:
    text = value.text()
    return text.value.lower() if isinstance(text, Known) else ""
