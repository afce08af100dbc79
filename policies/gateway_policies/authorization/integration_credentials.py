"""Integrations call AWS with a role of their own, not with what their caller may do."""

import re
from collections.abc import Iterator

from gateway_policies.documents.openapi_body import document_of, operations
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import API, IAM_ROLE, INTEGRATION, REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

# An API has credentials of its own when it is made by quick create.
_KEYS = {REST_INTEGRATION: "credentials", INTEGRATION: "credentialsArn", API: "credentialsArn"}
# The documentation writes a backslash before each star, and so do some programs.
_OF_CALLER = re.compile(r"arn:[^:]*:iam::\\?\*:user/\\?\*")
_INTEGRATION = "x-amazon-apigateway-integration"


def _check_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    """What is not known yet is judged by where it comes from."""
    value = integration.at(_KEYS[integration.type])
    if not (isinstance(value.reading, Unknown) and value.reading.is_for_now):
        yield from _check_credentials(integration, value)


def _check_sources(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """Credentials that come from a role of the stack are that role's."""
    for integration in stack.of_type(*_KEYS):
        key = _KEYS[integration.type]
        unread = integration.at(key).reading
        if isinstance(unread, Unknown) and unread.is_for_now and not stack.sources(integration, key, IAM_ROLE):
            yield undecided(integration, unread)


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    document = document_of(api)
    if isinstance(document, Unknown):
        yield undecided(api, document)
    elif isinstance(document, Known):
        for integration in _integrations(document.value):
            if isinstance(integration, Unknown):
                yield undecided(api, integration)
            else:
                yield from _check_credentials(api, integration.at("credentials"), "body.")


def _integrations(document: Value) -> Iterator[Value | Unknown]:
    """The integrations of operations, and those that operations of an HTTP API share."""
    for operation in operations(document):
        yield operation if isinstance(operation, Unknown) else operation.value.at(_INTEGRATION)
    shared = document.at("components", f"{_INTEGRATION}s")
    found = shared.mapping()
    if isinstance(found, Unknown):
        yield Unknown(f"body.{found.path}", found.reason)
    for name in found.value if isinstance(found, Known) else ():
        yield shared.at(name)


def _check_api(api: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_integration(api, settings)
    yield from _check_body(api, settings)


def _check_credentials(resource: Resource, value: Value, where: str = "") -> Iterator[Finding]:
    path = f"{where}{value.path}"
    text = value.text()
    if isinstance(text, Unknown):
        yield undecided(resource, Unknown(f"{where}{text.path}", text.reason))
    elif isinstance(text, Known) and _OF_CALLER.fullmatch(text.value.strip()):
        message = f"{path} is {text.value!r}, which stands for the caller; allowed is the ARN of a role, or none"
        yield violation(resource, path, message)


INTEGRATION_CREDENTIALS_PASSTHROUGH = Rule(
    name="integration-credentials-passthrough",
    group="authorization",
    severity="medium",
    level="advisory",
    title="An integration acts with the permissions of its caller",
    why="Callers must then be allowed the AWS action itself, so that they can do it past the API as well, without its "
    "validation, throttles and logs.",
    fix="Set credentials (credentialsArn of an HTTP or WebSocket API) to the ARN of a role that may do this one "
    "action, or leave it out where a resource policy lets API Gateway in.",
    source="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html",
    controls=("OWASP API5:2023",),
    checks={
        REST_INTEGRATION: _check_integration,
        INTEGRATION: _check_integration,
        API: _check_api,
        REST_API: _check_body,
        REST_API_PUT: _check_body,
    },
    check_stack=_check_sources,
    stack_types=(REST_INTEGRATION, INTEGRATION, API, IAM_ROLE),
)

RULES = (INTEGRATION_CREDENTIALS_PASSTHROUGH,)
