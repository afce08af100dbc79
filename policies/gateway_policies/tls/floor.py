"""Traffic to and from a gateway goes over TLS 1.2 or newer."""

import re
from collections.abc import Iterator

from gateway_policies.documents.openapi_integrations import integrations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.remedies import raise_rest_tls, raise_tls
from gateway_policies.resource_types import (
    API,
    DOMAIN_NAME,
    INTEGRATION,
    REST_API,
    REST_API_PUT,
    REST_DOMAIN_NAME,
    REST_INTEGRATION,
)
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

MODERN = re.compile(r"TLS_1_2|SecurityPolicy_TLS1[23]_.+")
"""TLS policies of 1.2 or newer, by prefix, for AWS adds policies every year."""

_LEGACY = re.compile("TLS_1_2")
_ENHANCED = "enhanced"


def _check_rest_domain(domain: Resource, settings: Settings) -> Iterator[Finding]:
    value = domain.at("securityPolicy")
    if switch(settings, _ENHANCED):
        yield from _check_policy(domain, value, MODERN, "TLS_1_2, SecurityPolicy_TLS12_* and SecurityPolicy_TLS13_*")
    else:
        yield from _check_policy(domain, value, _LEGACY, "TLS_1_2")


def _check_domain(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    """A domain name of the version 2 service knows TLS_1_0 and TLS_1_2 alone."""
    yield from _check_policy(domain, domain.at("domainNameConfiguration", "securityPolicy"), _LEGACY, "TLS_1_2")


def _check_policy(domain: Resource, value: Value, modern: re.Pattern[str], allowed: str) -> Iterator[Finding]:
    policy = value.text()
    if isinstance(policy, Unknown):
        yield undecided(domain, policy)
    elif isinstance(policy, Absent) or not modern.fullmatch(policy.value):
        found = policy.value if isinstance(policy, Known) else "not set"
        yield violation(domain, value.path, f"{value.path} is {found}, allowed: {allowed}")


def _check_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    """Private integrations name a listener, not a URL: whether that is TLS does not show here."""
    connection = integration.at("connectionType").text()
    yield from _check_url(integration, integration.at("integrationType"), integration.at("integrationUri"), connection)


def _check_rest_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_rest(integration, integration.at())


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for integration in integrations(api):
        if isinstance(integration, Unknown):
            yield undecided(api, integration)
        elif not isinstance(integration.at("type").reading, Absent):
            yield from _check_rest(api, integration)


def _check_rest(resource: Resource, integration: Value) -> Iterator[Finding]:
    """A private integration by way of a VPC link V2 (integrationTarget) speaks HTTP unless its uri says https."""
    connection = integration.at("connectionType").text()
    if integration.at("integrationTarget").reading not in (Absent(), Known("")):
        connection = Known("INTERNET")  # its uri decides as that of a public one does
    yield from _check_url(resource, integration.at("type"), integration.at("uri"), connection)


def _check_url(resource: Resource, type_: Value, uri: Value, connection: Reading[str]) -> Iterator[Finding]:
    kind, url = type_.text(), uri.text()
    if isinstance(kind, Known) and kind.value.upper() not in {"HTTP", "HTTP_PROXY"}:
        return
    if isinstance(connection, Known) and connection.value not in {"INTERNET", ""}:
        return
    if isinstance(url, Known) and url.value.lower().startswith("https://"):
        return
    for unread in (kind, connection, url):
        if isinstance(unread, Unknown):
            yield undecided(resource, unread)
            return
    found = url.value if isinstance(url, Known) else ""
    if found.startswith("${"):
        reason = f"is {found!r}: the scheme comes from a stage variable; write https:// in the URL itself"
        yield undecided(resource, Unknown(uri.path, reason))
    else:
        said = repr(found) if found else "not set"
        yield violation(resource, uri.path, f"{uri.path} is {said}, it must start with 'https://'")


DOMAIN_MIN_TLS = Rule(
    name="domain-min-tls",
    group="tls",
    severity="high",
    level="mandatory",
    title="A custom domain accepts TLS 1.0 or 1.1, or does not say what it accepts",
    why="TLS 1.0 and 1.1 are broken and deprecated (RFC 8996); a client can be made to fall back to them.",
    fix="Set securityPolicy to TLS_1_2 (in domainNameConfiguration for an HTTP or WebSocket API), or for a REST API to "
    "a policy of the TLS12 or TLS13 families.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    controls=(
        "checkov CKV_AWS_206",
        "trivy AWS-0005",
        "KICS 4e1cc5d3",
        "cfn_nag W62",
        "cfn-guard API_GW_DOMAIN_DENY_NON_TLS_TRAFFIC",
        "regula FG_R00375",
        "regula FG_R00376",
        "Config apigateway-domain-name-tls-check",
        "mondoo api-gw-tls",
        "cloudsploit customDomainTlsVersion",
        "compliance-policies aws-apigateway-domainname-configure-security-policy",
        "compliance-policies aws-apigatewayv2-domainname-configure-domain-name-security-policy",
        "compliance-policies aws-apigatewayv2-domainname-enable-domain-name-configuration",
        "OWASP API8:2023",
    ),
    checks={REST_DOMAIN_NAME: _check_rest_domain, DOMAIN_NAME: _check_domain},
    remedies={REST_DOMAIN_NAME: raise_rest_tls, DOMAIN_NAME: raise_tls},
    settings={
        _ENHANCED: Setting(
            default=True, description="whether policies that begin with SecurityPolicy_ are taken beside TLS_1_2"
        ),
    },
)

INTEGRATION_HTTPS = Rule(
    name="integration-https",
    group="tls",
    severity="high",
    level="mandatory",
    title="An integration calls its backend without TLS",
    why="Requests that reached the gateway over TLS, with their tokens and bodies, travel on in the clear.",
    fix="Let the URL start with https://.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html",
    controls=("OWASP API7:2023", "OWASP API8:2023"),
    checks={
        INTEGRATION: _check_integration,
        REST_INTEGRATION: _check_rest_integration,
        REST_API: _check_body,
        REST_API_PUT: _check_body,
        API: _check_body,
    },
)

RULES = (DOMAIN_MIN_TLS, INTEGRATION_HTTPS)
