"""The certificates of backends are verified."""

from collections.abc import Iterator

from gateway_policies.documents.openapi_integrations import integrations
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _check_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_verified(integration, integration.at())


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for integration in integrations(api):
        if isinstance(integration, Unknown):
            yield undecided(api, integration)
        else:
            yield from _check_verified(api, integration)


def _check_verified(resource: Resource, integration: Value) -> Iterator[Finding]:
    value = integration.at("tlsConfig", "insecureSkipVerification")
    skips = value.flag()
    if isinstance(skips, Unknown):
        yield undecided(resource, skips)
    elif skips == Known(value=True):
        message = f"{value.path} is true, so that a certificate of any authority is taken for the backend's"
        yield violation(resource, value.path, message)


INTEGRATION_TLS_VERIFIED = Rule(
    name="integration-tls-verified",
    group="tls",
    severity="high",
    level="mandatory",
    title="An integration does not verify who issued its backend's certificate",
    why="Whoever gets between the gateway and its backend shows a certificate made at home and reads and changes all "
    "requests, with the tokens in them.",
    fix="Remove insecureSkipVerification from tlsConfig, and give the backend a certificate of an authority that API "
    "Gateway supports.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html",
    controls=("OWASP API10:2023",),
    checks={REST_INTEGRATION: _check_integration, REST_API: _check_body, REST_API_PUT: _check_body},
)

RULES = (INTEGRATION_TLS_VERIFIED,)
