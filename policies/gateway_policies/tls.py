"""Traffic to and from a gateway goes over TLS 1.2 or newer."""

import re
from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import DOMAIN_NAME, INTEGRATION, REST_DOMAIN_NAME, REST_INTEGRATION
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

# By prefix, for AWS adds policies every year.
_MODERN = re.compile(r"TLS_1_2|SecurityPolicy_TLS1[23]_.+")


def _check_rest_domain(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    allowed = "TLS_1_2, SecurityPolicy_TLS12_* and SecurityPolicy_TLS13_*"
    yield from _check_policy(domain, domain.at("securityPolicy"), _MODERN, allowed)


def _check_domain(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    """A domain name of the version 2 service knows TLS_1_0 and TLS_1_2 alone."""
    value = domain.at("domainNameConfiguration", "securityPolicy")
    yield from _check_policy(domain, value, re.compile("TLS_1_2"), "TLS_1_2")


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
    yield from _check_url(integration, "integrationType", "integrationUri", connection)


def _check_rest_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    """A private integration by way of a VPC link V2 (integrationTarget) speaks HTTP unless its uri says https."""
    connection = integration.at("connectionType").text()
    if integration.at("integrationTarget").reading not in (Absent(), Known("")):
        connection = Known("INTERNET")  # its uri decides as that of a public one does
    yield from _check_url(integration, "type", "uri", connection)


def _check_url(resource: Resource, type_key: str, url_key: str, connection: Reading[str]) -> Iterator[Finding]:
    kind = resource.at(type_key).text()
    url = resource.at(url_key).text()
    if isinstance(kind, Known) and kind.value not in {"HTTP", "HTTP_PROXY"}:
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
        yield undecided(resource, Unknown(url_key, reason))
    else:
        said = repr(found) if found else "not set"
        yield violation(resource, url_key, f"{url_key} is {said}, it must start with 'https://'")


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
        "AWS Config apigateway-domain-name-tls-check",
        "mondoo api-gw-tls",
        "cloudsploit customDomainTlsVersion",
        "Pulumi compliance-policies aws-apigateway-domainname-configure-security-policy",
        "Pulumi compliance-policies aws-apigatewayv2-domainname-configure-domain-name-security-policy",
    ),
    checks={REST_DOMAIN_NAME: _check_rest_domain, DOMAIN_NAME: _check_domain},
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
    checks={INTEGRATION: _check_integration, REST_INTEGRATION: _check_rest_integration},
)

RULES = (DOMAIN_MIN_TLS, INTEGRATION_HTTPS)
