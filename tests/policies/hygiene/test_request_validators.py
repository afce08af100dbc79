import json
from collections.abc import Callable
from typing import Any

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_METHOD, REST_REQUEST_VALIDATOR
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

RULE = "request-validator-effective"
BODY, PARAMETERS = "validateRequestBody", "validateRequestParameters"
EXTENSION = "body.x-amazon-apigateway-request-validators"


def validator(body: Any = None, parameters: Any = None) -> Resource:
    return a(REST_REQUEST_VALIDATOR, {BODY: body, PARAMETERS: parameters}, "validator")


OF_BODY = validator(body=True)


def method(verb: Any = "POST", models: Any = None, checked_by: Resource = OF_BODY) -> list[Resource]:
    props = {"httpMethod": verb, "requestModels": models}
    return [checked_by, a(REST_METHOD, props, links={"requestValidatorId": checked_by})]


def document(validators: Any, kind: str = REST_API) -> list[Resource]:
    return [a(kind, {"body": json.dumps({"x-amazon-apigateway-request-validators": validators})})]


def useless(where: str = "", name: str = "validator") -> str:
    return f"{name} violation: {where}{BODY} and {where}{PARAMETERS} are not true, one must be"


def unmodelled(found: str) -> str:
    return f"it violation: requestModels {found}, so that 'validator' checks no body; it must name a model"


CASES: Cases = {
    RULE: {
        "both": ([validator(body=True, parameters=True)], []),
        "the body": ([OF_BODY], []),
        "the parameters": ([validator(parameters=True)], []),
        "the parameters, and the body is not known": ([validator(UNKNOWN, parameters=True)], []),
        "neither": ([a(REST_REQUEST_VALIDATOR, {}, "validator")], [useless()]),
        "neither, in words": ([validator("false", "false")], [useless()]),
        "one is not known": ([validator(UNKNOWN, False)], [f"validator undecided: {BODY} {NOT_KNOWN}"]),
        "of a wrong type": (
            [validator(parameters="yes")],
            [f"validator undecided: {PARAMETERS} is text where a boolean is expected"],
        ),
        "a model": (method(models={"application/json": "Order"}), []),
        "a model of this program": (method(models={"application/json": UNKNOWN}), []),
        "a method without a body": (method("GET"), []),
        "the parameters of a method": (method(checked_by=validator(parameters=True)), []),
        "a method without a validator": ([a(REST_METHOD, {"httpMethod": "POST"})], []),
        "no model": (method(), [unmodelled("is not set or empty")]),
        "no model for any method": (method("ANY", {}), [unmodelled("is not set or empty")]),
        "a model of anything": (method(models={"application/json": "Empty"}), [unmodelled("names 'Empty' only")]),
        "a model of anything beside another": (
            method(models={"application/json": "Empty", "application/xml": "Order"}),
            [],
        ),
        "no model for a method that is not known": (method(UNKNOWN), [f"it undecided: httpMethod {NOT_KNOWN}"]),
        "unknown models": (method(models=UNKNOWN), [f"it undecided: requestModels {NOT_KNOWN}"]),
        "a model of a wrong type": (
            method(models={"application/json": 5}),
            ["it undecided: requestModels.application/json is a number where text is expected"],
        ),
        "no model, and unknown whether the body is checked": (
            method(checked_by=validator(UNKNOWN, parameters=True)),
            [f"it undecided: {BODY} of 'validator' {NOT_KNOWN}"],
        ),
        "document: each of them": (document({"all": {BODY: True}, "none": {}}), [useless(f"{EXTENSION}.none.", "it")]),
        "document: none": (document(None, REST_API_PUT), []),
        "document: a list in place of the map": (
            document([]),
            [f"it undecided: {EXTENSION} is a list where a map is expected"],
        ),
        "document: text in place of one": (
            document({"all": "all"}),
            [f"it undecided: {EXTENSION}.all is text where a map is expected"],
        ),
        "unknown document": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def test_a_setting_demands_both() -> None:
    check = BY_NAME[RULE].checks[REST_REQUEST_VALIDATOR]
    both = {"both": True}
    assert list(check(validator(body=True, parameters=True), both)) == []
    [one_off] = check(validator(body=True, parameters=UNKNOWN), both)
    assert one_off.message == f"{PARAMETERS} {NOT_KNOWN}"
    [found] = check(validator(body=True, parameters=False), both)
    assert found.message == f"{BODY} and {PARAMETERS} are not both true, both must be"
    assert found.property == PARAMETERS
