"""What integrations and gateway responses of a REST API do that those of an HTTP API cannot.

Proxies to functions and URLs, also by way of VPC links, are the same in both, and so is the mapping of parameters. What
a proxy is given beyond that (templates, contentHandling) has no effect. A mock that answers the preflight of browsers
is no reason for REST either: an HTTP API answers that by its corsConfiguration, and adds the headers to errors, too.
"""

from collections.abc import Iterator

from gateway_policies.hygiene.reasons import has_entries, is_set, named, switched_on
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Reading, Unknown

PROXIES = ("AWS_PROXY", "HTTP_PROXY")

# The longest timeout of an HTTP API, in milliseconds.
# Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
_LONGEST = 30_000

_CORS = "gatewayresponse.header.access-control-"


def of_integration(integration: Value, verb: Reading[str], timeout_key: str) -> Iterator[Reading[str]]:
    """Reasons for REST in an integration, of a method with this verb."""
    kind = integration.at("type").text()
    is_mock = isinstance(kind, Known) and kind.value.upper() == "MOCK"
    if is_mock and isinstance(verb, Unknown):
        yield verb
    elif isinstance(kind, Known) and kind.value.upper() not in PROXIES and not (is_mock and verb == Known("OPTIONS")):
        yield Known(f"{integration.at('type').path} {kind.value}")
    elif isinstance(kind, Unknown):
        yield kind
    mode = integration.at("responseTransferMode").text()
    if isinstance(mode, Unknown) or mode == Known("STREAM"):
        yield named(mode, integration.at("responseTransferMode"))
    timeout = integration.at(timeout_key).number()
    if isinstance(timeout, Unknown) or (isinstance(timeout, Known) and timeout.value > _LONGEST):
        yield named(timeout, integration.at(timeout_key))
    yield switched_on(integration.at("tlsConfig", "insecureSkipVerification"))


def of_gateway_response(response: Value) -> Iterator[Reading[str]]:
    """Reasons for REST in an answer that the gateway gives by itself: all it changes but the headers of CORS."""
    yield has_entries(response.at("responseTemplates"))
    yield is_set(response.at("statusCode"))
    parameters = response.at("responseParameters")
    found = parameters.mapping()
    if isinstance(found, Unknown):
        yield found
    for name in found.value if isinstance(found, Known) else ():
        if not name.lower().startswith(_CORS):
            yield Known(f"{parameters.path}.{name}")
