import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_METHOD, REST_REQUEST_VALIDATOR
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

VALIDATOR = a(REST_REQUEST_VALIDATOR, {"validateRequestBody": True}, "validator")
EXTENSION = "x-amazon-apigateway-request-validator"


def method(verb: Any, **props: Any) -> list[Resource]:
    return [a(REST_METHOD, {"httpMethod": verb, **props})]


def unchecked(name: str = "requestValidatorId") -> str:
    return f"it violation: {name} is not set for a method that takes input, it must name one"


def body(operations: Any, root: Any = None, kind: str = REST_API) -> list[Resource]:
    return [a(kind, {"body": json.dumps({"paths": {"/x": operations}, EXTENSION: root})})]


def of(title: str) -> str:
    return unchecked(f"{EXTENSION} of {title}")


QUERY = {"method.request.querystring.page": True}
PAGE = {"name": "page", "in": "query"}
IN_PATH = {"name": "id", "in": "path", "required": True}

CASES: Cases = {
    "request-validation": {
        "a validator": (
            [VALIDATOR, a(REST_METHOD, {"httpMethod": "POST"}, links={"requestValidatorId": VALIDATOR})],
            [],
        ),
        "a validator of another stack": (method("POST", requestValidatorId="abc"), []),
        "a preflight": (method("OPTIONS", requestParameters={"method.request.header.Origin": False}), []),
        "a GET without parameters": (method("GET"), []),
        "a GET with parameters in the path only, which are always there": (
            method("GET", requestParameters={"method.request.path.id": True}),
            [],
        ),
        "a POST": (method("POST"), [unchecked()]),
        "any method": (method("ANY"), [unchecked()]),
        "a GET with parameters": (method("GET", requestParameters=QUERY), [unchecked()]),
        "a GET with a model": (method("GET", requestModels={"application/json": "Order"}), [unchecked()]),
        "an unknown method": (method(UNKNOWN), [f"it undecided: httpMethod {NOT_KNOWN}"]),
        "a GET with unknown parameters": (
            method("GET", requestParameters=UNKNOWN),
            [f"it undecided: requestParameters {NOT_KNOWN}"],
        ),
        "a POST with unknown parameters": (method("POST", requestParameters=UNKNOWN), [unchecked()]),
        "an id of a wrong type": (
            method("POST", requestValidatorId=5),
            ["it undecided: requestValidatorId is a number where text is expected"],
        ),
        "body: a validator of the operation": (body({"post": {EXTENSION: "all"}}), []),
        "body: a validator of the document": (body({"post": {}}, "all"), []),
        "body: a preflight, and a GET without parameters": (body({"options": {}, "get": {}}), []),
        "body: parameters in the path only": (body({"get": {}, "parameters": [IN_PATH]}), []),
        "body: none": (body({"post": {}, "x-amazon-apigateway-any-method": {}}), [of("POST /x"), of("ANY /x")]),
        "body: a GET with parameters": (body({"get": {"parameters": [PAGE]}}, kind=REST_API_PUT), [of("GET /x")]),
        "body: parameters of the path for all operations": (body({"get": {}, "parameters": [PAGE]}), [of("GET /x")]),
        "body: a DELETE with a body": (body({"delete": {"requestBody": {}}}), [of("DELETE /x")]),
        "body: parameters of a wrong type": (
            body({"get": {"parameters": "page"}}),
            ["it undecided: body.paths./x.get.parameters is text where a list is expected"],
        ),
        "body: a validator of a wrong type": (
            body({"post": {EXTENSION: 5}}),
            [f"it undecided: body.paths./x.post.{EXTENSION} is a number where text is expected"],
        ),
        "body: an operation of a wrong type": (
            body({"post": 5}),
            ["it undecided: body.paths./x.post is a number where a map is expected"],
        ),
        "unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "no body": ([a(REST_API, {})], []),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize("empty", ["", None])
def test_an_id_that_is_empty_names_no_validator(empty: str | None) -> None:
    assert findings("request-validation", method("POST", requestValidatorId=empty)) == [unchecked()]
