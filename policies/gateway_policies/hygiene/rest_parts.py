"""What the resources of a REST API say that those of an HTTP API cannot say."""

import re
from collections.abc import Callable, Iterator, Mapping

from gateway_policies.documents.attached_policies import given
from gateway_policies.hygiene.reasons import has_entries, is_set, named, switched_on
from gateway_policies.hygiene.rest_documents import of_document
from gateway_policies.hygiene.rest_integrations import of_gateway_response, of_integration
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    REST_API,
    REST_API_POLICY,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_GATEWAY_RESPONSE,
    REST_INTEGRATION,
    REST_METHOD,
    REST_STAGE,
)
from gateway_policies.resources import Resource

_REGIONAL = "REGIONAL"
_ENHANCED = "SecurityPolicy_"
_FIREHOSE = re.compile("arn:[^:]*:firehose:")

Reasons = Iterator[Reading[str]]


def _of_api(api: Resource) -> Reasons:
    yield _endpoint(given(api, "endpointConfiguration").at("types"))
    yield is_set(given(api, "policy"))
    yield is_set(given(api, "minimumCompressionSize"))
    yield _enhanced(given(api, "securityPolicy"))
    yield from of_document(api)


def _of_method(method: Resource) -> Reasons:
    """Models are for validation, and for the client that AWS writes of a REST API."""
    yield switched_on(method.at("apiKeyRequired"))
    yield is_set(method.at("requestValidatorId"))
    yield has_entries(method.at("requestModels"))


def _of_integration(integration: Resource) -> Reasons:
    yield from of_integration(integration.at(), integration.at("httpMethod").text(), "timeoutMilliseconds")


def _of_authorizer(authorizer: Resource) -> Reasons:
    """Without a type it is one of a token."""
    kind = authorizer.at("type").text()
    if isinstance(kind, Unknown):
        yield kind
    elif isinstance(kind, Absent) or kind.value == "TOKEN":
        yield Known("type TOKEN")


def _of_gateway_response(response: Resource) -> Reasons:
    yield from of_gateway_response(response.at())


def _of_stage(stage: Resource) -> Reasons:
    yield switched_on(stage.at("cacheClusterEnabled"))
    yield switched_on(stage.at("xrayTracingEnabled"))
    yield has_entries(stage.at("canarySettings"))
    yield is_set(stage.at("clientCertificateId"))
    logs = stage.at("accessLogSettings", "destinationArn")
    if isinstance(arn := logs.text(), Known) and _FIREHOSE.match(arn.value):
        yield Known(logs.path)


def _of_policy(policy: Resource) -> Reasons:
    yield is_set(policy.at("policy"))


REASONS: Mapping[str, Callable[[Resource], Reasons]] = {
    REST_API: _of_api,
    REST_API_POLICY: _of_policy,
    REST_API_PUT: of_document,
    REST_AUTHORIZER: _of_authorizer,
    REST_GATEWAY_RESPONSE: _of_gateway_response,
    REST_INTEGRATION: _of_integration,
    REST_METHOD: _of_method,
    REST_STAGE: _of_stage,
}
"""By type, the reasons for REST in a resource."""


def of_domain(domain: Resource) -> Reasons:
    """Reasons for REST in a domain name of the API: AWS refuses HTTP APIs on one with an enhanced TLS policy."""
    yield _endpoint(given(domain, "endpointConfiguration").at("types"))
    yield _enhanced(given(domain, "securityPolicy"))


def _endpoint(types: Value) -> Reading[str]:
    """EDGE or PRIVATE, where it is asked for: an HTTP API is regional."""
    found = types.text()
    if isinstance(found, Known):
        return Absent() if found.value == _REGIONAL else Known(f"{types.path} {found.value}")
    return found


def _enhanced(policy: Value) -> Reading[str]:
    found = policy.text()
    return Absent() if isinstance(found, Known) and not found.value.startswith(_ENHANCED) else named(found, policy)
