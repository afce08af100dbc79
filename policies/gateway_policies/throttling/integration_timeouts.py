"""No integration lets a caller wait longer than is allowed here."""

from collections.abc import Iterator

from gateway_policies.documents.openapi_integrations import integrations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, INTEGRATION, REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, undecided, violation

_LONGEST = "maximumMilliseconds"
_LONGEST_STREAM = "maximumStreamedMilliseconds"

# What AWS waits when nothing is said; an HTTP API even a second longer.
_DEFAULT = 29_000


def _check_integration(integration: Resource, settings: Settings) -> Iterator[Finding]:
    timeout = integration.at("timeoutMilliseconds")
    yield from _check_timeout(integration, timeout, integration.at("integrationType"), number(settings, _LONGEST))


def _check_rest_integration(integration: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_rest(integration, integration.at(), "timeoutMilliseconds", settings)


def _check_body(api: Resource, settings: Settings) -> Iterator[Finding]:
    for integration in integrations(api):
        if isinstance(integration, Unknown):
            yield undecided(api, integration)
        elif not isinstance(integration.at("type").reading, Absent):
            yield from _check_rest(api, integration, "timeoutInMillis", settings)


def _check_rest(resource: Resource, integration: Value, key: str, settings: Settings) -> Iterator[Finding]:
    """A streamed answer has a limit of its own, for it takes as long as there is something to send."""
    mode = integration.at("responseTransferMode").text()
    whole, streamed = number(settings, _LONGEST), number(settings, _LONGEST_STREAM)

    def check(longest: float) -> list[Finding]:
        return list(_check_timeout(resource, integration.at(key), integration.at("type"), longest))

    if not isinstance(mode, Unknown):
        yield from check(streamed if mode == Known("STREAM") else whole)
    elif too_long := check(max(whole, streamed)):
        yield from too_long
    elif check(min(whole, streamed)):
        yield undecided(resource, mode)


def _check_timeout(resource: Resource, timeout: Value, type_: Value, longest: float) -> Iterator[Finding]:
    """An integration that says nothing waits as long as AWS does by default, a mock for nothing."""
    found, kind = timeout.number(), type_.text()
    waits = _DEFAULT if isinstance(found, Absent) else found.value if isinstance(found, Known) else None
    is_mock = isinstance(kind, Known) and kind.value.upper() == "MOCK"
    if is_mock or (waits is not None and waits <= longest):
        return
    if isinstance(found, Unknown):
        yield undecided(resource, found)
    elif isinstance(found, Known):
        yield violation(resource, timeout.path, f"{timeout.path} is {found.value:g}, allowed is up to {longest:g}")
    elif isinstance(kind, Unknown):
        yield undecided(resource, kind)
    else:
        message = f"{timeout.path} is not set, which AWS takes as {_DEFAULT} or more, allowed is up to {longest:g}"
        yield violation(resource, timeout.path, message)


INTEGRATION_TIMEOUT = Rule(
    name="integration-timeout",
    group="throttling",
    severity="low",
    level="disabled",
    title="An integration waits longer for its backend than is allowed here",
    why="Each call that waits holds a connection and a place in the backend, so that a few slow ones can use up what "
    "all callers share; AWS raises the limit only at the cost of the account's request quota.",
    fix="Set timeoutMilliseconds (timeoutInMillis in a body) to 29000 or less and answer long work asynchronously, or "
    "raise maximumMilliseconds of this rule.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
    controls=("OWASP API4:2023",),
    checks={
        INTEGRATION: _check_integration,
        REST_INTEGRATION: _check_rest_integration,
        REST_API: _check_body,
        REST_API_PUT: _check_body,
        API: _check_body,
    },
    settings={
        _LONGEST: Setting(29_000, "the longest timeout allowed, in milliseconds", minimum=50),
        _LONGEST_STREAM: Setting(
            29_000, "the longest timeout allowed where responseTransferMode is STREAM, in milliseconds", minimum=50
        ),
    },
)

RULES = (INTEGRATION_TIMEOUT,)
