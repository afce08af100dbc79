"""Every operation of an OpenAPI document asks who is calling."""

from collections.abc import Iterator

from gateway_policies.authorization.component_routes import routes_of
from gateway_policies.belonging import api_of
from gateway_policies.documents.attached_policies import AttachedPolicies
from gateway_policies.documents.openapi_body import document_in, operations
from gateway_policies.documents.openapi_security import opening_of
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, REST_API, REST_API_COMPONENT, REST_API_POLICY, REST_API_PUT
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

_INHERITS = "documentSecurityCounts"


def _check_api(api: Resource, _settings: Settings) -> Iterator[Finding]:
    """An HTTP API has no resource policy that could limit who calls."""
    yield from _check_document(api, api.at("body"), inherits=True)


def _check_component(component: Resource, settings: Settings) -> Iterator[Finding]:
    """What Pulumi's RestAPI is given; older versions of it tell nothing, and only the RestApi in it is judged."""
    document = component.at("swaggerString")
    if not isinstance(document.reading, Absent):
        yield from _check_document(component, document, inherits=switch(settings, _INHERITS))
        return
    for route in routes_of(component):
        if isinstance(route, Unknown):
            yield undecided(component, route)
        elif isinstance(route.opening, Unknown):
            yield undecided(component, route.opening)
        else:
            yield _open(component, route.path, route.title, route.opening.value)


def _check_rest_apis(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Without authorization AWS evaluates the resource policy alone, so that one which limits callers is as good."""
    for owner in stack.of_type(REST_API, REST_API_PUT):
        body = owner.at("body")
        if not isinstance(body.reading, Absent):
            everyone = _lets_everyone_in(stack, owner)
            if everyone is not False:
                found = _check_document(owner, body, inherits=switch(settings, _INHERITS))
                yield from found if everyone is True else _undecided(owner, found, everyone)


def _lets_everyone_in(stack: Stack, owner: Resource) -> bool | Unknown:
    api = owner if owner.type == REST_API else api_of(stack, owner)
    if api is None:
        return Unknown("restApiId", "names no API of this stack, whose resource policy could limit who calls")
    attached = stack.once(AttachedPolicies).of(api)
    for one in attached:
        if not isinstance(one.policy, Unknown) and unlimited(one.policy):
            return True
    for one in attached:
        if isinstance(one.policy, Unknown):
            return Unknown(f"{one.policy.path} of {one.owner.name!r}", one.policy.reason)
    return not attached


def _undecided(owner: Resource, found: Iterator[Finding], unread: Unknown) -> Iterator[Finding]:
    """What the document breaks is undecided as long as the resource policy is."""
    for _ in found:
        yield undecided(owner, unread)
        return


def _check_document(owner: Resource, text: Value, *, inherits: bool) -> Iterator[Finding]:
    document = document_in(text)
    if isinstance(document, Unknown):
        yield undecided(owner, document)
    if not isinstance(document, Known):
        return
    for operation in operations(document.value, text.path):
        if isinstance(operation, Unknown):
            yield undecided(owner, operation)
        elif operation.method != "OPTIONS":  # the preflight of a browser carries no credentials
            opening = opening_of(document.value, operation.value, inherits=inherits)
            if isinstance(opening, Unknown):
                yield undecided(owner, Unknown(f"{text.path}.{opening.path}", opening.reason))
            elif isinstance(opening, Known):
                yield _open(owner, f"{text.path}.{operation.value.path}", operation.title, opening.value)


def _open(owner: Resource, path: str, title: str, why: str) -> Finding:
    return violation(owner, path, f"{path} lets anyone call {title}: {why}")


OPENAPI_OPERATION_AUTHORIZATION = Rule(
    name="openapi-operation-authorization",
    group="authorization",
    severity="critical",
    level="mandatory",
    title="An operation of an OpenAPI document can be called by anyone",
    why="An API made of an OpenAPI document has no resource for a route or method, so that an operation which asks "
    "nobody who is calling stays unseen; an API key is no authorization.",
    fix="Give the operation a `security` that names a scheme with x-amazon-apigateway-authorizer or of the authtype "
    "awsSigv4, or x-amazon-apigateway-auth with type AWS_IAM (a route of the RestAPI component: `authorizers`, or "
    "`iamAuthEnabled` true); exempt the API in the enforcement file, with a reason, where it is meant to be public.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-auth.html",
    controls=(
        "checkov CKV_OPENAPI_1",
        "checkov CKV_OPENAPI_2",
        "checkov CKV_OPENAPI_4",
        "checkov CKV_OPENAPI_5",
        "checkov CKV_OPENAPI_6",
        "OWASP API2:2023",
    ),
    checks={API: _check_api, REST_API_COMPONENT: _check_component},
    check_stack=_check_rest_apis,
    stack_types=(REST_API, REST_API_PUT, REST_API_POLICY),
    settings={
        _INHERITS: Setting(
            default=False,
            description="whether in a REST API the security of the document counts for operations without their own",
        ),
    },
)

RULES = (OPENAPI_OPERATION_AUTHORIZATION,)
