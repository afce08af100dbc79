"""Request validators check something."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import entries_of
from gateway_policies.hygiene.request_validation import WITH_BODY
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_METHOD, REST_REQUEST_VALIDATOR
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

_BODY = "validateRequestBody"
_PARAMETERS = "validateRequestParameters"
_BOTH = "both"
# The model every REST API has from the start: any body is of it.
_ANYTHING = "Empty"


def _check_validator(validator: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_flags(validator, validator.at(), settings)


def _check_document(api: Resource, settings: Settings) -> Iterator[Finding]:
    for one in entries_of(api, "x-amazon-apigateway-request-validators"):
        if isinstance(one, Unknown):
            yield undecided(api, one)
        else:
            yield from _check_flags(api, one, settings)


def _check_flags(resource: Resource, validator: Value, settings: Settings) -> Iterator[Finding]:
    both = switch(settings, _BOTH)
    values = [validator.at(name) for name in (_BODY, _PARAMETERS)]
    flags = [value.flag() for value in values]
    on = [flag == Known(value=True) for flag in flags]
    if all(on) if both else any(on):
        return
    off = [isinstance(flag, Absent) or flag == Known(value=False) for flag in flags]
    if any(off) if both else all(off):
        message = f"{values[0].path} and {values[1].path} are not {'both ' if both else ''}true"
        yield violation(resource, values[off.index(True)].path, f"{message}, {'both' if both else 'one'} must be")
    else:
        yield from (undecided(resource, flag) for flag in flags if isinstance(flag, Unknown))


def _check_models(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """A method that has its body checked says what the body must be."""
    for method in stack.of_type(REST_METHOD):
        validator = stack.linked(method, "requestValidatorId", REST_REQUEST_VALIDATOR)
        if validator is None:
            continue
        verb, checks_body = method.at("httpMethod").text(), validator.at(_BODY).flag()
        if isinstance(verb, Known) and verb.value not in WITH_BODY:
            continue
        if isinstance(checks_body, Absent) or checks_body == Known(value=False):
            continue
        flaw = _flaw(method)
        if isinstance(flaw, Absent):
            continue
        unread = next((one for one in (verb, flaw) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(method, unread)
        elif isinstance(checks_body, Unknown):
            yield undecided(method, Unknown(f"{_BODY} of {validator.name!r}", checks_body.reason))
        elif isinstance(flaw, Known):
            message = f"requestModels {flaw.value}, so that {validator.name!r} checks no body; it must name a model"
            yield violation(method, "requestModels", message)


def _flaw(method: Resource) -> Reading[str]:
    """Why any body is let through; absent when a model stops some."""
    models = method.at("requestModels")
    found = models.mapping()
    if isinstance(found, Unknown):
        return found
    names = [models.at(key).text() for key in found.value] if isinstance(found, Known) else []
    if not any(isinstance(name, Known | Unknown) for name in names):
        return Known("is not set or empty")
    # The name of a model that is not known yet is that of one made in this program, not of the one all APIs have.
    if any(isinstance(name, Known) and name.value != _ANYTHING for name in names):
        return Absent()
    unread = [name for name in names if isinstance(name, Unknown)]
    if not unread:
        return Known(f"names {_ANYTHING!r} only")
    return next((name for name in unread if not name.is_for_now), Absent())


REQUEST_VALIDATOR_EFFECTIVE = Rule(
    name="request-validator-effective",
    group="hygiene",
    severity="medium",
    level="advisory",
    title="A request validator checks nothing",
    why="Methods that name it look checked, to people and to scanners, and pass on whatever they are sent.",
    fix="Set validateRequestBody or validateRequestParameters to true, and requestModels of each method whose body is "
    "checked to a model with a schema.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
    controls=("cdk-nag APIG2", "OWASP API8:2023"),
    checks={REST_REQUEST_VALIDATOR: _check_validator, REST_API: _check_document, REST_API_PUT: _check_document},
    check_stack=_check_models,
    stack_types=(REST_METHOD, REST_REQUEST_VALIDATOR),
    settings={
        _BOTH: Setting(default=False, description="whether a validator must check both body and parameters"),
    },
)

RULES = (REQUEST_VALIDATOR_EFFECTIVE,)
