import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.authorization.resource_policies import RESOURCE_POLICY_RESTRICTIVE
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_API_PUT, REST_DOMAIN_NAME, REST_METHOD
from gateway_policies.resources import Resource, Stack
from tests.policies.authorization.test_methods import (
    BY_ADDRESS,
    INVOKE,
    LIMITED_BODY,
    OPEN,
    OPEN_BODY,
    REST,
    document,
    policy,
    rest,
)
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Case, Cases, a, each_case, findings

NAMED = {**OPEN, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}
BY_ENDPOINT = {"Effect": "Deny", **INVOKE, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}
WIDE = {**OPEN, "Condition": {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}}}
NO_CONDITION = "no Condition limits it"


def lets_in(name: str, path: str = "policy.Statement[0]", why: str = NO_CONDITION) -> str:
    return f"{name} violation: {path} lets everyone call: {why} and no Deny takes it back"


def method(kind: Any, verb: str = "GET", name: str = "it") -> Resource:
    return a(REST_METHOD, {"authorization": kind, "httpMethod": verb}, name, {"restApi": REST})


def opened(*others: Resource) -> list[Resource]:
    return [rest(policy=document(OPEN)), *others]


def body(of_all: Any, scheme: dict[str, Any], **operation: Any) -> str:
    return json.dumps(
        {
            "security": of_all,
            "paths": {"/x": {"get": {**operation}, "options": {}}},
            "components": {"securitySchemes": {"s": {"type": "apiKey", **scheme}}},
        }
    )


AUTHORIZER = {"x-amazon-apigateway-authorizer": {"type": "token"}}


def domain(text: Any) -> list[Resource]:
    return [a(REST_DOMAIN_NAME, {"policy": text})]


def private(*others: Resource, types: Any = "PRIVATE", **props: Any) -> list[Resource]:
    return [a(REST_API, {"endpointConfiguration": {"types": types}, **props}, "rest"), *others]


def any_vpc(where: str) -> list[str]:
    limit = "no aws:SourceVpce or aws:SourceVpc limits them"
    return [f"rest violation: endpointConfiguration.types is PRIVATE and {where} allows calls from any VPC: {limit}"]


OPENINGS: dict[str, Case] = {
    "no policy is another rule's matter": ([REST], []),
    "addresses": ([rest(policy=document(BY_ADDRESS))], []),
    "an account": ([rest(policy=document(NAMED))], []),
    "a Deny of all but an endpoint": ([rest(policy=document(OPEN, BY_ENDPOINT))], []),
    "everyone": ([rest(policy=document(OPEN))], [lets_in("rest")]),
    "everyone, by any action": ([rest(policy=document({**OPEN, "Action": "execute-api:*"}))], [lets_in("rest")]),
    "every address": (
        [rest(policy=document(WIDE))],
        [
            lets_in(
                "rest",
                why="its Condition (IpAddress aws:SourceIp 192.0.2.0/24 or 0.0.0.0/0) limits nobody",
            )
        ],
    ),
    "a blocklist": (
        [rest(policy=document(OPEN, {**BY_ADDRESS, "Effect": "Deny"}))],
        [lets_in("rest")],
    ),
    "beside the API": ([REST, policy(document(OPEN))], [lets_in("policy")]),
    "of an API of another stack": (
        [a(REST_API_POLICY, {"restApiId": "z9", "policy": document(OPEN)}, "policy")],
        [lets_in("policy")],
    ),
    "in the body": ([rest(body=OPEN_BODY)], [lets_in("rest", "body.x-amazon-apigateway-policy.Statement[0]")]),
    "in a body put later": (
        [REST, a(REST_API_PUT, {"body": OPEN_BODY}, "put", {"restApiId": REST})],
        [lets_in("put", "body.x-amazon-apigateway-policy.Statement[0]")],
    ),
    "limited in the body": ([rest(body=LIMITED_BODY)], []),
    "all but some": (
        [rest(policy=document({"Effect": "Allow", "NotPrincipal": {"AWS": "x"}, "Action": "*", "Resource": "*"}))],
        ["rest violation: policy.Statement[0] allows by NotPrincipal, which takes in whatever nobody thought of"],
    ),
    "all actions but some": (
        [rest(policy=document({"Effect": "Allow", "Principal": {"AWS": "x"}, "NotAction": "a:b", "Resource": "*"}))],
        ["rest violation: policy.Statement[0] allows by NotAction, which takes in whatever nobody thought of"],
    ),
    "a Deny may except": (
        [rest(policy=document(OPEN, {"Effect": "Deny", **INVOKE, "Principal": None, "NotPrincipal": {"AWS": "x"}}))],
        [],
    ),
    "unknown beside the API": ([REST, policy(UNKNOWN)], [f"policy undecided: policy {NOT_KNOWN}"]),
    "unknown of the API": (
        [a(REST_API, {}, "rest", {"policy": REST})],
        [f"rest undecided: policy {NOT_KNOWN}"],
    ),
    "computed by the provider": ([rest(policy=UNKNOWN)], []),
    "no text": ([rest(policy={"x": "y"})], ["rest undecided: policy.Statement is not set"]),
    "a wrong type": ([rest(policy=7)], ["rest undecided: policy is a number where text is expected"]),
    "private domain": (domain(document(OPEN, BY_ENDPOINT)), []),
    "no policy of a domain": (domain(None), []),
    "open private domain": (domain(document(OPEN)), [lets_in("it")]),
    "unknown policy of a domain": (domain(UNKNOWN), [f"it undecided: policy {NOT_KNOWN}"]),
}
AUTHORIZED: dict[str, Case] = {
    "authorizers decide": (opened(method("CUSTOM"), method("COGNITO_USER_POOLS", name="b")), []),
    "authorizers decide but of the preflight": (opened(method("CUSTOM"), method("NONE", "OPTIONS", "b")), []),
    "AWS_IAM lets in every account": (opened(method("CUSTOM"), method("AWS_IAM", name="b")), [lets_in("rest")]),
    "one method asks nobody": (opened(method("CUSTOM"), method("NONE", name="b")), [lets_in("rest")]),
    "one method may ask nobody": (
        opened(method(UNKNOWN)),
        [f"rest undecided: authorization of 'it' {NOT_KNOWN}"],
    ),
    "one may and one does": (opened(method(UNKNOWN), method("NONE", name="b")), [lets_in("rest")]),
    "authorizers decide but by an exception": (
        [
            rest(policy=document({**OPEN, "Principal": None, "NotPrincipal": {"AWS": "x"}})),
            method("CUSTOM"),
        ],
        ["rest violation: policy.Statement[0] allows by NotPrincipal, which takes in whatever nobody thought of"],
    ),
    "the body's own security decides nothing in a REST API": (
        [rest(policy=document(OPEN), body=body([{"s": []}], AUTHORIZER))],
        [lets_in("rest")],
    ),
    "authorizers of an operation decide": (
        [rest(policy=document(OPEN), body=body([], AUTHORIZER, security=[{"s": []}]))],
        [],
    ),
    "keys of the body decide nothing": (
        [rest(policy=document(OPEN), body=body([{"s": []}], {}))],
        [lets_in("rest")],
    ),
    "an operation of the body asks nobody": (
        [rest(policy=document(OPEN), body=body([{"s": []}], AUTHORIZER, security=[]))],
        [lets_in("rest")],
    ),
    "a body not known yet": (
        [a(REST_API, {"policy": document(OPEN)}, "rest", {"body": REST})],
        [f"rest undecided: body {NOT_KNOWN}"],
    ),
    "an operation that is none": (
        [rest(policy=document(OPEN), body='{"paths": {"/x": {"get": 1}}}')],
        ["rest undecided: body.paths./x.get is a number where a map is expected"],
    ),
}

