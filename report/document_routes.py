"""The routes of an OpenAPI document in the `body` of an API, which are no resources of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gateway_policies.belonging import api_of
from gateway_policies.documents.attached_policies import AttachedPolicies
from gateway_policies.documents.body_parts import body_of, operations_of
from gateway_policies.documents.openapi_api_keys import asks_for_key
from gateway_policies.documents.openapi_security import opening_of, scheme_authorizers, scopes_of, security_of
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, LOAD_BALANCERS, REST_API, REST_VPC_LINK, VPC_LINK
from gateway_policies.tls.default_endpoints import puts_of
from report.access import UNREAD_POLICY, Access, everyone, limited, texts
from report.backends import NOTHING, Backend, of_uri
from report.routes import DEFAULT, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway_policies.documents.openapi_body import Operation
    from gateway_policies.properties import Value
    from gateway_policies.resources import Resource, Stack
    from report.reasons import Reasons

_INTEGRATION = "x-amazon-apigateway-integration"
_PUBLIC = "x-public"
_FUNCTION = "/functions/"


def document_routes(stack: Stack, api: Resource, reasons: Reasons) -> Iterator[Route | Unknown]:
    """The operations of the documents an API is made of; Unknown for what cannot be read as one."""
    for owner in (api, *puts_of(stack, api)):
        document = body_of(owner)
        for operation in operations_of(owner):
            if isinstance(operation, Unknown):
                yield operation
            elif isinstance(document, Known):
                yield _route(stack, owner, document.value, operation, reasons)


def _route(stack: Stack, owner: Resource, document: Value, operation: Operation, reasons: Reasons) -> Route:
    key = DEFAULT if operation.path == f"/{DEFAULT}" else operation.title
    reason = operation.value.at(_PUBLIC).text()
    said = reason.value if isinstance(reason, Known) else reasons.of(owner, key)
    access = _access(document, operation.value, said, is_rest=owner.type != API)
    if access.is_open and owner.type != API:
        access = _limited(stack, owner, access)
    return Route(key, access, _backend(stack, owner, operation.value.at(_INTEGRATION)))


def _limited(stack: Stack, owner: Resource, access: Access) -> Access:
    """What a resource policy leaves of the access of an operation that has no authorizer."""
    api = owner if owner.type == REST_API else api_of(stack, owner)
    policies = [one.policy for one in stack.once(AttachedPolicies).of(api)] if api else []
    if any(not isinstance(one, Unknown) and unlimited(one) for one in policies):
        return access
    if any(isinstance(one, Unknown) for one in policies):
        return replace(access, how=UNREAD_POLICY)
    return limited(api_key=access.api_key) if policies else access


def _access(document: Value, operation: Value, reason: str, *, is_rest: bool) -> Access:
    # In a REST API the security of the whole document does not count for its operations.
    opening = opening_of(document, operation, inherits=not is_rest)
    api_key = is_rest and asks_for_key(document, operation, inherits=False) is True
    if isinstance(opening, Known):
        return everyone(reason, api_key=api_key)
    if isinstance(opening, Unknown):
        return Access("not known yet", opening.reason, api_key=api_key)
    authorizers = scheme_authorizers(document)
    asked = {
        name: scopes for name, scopes in scopes_of(security_of(document, operation)).items() if name in authorizers
    }
    scopes = tuple(scope for value in asked.values() for scope in texts(value))
    kinds = [authorizers[name].at("type").text() for name in asked]
    how = ", ".join(kind.value for kind in kinds if isinstance(kind, Known))
    return Access(", ".join(asked) or "AWS IAM", how or "signed requests", scopes, api_key)


def _backend(stack: Stack, owner: Resource, integration: Value) -> Backend:
    if isinstance(integration.reading, Absent):
        return NOTHING
    kind, connection = integration.at("type").text(), integration.at("connectionType").text()
    uri = integration.at("uri")
    if isinstance(kind, Known) and kind.value.upper() == "MOCK":
        return Backend("mock", "fixed answer")
    subtype = integration.at("integrationSubtype").text()
    if isinstance(subtype, Known):
        return Backend("AWS service", subtype.value.replace("-", " ", 1))
    if connection == Known("VPC_LINK"):
        links = stack.sources(owner, "body", VPC_LINK, REST_VPC_LINK)
        balancers = stack.sources(owner, "body", *LOAD_BALANCERS)
        link = links[0].name if len(links) == 1 else "a VPC link"
        return Backend("private service", of_uri(uri).name, link, balancers[0].name if len(balancers) == 1 else "")
    return of_uri(uri, _function(uri))


def _function(uri: Value) -> str:
    """The name of the function in the URI of a Lambda invocation."""
    found = uri.text()
    path = found.value.partition(_FUNCTION)[2] if isinstance(found, Known) else ""
    return path.partition(":function:")[2].partition("/")[0].partition(":")[0]
