"""From where the endpoint of an API can be reached: from the internet, or from chosen networks only."""

from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Unknown
from gateway_policies.resource_types import DOMAIN_NAME, REST_API, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation, words

_PRIVATE = "PRIVATE"
# What AWS makes of a REST API or its domain name that says nothing.
_DEFAULT = "EDGE"
_ALLOWED = "allowedTypes"


def _type_of(resource: Resource) -> Value:
    """Where the endpoint type stands; the import of a body takes it as a parameter, too, which the property outdoes."""
    if resource.type == DOMAIN_NAME:
        return resource.at("domainNameConfiguration", "endpointType")
    own = resource.at("endpointConfiguration", "types")
    parameter = resource.at("parameters", "endpointConfigurationTypes")
    is_imported = isinstance(own.reading, Absent) and not isinstance(resource.at("body").reading, Absent)
    return parameter if is_imported and not isinstance(parameter.reading, Absent) else own


def _check_private(api: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_type(api, (_PRIVATE,))


def _check_allowed(resource: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_type(resource, words(settings, _ALLOWED))


def _check_type(resource: Resource, allowed: tuple[str, ...]) -> Iterator[Finding]:
    value = _type_of(resource)
    kind = value.text()
    if isinstance(kind, Unknown):
        yield undecided(resource, kind)
    elif isinstance(kind, Absent):
        if _DEFAULT not in allowed and resource.type != DOMAIN_NAME:  # there the property is required
            message = f"{value.path} is not set, which is {_DEFAULT}, allowed: {', '.join(allowed)}"
            yield violation(resource, value.path, message)
    elif kind.value not in allowed:
        yield violation(resource, value.path, f"{value.path} is {kind.value}, allowed: {', '.join(allowed)}")


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html"

ENDPOINT_PRIVATE = Rule(
    name="endpoint-private",
    group="exposure",
    severity="low",
    level="disabled",
    title="A REST API can be reached from the internet",
    why="What only services of the own networks call gains nothing from an endpoint that everyone can reach and probe.",
    fix="Set endpointConfiguration.types to PRIVATE, with vpcEndpointIds and a resource policy that names them.",
    source=_SOURCE,
    controls=(
        "KICS 6b2739db",
        "terrascan AC_AWS_0011",
        "prowler apigateway_restapi_public",
        "turbot apigateway_rest_api_endpoint_restrict_public_access",
        "cloudsploit apigatewayPrivateEndpoints",
        "OWASP API8:2023",
    ),
    checks={REST_API: _check_private},
)

ENDPOINT_TYPE_ALLOWED = Rule(
    name="endpoint-type-allowed",
    group="exposure",
    severity="low",
    level="disabled",
    title="An endpoint is of a type that is not allowed here",
    why="The type decides from where an API is reached and in which Regions its traffic is opened, also outside the "
    "own one where it is EDGE.",
    fix="Set endpointConfiguration.types to one of the types that the setting allowedTypes of this rule lists.",
    source=_SOURCE,
    controls=(
        "awsguard apigateway-endpoint-type-check",
        "cfn-guard API_GW_ENDPOINT_TYPE_CHECK",
        "Config api-gw-endpoint-type-check",
        "OWASP API8:2023",
    ),
    checks={REST_API: _check_allowed, REST_DOMAIN_NAME: _check_allowed, DOMAIN_NAME: _check_allowed},
    settings={
        _ALLOWED: Setting(
            default=("REGIONAL", _PRIVATE), description="the endpoint types that are allowed: EDGE, REGIONAL, PRIVATE"
        ),
    },
)

RULES = (ENDPOINT_PRIVATE, ENDPOINT_TYPE_ALLOWED)
