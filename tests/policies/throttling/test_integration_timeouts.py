import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.resource_types import API, INTEGRATION, REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from gateway_policies.throttling.integration_timeouts import INTEGRATION_TIMEOUT
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

IN_BODY = "body.paths./pay.post.x-amazon-apigateway-integration"


def http(timeout: Any, **more: Any) -> list[Resource]:
    return [a(INTEGRATION, {"integrationType": "HTTP_PROXY", "timeoutMilliseconds": timeout, **more})]


def rest(timeout: Any, **more: Any) -> list[Resource]:
    return [a(REST_INTEGRATION, {"type": "AWS_PROXY", "timeoutMilliseconds": timeout, **more})]


def body(kind: str, **integration: Any) -> list[Resource]:
    operation = {"post": {"x-amazon-apigateway-integration": {"type": "aws_proxy", **integration}}}
    return [a(kind, {"body": json.dumps({"openapi": "3.0.1", "paths": {"/pay": operation}})})]


def too_long(found: str, path: str = "timeoutMilliseconds") -> str:
    return f"it violation: {path} is {found}, allowed is up to 29000"


CASES: Cases = {
    "integration-timeout": {
        "short": (http(1000), []),
        "the longest": (http(29000), []),
        "what AWS takes by default": (http(None), []),
        "longer": (http(30000), [too_long("30000")]),
        "as text": (http("30000"), [too_long("30000")]),
        "REST: short": (rest(29000), []),
        "REST: raised": (rest(60000), [too_long("60000")]),
        "REST: streamed": (rest(900000, responseTransferMode="STREAM"), [too_long("900000")]),
        "a mock waits for nothing": (rest(60000, type="MOCK"), []),
        "in a document": (body(REST_API, timeoutInMillis=29000), []),
        "longer in a document": (
            body(REST_API_PUT, timeoutInMillis=29001),
            [too_long("29001", f"{IN_BODY}.timeoutInMillis")],
        ),
        "longer in a document of an HTTP API": (
            body(API, timeoutInMillis=30000),
            [too_long("30000", f"{IN_BODY}.timeoutInMillis")],
        ),
        "unknown": (http(UNKNOWN), [f"it undecided: timeoutMilliseconds {NOT_KNOWN}"]),
        "REST: unknown": (rest(UNKNOWN), [f"it undecided: timeoutMilliseconds {NOT_KNOWN}"]),
        "an unknown document": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a wrong type": (http(True), ["it undecided: timeoutMilliseconds is a boolean where a number is expected"]),
    }
}


@pytest.mark.parametrize(
    ("settings", "resources", "expected"),
    [
        ({"maximumMilliseconds": 60000}, rest(60000), []),
        ({"maximumMilliseconds": 10000}, rest(10000), []),
        (
            {"maximumMilliseconds": 10000},
            rest(None),
            ["timeoutMilliseconds is not set, which AWS takes as 29000 or more, allowed is up to 10000"],
        ),
        ({"maximumMilliseconds": 10000}, rest(None, type="MOCK"), []),
        ({"maximumMilliseconds": 10000}, rest(None, type=UNKNOWN), [f"type {NOT_KNOWN}"]),
        ({"maximumStreamedMilliseconds": 900000}, rest(900000, responseTransferMode="STREAM"), []),
        (
            {"maximumStreamedMilliseconds": 900000},
            rest(60000),
            ["timeoutMilliseconds is 60000, allowed is up to 29000"],
        ),
        (
            {"maximumStreamedMilliseconds": 900000},
            rest(60000, responseTransferMode=UNKNOWN),
            [f"responseTransferMode {NOT_KNOWN}"],
        ),
        ({"maximumStreamedMilliseconds": 900000}, rest(29000, responseTransferMode=UNKNOWN), []),
        (
            {"maximumStreamedMilliseconds": 60000},
            rest(60001, responseTransferMode=UNKNOWN),
            ["timeoutMilliseconds is 60001, allowed is up to 60000"],
        ),
    ],
)
def test_what_is_allowed_can_be_set(settings: dict[str, int], resources: list[Resource], expected: list[str]) -> None:
    rule = INTEGRATION_TIMEOUT
    found = [one for it in resources for one in rule.checks[it.type](it, {**rule.defaults, **settings})]
    assert [one.message for one in found] == expected


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
