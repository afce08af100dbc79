import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TEMPLATES = {"application/json": "$input.json('$')"}
ALLOWED = "allowed: NEVER, WHEN_NO_TEMPLATES"
NOT_SET = "not set, which is WHEN_NO_MATCH,"


def integration(behavior: Any = None, kind: Any = "AWS", templates: Any = TEMPLATES) -> list[Resource]:
    return [a(REST_INTEGRATION, {"type": kind, "passthroughBehavior": behavior, "requestTemplates": templates})]


def body(kind: str, integration: Any) -> list[Resource]:
    return [
        a(kind, {"body": json.dumps({"paths": {"/x": {"post": {"x-amazon-apigateway-integration": integration}}}})})
    ]


def passes(found: str, where: str = "") -> str:
    return f"it violation: passthroughBehavior{where} is {found} beside requestTemplates, {ALLOWED}"


IN_BODY = "body.paths./x.post.x-amazon-apigateway-integration"

CASES: Cases = {
    "passthrough-never": {
        "never": (integration("NEVER"), []),
        "when there are none, and there are": (integration("WHEN_NO_TEMPLATES"), []),
        "no templates": (integration("WHEN_NO_MATCH", templates=None), []),
        "empty templates": (integration(templates={}), []),
        "a proxy integration": (integration(kind="AWS_PROXY"), []),
        "a mock, as preflights have": (integration("WHEN_NO_MATCH", "MOCK"), []),
        "when none fits": (integration("WHEN_NO_MATCH"), [passes("WHEN_NO_MATCH")]),
        "HTTP": (integration("WHEN_NO_MATCH", "HTTP"), [passes("WHEN_NO_MATCH")]),
        "not set": (
            [a(REST_INTEGRATION, {"type": "AWS", "requestTemplates": TEMPLATES})],
            [passes(NOT_SET)],
        ),
        "a template that is not known yet is one": (
            integration("WHEN_NO_MATCH", templates={"application/json": UNKNOWN}),
            [passes("WHEN_NO_MATCH")],
        ),
        "unknown behavior": (integration(UNKNOWN), [f"it undecided: passthroughBehavior {NOT_KNOWN}"]),
        "unknown type": (integration(kind=UNKNOWN), [f"it undecided: type {NOT_KNOWN}"]),
        "unknown templates": (integration(templates=UNKNOWN), [f"it undecided: requestTemplates {NOT_KNOWN}"]),
        "text in place of templates": (
            integration(templates="x"),
            ["it undecided: requestTemplates is text where a map is expected"],
        ),
        "body: never, in small letters": (
            body(REST_API, {"type": "aws", "passthroughBehavior": "never", "requestTemplates": TEMPLATES}),
            [],
        ),
        "body: when none fits": (
            body(REST_API_PUT, {"type": "http", "passthroughBehavior": "when_no_match", "requestTemplates": TEMPLATES}),
            [passes("when_no_match", " of POST /x")],
        ),
        "body: of a wrong type": (
            body(REST_API, {"type": "aws", "passthroughBehavior": 5, "requestTemplates": TEMPLATES}),
            [f"it undecided: {IN_BODY}.passthroughBehavior is a number where text is expected"],
        ),
        "unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
