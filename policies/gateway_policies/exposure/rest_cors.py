"""Which websites a REST API shares the visitor's credentials with, in the headers of its responses.

A browser refuses the star beside credentials; whoever wrote both meant every website, and the next change makes it so.
"""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import entries, entries_of, integrations_of
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import (
    REST_API,
    REST_API_PUT,
    REST_GATEWAY_RESPONSE,
    REST_INTEGRATION_RESPONSE,
)
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_ORIGIN = "access-control-allow-origin"
_CREDENTIALS = "access-control-allow-credentials"
_WIDE = {
    "'*'": "which is every website",
    "'null'": "which any website can send as its origin",
    "method.request.header.origin": "which is whatever website asks",
}


def _check_response(response: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_parameters(response, response.at("responseParameters"))


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for integration in integrations_of(api):
        if isinstance(integration, Unknown):
            yield undecided(api, integration)
        else:
            yield from _check_entries(api, entries(integration[1].at("responses")))
    yield from _check_entries(api, entries_of(api, "x-amazon-apigateway-gateway-responses"))


def _check_entries(api: Resource, responses: Iterator[Value | Unknown]) -> Iterator[Finding]:
    for response in responses:
        if isinstance(response, Unknown):
            yield undecided(api, response)
        else:
            yield from _check_parameters(api, response.at("responseParameters"))


def _check_parameters(resource: Resource, parameters: Value) -> Iterator[Finding]:
    """Names of headers are of any case."""
    found = parameters.mapping()
    if isinstance(found, Unknown):
        yield undecided(resource, found)
    if not isinstance(found, Known):
        return
    headers = [(key.rpartition(".")[2].lower(), parameters.at(key)) for key in found.value]
    credentials = [value.text() for name, value in headers if name == _CREDENTIALS]
    shared = [one for one in credentials if isinstance(one, Unknown) or one == Known("'true'")]
    # Where one says so for certain, it does not matter what others say.
    sharing = next((one for one in shared if isinstance(one, Known)), shared[0] if shared else None)
    if sharing is None:
        return
    for name, value in headers:
        if name != _ORIGIN:
            continue
        origin = value.text()
        if isinstance(origin, Unknown):
            yield undecided(resource, origin)
        elif isinstance(origin, Known) and (flaw := _WIDE.get(origin.value.strip().lower())):
            if isinstance(sharing, Unknown):
                yield undecided(resource, sharing)
                continue
            message = f"{value.path} is {origin.value}, {flaw}, and Access-Control-Allow-Credentials is 'true'"
            yield violation(resource, value.path, message)


REST_CORS = Rule(
    name="rest-cors",
    group="exposure",
    severity="medium",
    level="advisory",
    title="A REST API shares its visitors' credentials with any website",
    why="The browser then lets pages of strangers call with cookies and authorization and read the answers, those of "
    "errors (gateway responses) as well.",
    fix="Set Access-Control-Allow-Origin to the one https:// origin in single quotes, 'https://shop.example.com', or "
    "leave Access-Control-Allow-Credentials out.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    controls=("OWASP API8:2023",),
    checks={
        REST_INTEGRATION_RESPONSE: _check_response,
        REST_GATEWAY_RESPONSE: _check_response,
        REST_API: _check_body,
        REST_API_PUT: _check_body,
    },
)

RULES = (REST_CORS,)
