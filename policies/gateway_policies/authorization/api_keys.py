"""API keys: what they are good for, and what not."""

from collections.abc import Iterator

from gateway_policies.authorization.methods import AUTHORIZED, asks_nobody
from gateway_policies.documents.attached_policies import opening_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_API_PUT, REST_METHOD, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_ROUTE_AUTHORIZED = ("AWS_IAM", "CUSTOM")
_CONNECT = "$connect"


def _check_route(route: Resource, _settings: Settings) -> Iterator[Finding]:
    """Of a WebSocket API only `$connect` can be authorized, and HTTP APIs know no API keys."""
    kind, key = route.at("authorizationType").text(), route.at("routeKey").text()
    required = route.at("apiKeyRequired").flag()
    if isinstance(required, Absent) or required == Known(value=False):
        return
    if isinstance(kind, Known) and kind.value in (*_ROUTE_AUTHORIZED, "JWT"):
        return
    if isinstance(key, Absent) or (isinstance(key, Known) and key.value != _CONNECT):
        return
    unread = next((one for one in (required, key, kind) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(route, unread)
    else:
        found = kind.value if isinstance(kind, Known) else "not set"
        yield _only_key(route, "authorizationType", found, _ROUTE_AUTHORIZED)


def _check_methods(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """A key beside a resource policy that limits callers only counts what they use, as it should."""
    for method in stack.of_type(REST_METHOD):
        required = method.at("apiKeyRequired").flag()
        if isinstance(required, Absent) or required == Known(value=False) or not asks_nobody(method):
            continue
        opening = opening_of(stack, method)
        if isinstance(opening, Absent):
            continue
        kind, verb = method.at("authorization").text(), method.at("httpMethod").text()
        unread = next((one for one in (required, kind, verb, opening) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(method, unread)
        else:
            found = kind.value if isinstance(kind, Known) else "not set"
            yield _only_key(method, "authorization", found, AUTHORIZED)


def _only_key(resource: Resource, path: str, found: str, allowed: tuple[str, ...]) -> Finding:
    message = f"apiKeyRequired is true and {path} is {found}, which leaves the key alone; allowed are"
    return violation(resource, path, f"{message} {', '.join(allowed)}")


def _check_required(method: Resource, _settings: Settings) -> Iterator[Finding]:
    """A browser sends the preflight (OPTIONS) without a key."""
    required, verb = method.at("apiKeyRequired").flag(), method.at("httpMethod").text()
    if required == Known(value=True) or verb == Known("OPTIONS"):
        return
    if isinstance(required, Unknown):
        yield undecided(method, required)
    elif isinstance(verb, Unknown):
        yield undecided(method, verb)
    else:
        found = "not set" if isinstance(required, Absent) else "false"
        yield violation(method, "apiKeyRequired", f"apiKeyRequired is {found}, it must be true")


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"

API_KEY_IS_NOT_AUTH = Rule(
    name="api-key-is-not-auth",
    group="authorization",
    severity="high",
    level="mandatory",
    title="An API key stands in for authorization",
    why="An API key says which usage plan counts a call, not who makes it: it is shared, does not expire, and opens "
    "every API of its plans.",
    fix="Keep the key for the usage plan and add authorization: AWS_IAM, or CUSTOM or COGNITO_USER_POOLS with an "
    "authorizerId.",
    source=_SOURCE,
    controls=("OWASP API2:2023",),
    checks={ROUTE: _check_route},
    check_stack=_check_methods,
    stack_types=(REST_METHOD, REST_API, REST_API_POLICY, REST_API_PUT),
)

REQUIRE_API_KEY = Rule(
    name="require-api-key",
    group="authorization",
    severity="low",
    level="disabled",
    title="A method can be called without an API key",
    why="Usage plans limit and count calls by API key, so that a call without one escapes their limits.",
    fix="Set apiKeyRequired to true, beside the authorization of the method.",
    source=_SOURCE,
    controls=("KICS 671211c5", "OWASP API2:2023"),
    checks={REST_METHOD: _check_required},
)

RULES = (API_KEY_IS_NOT_AUTH, REQUIRE_API_KEY)
