"""What a gateway answers by itself, when a request fails, tells the caller nothing of the inside."""

import re
from collections.abc import Iterator

from gateway_policies.documents.body_parts import entries, entries_of
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_GATEWAY_RESPONSE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_TELLING = re.compile(
    r"context\.(error\.(messageString|message|validationErrorString)\b|integration(\.error|ErrorMessage)\b)"
)


def _check_response(response: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_parts(response, response.at())


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for response in entries_of(api, "x-amazon-apigateway-gateway-responses"):
        if isinstance(response, Unknown):
            yield undecided(api, response)
        else:
            yield from _check_parts(api, response)


def _check_parts(resource: Resource, response: Value) -> Iterator[Finding]:
    """The templates make the body, the parameters the headers."""
    for key in ("responseTemplates", "responseParameters"):
        for part in entries(response.at(key)):
            text = part if isinstance(part, Unknown) else part.text()
            if isinstance(text, Unknown):
                yield undecided(resource, text)
            elif isinstance(part, Value) and isinstance(text, Known) and (found := _TELLING.search(text.value)):
                message = f"{part.path} holds ${found[0]}, allowed: a text of your own, $context.requestId"
                yield violation(resource, part.path, message)


GATEWAY_RESPONSES_GENERIC = Rule(
    name="gateway-responses-generic",
    group="hygiene",
    severity="low",
    level="disabled",
    title="An error response tells its caller why the request failed inside",
    why="The message of the error, or what a validator found, shows whoever probes the API its models, its authorizers "
    "and what stands behind it.",
    fix="Write a text of your own in responseTemplates, with $context.requestId for those who look into the logs.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html",
    controls=("OWASP API8:2023",),
    checks={REST_GATEWAY_RESPONSE: _check_response, REST_API: _check_body, REST_API_PUT: _check_body},
)

RULES = (GATEWAY_RESPONSES_GENERIC,)
