"""Requests that no mapping template fits are refused, not passed on as they are."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import integrations_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

# Beside a template WHEN_NO_TEMPLATES refuses the others as NEVER does.
_REFUSING = ("NEVER", "WHEN_NO_TEMPLATES")
# A proxy integration has no templates, and a mock no backend.
_MAPPED = frozenset({"AWS", "HTTP"})


def _check_integration(integration: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check(integration, integration.at(), "")


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    for found in integrations_of(api):
        if isinstance(found, Unknown):
            yield undecided(api, found)
        else:
            operation, integration = found
            yield from _check(api, integration, f" of {operation.title}")


def _check(resource: Resource, integration: Value, where: str) -> Iterator[Finding]:
    """A document may write names of types and behaviors in small letters."""
    kind, value = integration.at("type").text(), integration.at("passthroughBehavior")
    behavior, templates = value.text(), integration.at("requestTemplates").mapping()
    if isinstance(kind, Known) and kind.value.upper() not in _MAPPED:
        return
    if isinstance(behavior, Known) and behavior.value.upper() in _REFUSING:
        return
    if isinstance(templates, Absent) or (isinstance(templates, Known) and not len(templates.value)):
        return
    unread = next((one for one in (kind, behavior, templates) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(resource, unread)
    else:
        found = behavior.value if isinstance(behavior, Known) else "not set, which is WHEN_NO_MATCH,"
        message = f"passthroughBehavior{where} is {found} beside requestTemplates, allowed: {', '.join(_REFUSING)}"
        yield violation(resource, value.path, message)


PASSTHROUGH_NEVER = Rule(
    name="passthrough-never",
    group="hygiene",
    severity="low",
    level="advisory",
    title="A request of another content type goes past the mapping templates",
    why="Whoever sends a Content-Type that no template is for reaches the backend with the body as it is, past the "
    "mapping, and past the models that are chosen by content type as well.",
    fix="Set passthroughBehavior to NEVER, and give a template for each content type that the backend should get.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html",
    controls=("OWASP API8:2023",),
    checks={REST_INTEGRATION: _check_integration, REST_API: _check_body, REST_API_PUT: _check_body},
)

RULES = (PASSTHROUGH_NEVER,)
