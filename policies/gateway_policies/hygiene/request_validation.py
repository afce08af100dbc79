"""Methods of REST APIs have what they take in checked before it reaches the backend."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import body_of, operations_of
from gateway_policies.documents.openapi_body import Operation
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_METHOD
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

WITH_BODY = frozenset({"POST", "PUT", "PATCH", "ANY"})
_VALIDATOR = "x-amazon-apigateway-request-validator"


def _check_method(method: Resource, _settings: Settings) -> Iterator[Finding]:
    """A validator whose id is not known yet is one all the same."""
    verb = method.at("httpMethod").text()
    parameters, models = method.at("requestParameters").mapping(), method.at("requestModels").mapping()
    names = parameters.value if isinstance(parameters, Known) else ()
    has_model = isinstance(models, Known) and len(models.value) > 0
    declares = has_model or any(not name.startswith("method.request.path.") for name in names)
    unread = next((one for one in (parameters, models) if isinstance(one, Unknown)), None)
    takes = _takes_input(verb, unread if unread and not declares else Known(declares))
    yield from _check_validated(method, method.at("requestValidatorId"), takes, "requestValidatorId")


def _check_body(api: Resource, _settings: Settings) -> Iterator[Finding]:
    document = body_of(api)
    for operation in operations_of(api):
        if isinstance(operation, Unknown):
            yield undecided(api, operation)
        elif isinstance(document, Known):
            yield from _check_operation(api, document.value, operation)


def _check_operation(api: Resource, document: Value, operation: Operation) -> Iterator[Finding]:
    """The parameters of a path are those of each of its operations."""
    own = operation.value.at(_VALIDATOR)
    validator = document.at(_VALIDATOR) if isinstance(own.reading, Absent) else own
    lists = [
        operation.value.at("parameters").items(),
        document.at("paths", operation.path, "parameters").items(),
    ]
    declared = [one for items in lists if isinstance(items, Known) for one in items.value]
    has_body = not isinstance(operation.value.at("requestBody").reading, Absent)
    declares = has_body or any(one.at("in").text() != Known("path") for one in declared)
    unread = next((items for items in lists if isinstance(items, Unknown)), None)
    takes = _takes_input(Known(operation.method), unread if unread and not declares else Known(declares))
    yield from _check_validated(api, validator, takes, f"{_VALIDATOR} of {operation.title}")


def _takes_input(verb: Reading[str], declares: Known[bool] | Unknown) -> Known[bool] | Unknown:
    """Whether a method takes input that can be wrong.

    The preflight of a browser (OPTIONS) brings none; GET, HEAD and DELETE bring what they are declared to. Parameters
    in the path are always there.
    """
    if isinstance(verb, Known) and (verb.value in WITH_BODY or verb.value == "OPTIONS"):
        return Known(verb.value != "OPTIONS")
    return verb if isinstance(verb, Unknown) else declares


def _check_validated(
    resource: Resource, validator: Value, takes: Known[bool] | Unknown, name: str
) -> Iterator[Finding]:
    found = validator.text()
    is_set = (isinstance(found, Known) and found.value) or (isinstance(found, Unknown) and found.is_for_now)
    if is_set or takes == Known(value=False):
        return
    unread = next((one for one in (found, takes) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(resource, unread)
    else:
        yield violation(resource, validator.path, f"{name} is not set for a method that takes input, it must name one")


REQUEST_VALIDATION = Rule(
    name="request-validation",
    group="hygiene",
    severity="low",
    level="advisory",
    title="A method passes on what it is sent without a check",
    why="Requests that lack a required parameter or are not of the model then reach the backend, which has to cope "
    "with whatever anyone sends.",
    fix="Set requestValidatorId to a RequestValidator (x-amazon-apigateway-request-validator in a body), and declare "
    "requestParameters and requestModels.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
    controls=(
        "checkov CKV2_AWS_53",
        "cdk-nag APIG2",
        "turbot api_gateway_method_request_parameter_validated",
        "cloudsploit apigatewayRequestValidation",
        "OWASP API8:2023",
    ),
    checks={REST_METHOD: _check_method, REST_API: _check_body, REST_API_PUT: _check_body},
)

RULES = (REQUEST_VALIDATION,)
