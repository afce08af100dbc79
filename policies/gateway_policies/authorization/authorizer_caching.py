"""An answer an authorizer gives for one route is not taken for another."""

from collections.abc import Iterator

from gateway_policies.authorization.authorizer_callers import callers_of
from gateway_policies.authorization.authorizer_kinds import DEFAULT_TTL, TTL, kind_of
from gateway_policies.authorization.document_authorizers import brought_by
from gateway_policies.authorization.identity_sources import Source, sources_of
from gateway_policies.documents.attached_policies import given
from gateway_policies.documents.openapi_body import Operation, operations
from gateway_policies.documents.openapi_security import scopes_of, security_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, AUTHORIZER, ROUTE
from gateway_policies.resources import References, Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_ROUTE_KEY = "$context.routeKey"
_SHARED = 2


def _check(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for authorizer in stack.of_type(AUTHORIZER):
        yield from _check_shared(authorizer, callers_of(stack, authorizer))


def _check_document(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for one in brought_by(api):
        if isinstance(one, Unknown):
            yield undecided(api, one)
            continue
        callers = [
            api
            for operation in operations(one.document)
            if isinstance(operation, Operation)
            and one.authorizer.name in scopes_of(security_of(one.document, operation.value))
        ]
        yield from map(one.place, _check_shared(one.authorizer, References(callers, [])))


def _check_shared(authorizer: Resource, callers: References) -> Iterator[Finding]:
    """A simple answer says yes or no, not to what: it is kept for all routes that share the identity sources."""
    kind, seconds = kind_of(authorizer), given(authorizer, TTL).number()
    simple = authorizer.at("enableSimpleResponses").flag()
    sources = sources_of(authorizer)
    count = len(callers.certain)
    if (
        (isinstance(kind, Known) and kind.value != "REQUEST")
        or isinstance(simple, Absent)
        or simple == Known(value=False)
        or (isinstance(seconds, Known) and seconds.value <= 0)
        or any(isinstance(one, Source) and one.expression == _ROUTE_KEY for one in sources)
        or count + len(callers.possible) < _SHARED
    ):
        return
    unread = next((one for one in (kind, simple, seconds, *sources) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(authorizer, unread)
    elif count < _SHARED:
        yield undecided(authorizer, Unknown(f"authorizerId of {callers.possible[0].name!r}", "is not known"))
    else:
        kept = seconds.value if isinstance(seconds, Known) else DEFAULT_TTL
        path = "identitySources" if authorizer.type == AUTHORIZER else "identitySource"
        shared = f"answers are kept for {kept:g} seconds and {count} routes share them"
        yield violation(authorizer, path, f"{path} lacks {_ROUTE_KEY!r}: enableSimpleResponses is true, {shared}")


AUTHORIZER_CACHE_PER_ROUTE = Rule(
    name="authorizer-cache-per-route",
    group="authorization",
    severity="high",
    level="advisory",
    title="What an authorizer allows on one route is allowed on all of its routes",
    why="A simple response that is kept counts for every request with the same identity sources, so that a yes for one "
    "route opens the others until it expires.",
    fix="Add '$context.routeKey' to identitySources, or set authorizerResultTtlInSeconds to 0.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
    controls=("OWASP API5:2023",),
    checks={API: _check_document},
    check_stack=_check,
    stack_types=(AUTHORIZER, ROUTE, API),
)

RULES = (AUTHORIZER_CACHE_PER_ROUTE,)
