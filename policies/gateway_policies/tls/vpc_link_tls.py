"""What HTTP APIs send to private services through a VPC link is encrypted, and the service proves its name."""

from collections.abc import Iterator

from gateway_policies.belonging import protocol_of
from gateway_policies.documents.openapi_integrations import integrations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, INTEGRATION, ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_VPC_LINK = "VPC_LINK"
_TLS = "tlsConfig"
_URI = "integrationUri"
# What tells an HTTP API, whose private integrations name a listener or service, from a WebSocket API with its URLs.
_ARN, _URL = "arn:", ("http://", "https://")


def is_private(integration: Value) -> bool | Unknown:
    """Whether an integration goes through a VPC link."""
    connection = integration.at("connectionType").text()
    if isinstance(connection, Unknown):
        return connection
    return isinstance(connection, Known) and connection.value == _VPC_LINK


def _check_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    """An ARN alone tells that it is of an HTTP API; else that shows between resources."""
    uri = integration.at(_URI).text()
    if isinstance(uri, Known) and uri.value.startswith(_ARN):
        yield from _check_tls(integration, integration.at())


def _check_protocols(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for integration in stack.of_type(INTEGRATION):
        uri = integration.at(_URI).text()
        if isinstance(uri, Known) and uri.value.startswith((_ARN, *_URL)):
            continue
        protocol = protocol_of(stack, integration)
        if isinstance(protocol, Absent):
            protocol = Unknown("apiId", "names no API whose protocolType is known")
        if protocol == Known("HTTP"):
            yield from _check_tls(integration, integration.at())
        elif isinstance(protocol, Unknown) and _lacks_tls(integration.at()):
            yield undecided(integration, uri if isinstance(uri, Unknown) and not uri.is_for_now else protocol)


def _check_tls(resource: Resource, integration: Value) -> Iterator[Finding]:
    lacks = _lacks_tls(integration)
    if isinstance(lacks, Unknown):
        yield undecided(resource, lacks)
    elif lacks:
        path = integration.at(_TLS).path
        yield violation(resource, path, f"{path} is not set, so that requests go on through the VPC link in the clear")


def _lacks_tls(integration: Value) -> bool | Unknown:
    """An empty tlsConfig is one: TLS, but without a name to verify."""
    private, tls = is_private(integration), integration.at(_TLS).mapping()
    if isinstance(tls, Known) or private is False:
        return False
    return next((one for one in (private, tls) if isinstance(one, Unknown)), True)


def _check_name(resource: Resource, integration: Value) -> Iterator[Finding]:
    """A name that is yet to come is one."""
    private, tls = is_private(integration), integration.at(_TLS).mapping()
    if isinstance(tls, Absent) or private is False:
        return
    value = integration.at(_TLS, "serverNameToVerify")
    name = value.text()
    if isinstance(name, Known) and name.value:
        return
    if isinstance(tls, Known) and isinstance(name, Unknown) and name.is_for_now:
        return
    unread = next((one for one in (tls, name, private) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(resource, unread)
    else:
        found = "empty" if isinstance(name, Known) else "not set"
        yield violation(resource, value.path, f"{value.path} is {found}, so that any valid certificate is taken")


def _check_name_of_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_name(integration, integration.at())


def _check_tls_of_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for integration in integrations(api):
        yield from [undecided(api, integration)] if isinstance(integration, Unknown) else _check_tls(api, integration)


def _check_name_of_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for integration in integrations(api):
        yield from [undecided(api, integration)] if isinstance(integration, Unknown) else _check_name(api, integration)


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html"

VPC_LINK_TLS = Rule(
    name="vpc-link-tls",
    group="tls",
    severity="high",
    level="mandatory",
    title="A private integration calls its service without TLS",
    why="By default what goes through a VPC link is plain HTTP: tokens and bodies can be read and changed inside the "
    "VPC, and the service cannot be told from an impostor.",
    fix="Set tlsConfig with serverNameToVerify to the name on the certificate of the service's HTTPS or TLS listener.",
    source=_SOURCE,
    controls=(
        "Security Hub APIGateway.10",
        "Config apigatewayv2-integration-private-https-enabled",
        "checkov CKV_AWS_396",
        "OWASP API8:2023",
    ),
    checks={INTEGRATION: _check_integration, API: _check_tls_of_body},
    check_stack=_check_protocols,
    stack_types=(INTEGRATION, API, ROUTE),
)

VPC_LINK_SERVER_NAME = Rule(
    name="vpc-link-server-name",
    group="tls",
    severity="medium",
    level="mandatory",
    title="A private integration does not verify whom it talks to",
    why="Without a name to verify the gateway encrypts, but for anyone with a valid certificate, whatever its name.",
    fix="Set tlsConfig.serverNameToVerify to the name on the certificate of the service.",
    source=_SOURCE,
    controls=("checkov CKV_AWS_396", "OWASP API8:2023"),
    checks={INTEGRATION: _check_name_of_integration, API: _check_name_of_body},
)

RULES = (VPC_LINK_TLS, VPC_LINK_SERVER_NAME)
