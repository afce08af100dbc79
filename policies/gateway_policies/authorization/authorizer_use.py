"""An API has an authorizer, and each authorizer decides something."""

from collections.abc import Iterator

from gateway_policies.authorization.authorizer_callers import CALLER_OF, callers_of
from gateway_policies.belonging import api_of, parts_of
from gateway_policies.documents.openapi_body import BODY_TYPES, document_of, operations
from gateway_policies.documents.openapi_security import scheme_authorizers, scopes_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    API,
    AUTHORIZER,
    REST_API,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_METHOD,
    ROUTE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _documents(stack: Stack, api: Resource) -> Iterator[tuple[Resource, Reading[Value]]]:
    """The documents an API is made of, each with the resource that brings it."""
    puts = parts_of(stack, api, REST_API_PUT).certain if api.type == REST_API else []
    for owner in (api, *puts):
        document = document_of(owner)
        if not isinstance(document, Absent):
            yield owner, document


def _check_exists(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for api in stack.of_type(API, REST_API):
        own = parts_of(stack, api, AUTHORIZER if api.type == API else REST_AUTHORIZER)
        if own.certain:
            continue
        unread = [Unknown(f"whether {one.name!r} is its authorizer", "is not known") for one in own.possible[:1]]
        for owner, document in _documents(stack, api):
            if isinstance(document, Unknown):
                unread.append(Unknown(f"{document.path} of {owner.name!r}", document.reason))
            elif isinstance(document, Known) and scheme_authorizers(document.value):
                break
        else:
            if unread:
                yield undecided(api, unread[0])
            else:
                yield violation(api, "name", "the API has no Authorizer, nor one in its body")


def _check_unused(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for authorizer in stack.of_type(*CALLER_OF):
        callers = callers_of(stack, authorizer)
        if not callers.certain:
            yield from _check_idle(stack, authorizer, callers.possible)
    for owner in stack.of_type(*BODY_TYPES):
        document = document_of(owner)
        if isinstance(document, Unknown):
            yield undecided(owner, document)
        elif isinstance(document, Known):
            yield from _check_schemes(owner, document.value)


def _check_idle(stack: Stack, authorizer: Resource, possible: list[Resource]) -> Iterator[Finding]:
    """An authorizer nothing here refers to may serve a document that names it, or what another stack adds."""
    if possible:
        yield undecided(authorizer, Unknown(f"authorizerId of {possible[0].name!r}", "is not known"))
        return
    api = api_of(stack, authorizer)
    if api is None:
        key = "apiId" if authorizer.type == AUTHORIZER else "restApi"
        yield undecided(authorizer, Unknown(key, "names no API of this stack, and what else uses it is not seen"))
        return
    name = authorizer.known_text("name")
    for owner, document in _documents(stack, api):
        if isinstance(document, Unknown):
            yield undecided(authorizer, Unknown(f"{document.path} of {owner.name!r}", document.reason))
            return
        if isinstance(document, Known) and name in scheme_authorizers(document.value):
            return
    kind = "Route" if authorizer.type == AUTHORIZER else "Method"
    yield violation(authorizer, "name", f"no {kind} of the API has it as its authorizerId")


def _check_schemes(owner: Resource, document: Value) -> Iterator[Finding]:
    schemes = scheme_authorizers(document)
    if not schemes:
        return
    named = set(scopes_of(document.at("security")))
    for operation in operations(document):
        if isinstance(operation, Unknown):
            yield undecided(owner, operation)
            return
        named.update(scopes_of(operation.value.at("security")))
    for name, scheme in schemes.items():
        if name not in named:
            path = f"body.{scheme.path}"
            yield violation(owner, path, f"{path} is an authorizer that no operation names in its security")


AUTHORIZER_EXISTS = Rule(
    name="authorizer-exists",
    group="authorization",
    severity="low",
    level="disabled",
    title="An API has no authorizer",
    why="Where each API is to be called by users known to an authorizer, one without any lets in others; that it has "
    "one says nothing yet of its routes.",
    fix="Add an Authorizer to the API and give its id to the routes as authorizerId.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    controls=(
        "KICS 0a96ce49",
        "prowler apigateway_restapi_authorizers_enabled",
        "prowler apigateway_restapi_public_with_authorizer",
        "prowler apigatewayv2_api_authorizers_enabled",
        "cloudsploit apigatewayAuthorization",
        "cloudsploit apigatewayV2Authorization",
        "OWASP API2:2023",
    ),
    check_stack=_check_exists,
    stack_types=(API, REST_API, REST_API_PUT, AUTHORIZER, REST_AUTHORIZER),
)

AUTHORIZER_UNUSED = Rule(
    name="authorizer-unused",
    group="authorization",
    severity="medium",
    level="advisory",
    title="An authorizer decides nothing",
    why="An authorizer that no route refers to looks like protection to whoever reads the program, and to scanners "
    "that only ask whether there is one.",
    fix="Set authorizerId of the routes it is meant for to its id, with authorizationType (REST: authorization) to "
    "match, or remove the authorizer.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    controls=("OWASP API2:2023",),
    check_stack=_check_unused,
    stack_types=(AUTHORIZER, REST_AUTHORIZER, ROUTE, REST_METHOD, API, REST_API, REST_API_PUT),
)

RULES = (AUTHORIZER_EXISTS, AUTHORIZER_UNUSED)