CASES: Cases = {
    "resource-policy-restrictive": {**OPENINGS, **AUTHORIZED},
    "private-api-policy": {
        "a public API": (private(types="REGIONAL"), []),
        "no endpoint types": ([REST], []),
        "endpoint types the provider computes": ([rest(endpointConfiguration=UNKNOWN)], []),
        "a Deny of all but an endpoint": (private(policy=document(OPEN, BY_ENDPOINT)), []),
        "an Allow of a VPC": (
            private(policy=document({**OPEN, "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}})),
            [],
        ),
        "beside the API": (private(policy(document(OPEN, BY_ENDPOINT))), []),
        "in the body": (
            private(
                a(
                    REST_API_PUT,
                    {"body": json.dumps({"x-amazon-apigateway-policy": {"Statement": [OPEN, BY_ENDPOINT]}})},
                    "put",
                    {"restApiId": REST},
                )
            ),
            [],
        ),
        "none": (
            private(),
            ["rest violation: endpointConfiguration.types is PRIVATE and the API has no resource policy"],
        ),
        "everyone": (private(policy=document(OPEN)), any_vpc("policy.Statement[0] of 'rest'")),
        "everyone, beside the API": (private(policy(document(OPEN))), any_vpc("policy.Statement[0] of 'policy'")),
        "an account from anywhere": (private(policy=document(NAMED)), any_vpc("policy.Statement[0] of 'rest'")),
        "addresses are of no VPC": (private(policy=document(BY_ADDRESS)), any_vpc("policy.Statement[0] of 'rest'")),
        "a policy not known yet": (private(policy(UNKNOWN)), [f"rest undecided: policy of 'policy' {NOT_KNOWN}"]),
        "endpoint types not known yet, open": (
            [a(REST_API, {}, "rest", {"endpointConfiguration": REST})],
            [f"rest undecided: endpointConfiguration {NOT_KNOWN}"],
        ),
        "endpoint types not known yet, limited": (
            [a(REST_API, {"policy": document(OPEN, BY_ENDPOINT)}, "rest", {"endpointConfiguration": REST})],
            [],
        ),
        "endpoint types of a wrong type": (
            private(types=["PRIVATE"]),
            ["rest undecided: endpointConfiguration.types is a list where text is expected"],
        ),
    },
}


@pytest.mark.parametrize(("suffice", "count"), [(True, 0), (False, 1)])
def test_every_open_policy_may_be_reported(*, suffice: bool, count: int) -> None:
    assert RESOURCE_POLICY_RESTRICTIVE.check_stack
    found = RESOURCE_POLICY_RESTRICTIVE.check_stack(Stack(opened(method("CUSTOM"))), {"authorizersSuffice": suffice})
    assert len(list(found)) == count


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
