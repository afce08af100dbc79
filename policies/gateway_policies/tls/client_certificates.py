"""A backend on the internet can tell the gateway from others: each stage shows it a client certificate."""

from collections.abc import Iterator

from gateway_policies.belonging import API_OF, api_of, parts_of, protocol_of
from gateway_policies.documents.openapi_integrations import integrations
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import (
    API,
    INTEGRATION,
    REST_API,
    REST_API_PUT,
    REST_INTEGRATION,
    REST_STAGE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.tls.default_endpoints import puts_of

_KEY = "clientCertificateId"
_EVERY = "everyStage"
# The type of the integrations of a stage's API, and where they say what they are.
_INTEGRATIONS = {REST_STAGE: (REST_INTEGRATION, "type"), STAGE: (INTEGRATION, "integrationType")}
_HTTP = ("HTTP", "HTTP_PROXY")


def _check_stack(stack: Stack, settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(REST_STAGE, STAGE):
        certificate = stage.at(_KEY).text()
        # The id of a certificate yet to be made is not known, but there.
        if isinstance(certificate, Known) and certificate.value:
            continue
        if isinstance(certificate, Unknown):
            if not certificate.is_for_now:
                yield undecided(stage, certificate)
            continue
        protocol = protocol_of(stack, stage) if stage.type == STAGE else Known("REST")
        if protocol == Known("HTTP"):
            continue  # HTTP APIs have no such certificate
        if isinstance(protocol, Absent):
            protocol = Unknown("apiId", "names no API whose protocolType is known")
        backend = "" if switch(settings, _EVERY) else _http_backend(stack, stage)
        unread = next((one for one in (protocol, backend) if isinstance(one, Unknown)), None)
        if backend is None:
            continue
        if unread:
            yield undecided(stage, unread)
        else:
            yield violation(
                stage, _KEY, f"{_KEY} is not set" + (f", though {backend} calls a backend by HTTP" if backend else "")
            )


def _http_backend(stack: Stack, stage: Resource) -> str | Unknown | None:
    """What calls a backend by HTTP for a stage, None when nothing does: what AWS runs knows the caller by itself."""
    kind, type_key = _INTEGRATIONS[stage.type]
    api = api_of(stack, stage)
    if api is None:
        key = API_OF[stage.type][0]
        return _first(stack.with_text(kind, key, stage.known_text(key)), type_key) or Unknown(
            key, "names no API of this stack, whose integrations could be read"
        )
    parts = parts_of(stack, api, kind)
    found = _first(parts.certain, type_key)
    if isinstance(found, str):
        return found
    unread = [found] if found else []
    for owner in (api, *puts_of(stack, api)):
        for integration in integrations(owner):
            called = integration if isinstance(integration, Unknown) else _calls(integration.at("type"))
            if isinstance(called, Unknown):
                unread.append(Unknown(f"{called.path} of {owner.name!r}", called.reason))
            elif called and isinstance(integration, Value):
                return f"{integration.path} of {owner.name!r}"
    unread += [Unknown(f"whether {one.name!r} is of the API", "is not known") for one in parts.possible[:1]]
    return unread[0] if unread else None


def _first(found: list[Resource], type_key: str) -> str | Unknown | None:
    """The first integration that calls by HTTP, or else the first of which it cannot be told."""
    calls = [(one, _calls(one.at(type_key))) for one in found]
    by_http = next((repr(one.name) for one, called in calls if called is True), None)
    unread = (Unknown(f"{one.path} of {of.name!r}", one.reason) for of, one in calls if isinstance(one, Unknown))
    return by_http or next(unread, None)


def _calls(value: Value) -> bool | Unknown:
    kind = value.text()
    return kind if isinstance(kind, Unknown) else isinstance(kind, Known) and kind.value.upper() in _HTTP


BACKEND_CLIENT_CERTIFICATE = Rule(
    name="backend-client-certificate",
    group="tls",
    severity="medium",
    level="advisory",
    title="A stage calls backends by HTTP without a client certificate",
    why="A backend that anyone can reach cannot tell the gateway from a stranger, who then gets past authorization, "
    "throttles and logs by calling it directly.",
    fix="Set clientCertificateId to the id of an aws.apigateway.ClientCertificate, and let the backend demand it.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html",
    controls=(
        "checkov CKV2_AWS_51",
        "KICS 0b4869fc",
        "KICS f27791a5",
        "terrascan AC_AWS_0013",
        "Security Hub APIGateway.2",
        "Config api-gw-ssl-enabled",
        "cdk-nag APIGWSSLEnabled",
        "prowler apigateway_restapi_client_certificate_enabled",
        "turbot apigateway_rest_api_stage_use_ssl_certificate",
        "cloudsploit apigatewayClientCertificate",
        "OWASP API8:2023",
    ),
    check_stack=_check_stack,
    stack_types=(REST_STAGE, STAGE, REST_API, API, REST_API_PUT, REST_INTEGRATION, INTEGRATION),
    settings={
        _EVERY: Setting(
            default=False, description="whether stages without a backend that is called by HTTP need one, too"
        ),
    },
)

RULES = (BACKEND_CLIENT_CERTIFICATE,)
