"""A route that takes tokens says what they must permit."""

from collections.abc import Iterator

from gateway_policies.documents.openapi_body import BODY_TYPES, document_of, operations
from gateway_policies.documents.openapi_security import scheme_authorizers, scopes_of, security_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_METHOD, ROUTE
from gateway_policies.resources import Resource
from gateway_policies.rule import Check, Finding, Rule, Settings, undecided, violation

_SCOPES = "authorizationScopes"
_AT_LEAST = "it must name at least one scope"
_BY_TOKEN = {"jwt", "cognito_user_pools"}


def _scopes(key: str, by_token: str) -> Check:
    """The check that callers authorized by a token need a scope."""

    def check(caller: Resource, _settings: Settings) -> Iterator[Finding]:
        kind = caller.at(key).text()
        if isinstance(kind, Absent) or (isinstance(kind, Known) and kind.value != by_token):
            return
        missing = _missing(caller.at(_SCOPES))
        if isinstance(missing, Unknown):
            yield undecided(caller, missing)
        elif missing and isinstance(kind, Unknown):
            yield undecided(caller, kind)
        elif missing:
            yield violation(caller, _SCOPES, f"{key} is {by_token} and {_SCOPES} is empty, {_AT_LEAST}")

    return check


def _missing(scopes: Value) -> bool | Unknown:
    """Whether a list names no scope; one is enough, whatever the others are."""
    items = scopes.items()
    if isinstance(items, Unknown):
        return items
    found = [item.text() for item in items.value] if isinstance(items, Known) else []
    if any(isinstance(scope, Known) and scope.value.strip() for scope in found):
        return False
    return next((scope for scope in found if isinstance(scope, Unknown)), True)


def _check_document(owner: Resource, _settings: Settings) -> Iterator[Finding]:
    """The operations of a document name their scopes where they name the authorizer."""
    document = document_of(owner)
    if isinstance(document, Unknown):
        yield undecided(owner, document)
    if not isinstance(document, Known):
        return
    by_token = {
        name
        for name, authorizer in scheme_authorizers(document.value).items()
        if isinstance(kind := authorizer.at("type").text(), Known) and kind.value.lower() in _BY_TOKEN
    }
    for operation in operations(document.value) if by_token else ():
        if isinstance(operation, Unknown):
            yield undecided(owner, operation)
            continue
        for name, scopes in scopes_of(security_of(document.value, operation.value)).items():
            missing = _missing(scopes) if name in by_token else False
            if isinstance(missing, Unknown):
                yield undecided(owner, Unknown(f"body.{missing.path}", missing.reason))
            elif missing:
                message = f"body.{scopes.path} is empty for {operation.title}, {_AT_LEAST}"
                yield violation(owner, f"body.{scopes.path}", message)


JWT_ROUTE_SCOPES = Rule(
    name="jwt-route-scopes",
    group="authorization",
    severity="low",
    level="advisory",
    title="A route takes any token of the issuer, whatever it permits",
    why="Without scopes each token for the API opens each route, and an ID token passes for an access token.",
    fix="Set authorizationScopes to the scopes that permit the route, such as 'orders/read', of which a token needs "
    "one.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
    controls=("OWASP API5:2023",),
    checks={
        ROUTE: _scopes("authorizationType", "JWT"),
        REST_METHOD: _scopes("authorization", "COGNITO_USER_POOLS"),
        **dict.fromkeys(BODY_TYPES, _check_document),
    },
)

RULES = (JWT_ROUTE_SCOPES,)
