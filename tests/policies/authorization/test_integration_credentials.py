import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, IAM_ROLE, INTEGRATION, REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

CALLER = "arn:aws:iam::*:user/*"
ROLE = "arn:aws:iam::123456789012:role/orders"
MADE = a(IAM_ROLE, {"name": "orders"}, "role")
KEY = "x-amazon-apigateway-integration"


def rest(credentials: Any) -> list[Resource]:
    return [a(REST_INTEGRATION, {"type": "AWS", "credentials": credentials})]


def http(credentials: Any) -> list[Resource]:
    return [a(INTEGRATION, {"integrationType": "AWS_PROXY", "credentialsArn": credentials})]


def body(credentials: Any, kind: str = REST_API) -> list[Resource]:
    operation = {KEY: {"type": "aws", "credentials": credentials}}
    return [a(kind, {"body": json.dumps({"paths": {"/orders": {"get": operation}}})})]


def of_caller(path: str, found: str = CALLER) -> list[str]:
    return [f"it violation: {path} is {found!r}, which stands for the caller; allowed is the ARN of a role, or none"]


IN_BODY = f"body.paths./orders.get.{KEY}.credentials"
SHARED = {"components": {f"{KEY}s": {"orders": {"credentials": CALLER}}}}

CASES: Cases = {
    "integration-credentials-passthrough": {
        "a role": (rest(ROLE), []),
        "none": (rest(None), []),
        "a role of an HTTP API": (http(ROLE), []),
        "the caller": (rest(CALLER), of_caller("credentials")),
        "the caller of an HTTP API": (http(CALLER), of_caller("credentialsArn")),
        "as the documentation escapes it": (
            rest(r"arn:aws:iam::\*:user/\*"),
            of_caller("credentials", r"arn:aws:iam::\*:user/\*"),
        ),
        "in China": (http("arn:aws-cn:iam::*:user/*"), of_caller("credentialsArn", "arn:aws-cn:iam::*:user/*")),
        "of quick create": ([a(API, {"credentialsArn": CALLER})], of_caller("credentialsArn")),
        "from a role of the stack": ([MADE, a(REST_INTEGRATION, {}, links={"credentials": MADE})], []),
        "from a role of the stack, in an HTTP API": ([MADE, a(INTEGRATION, {}, links={"credentialsArn": MADE})], []),
        "a link does not excuse what is known": (
            [MADE, a(REST_INTEGRATION, {"credentials": CALLER}, links={"credentials": MADE})],
            of_caller("credentials"),
        ),
        "unknown": (rest(UNKNOWN), [f"it undecided: credentials {NOT_KNOWN}"]),
        "unknown in an HTTP API": (http(UNKNOWN), [f"it undecided: credentialsArn {NOT_KNOWN}"]),
        "a map": (rest({"role": ROLE}), ["it undecided: credentials is a map where text is expected"]),
        "body: a role": (body(ROLE), []),
        "body: no integration": ([a(REST_API, {"body": '{"paths": {"/orders": {"get": {}}}}'})], []),
        "body: the caller": (body(CALLER), of_caller(IN_BODY)),
        "body: the caller, put": (body(CALLER, REST_API_PUT), of_caller(IN_BODY)),
        "body: the caller, in an HTTP API": (body(CALLER, API), of_caller(IN_BODY)),
        "body: an integration that operations share": (
            [a(API, {"body": json.dumps(SHARED)})],
            of_caller(f"body.components.{KEY}s.orders.credentials"),
        ),
        "body: unknown": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "body: no document": ([a(REST_API, {"body": "- a"})], ["it undecided: body is no OpenAPI document"]),
        "body: a number": (body(7), [f"it undecided: {IN_BODY} is a number where text is expected"]),
        "body: a list of operations": (
            [
                a(
                    REST_API,
                    {"body": '{"paths": {"/orders": []}, "components": {"x-amazon-apigateway-integrations": 1}}'},
                )
            ],
            [
                "it undecided: body.paths./orders is a list where a map is expected",
                f"it undecided: body.components.{KEY}s is a number where a map is expected",
            ],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
