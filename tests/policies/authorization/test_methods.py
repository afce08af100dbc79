import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.authorization.methods import METHOD_AUTHORIZATION
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_API_PUT, REST_METHOD
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Case, Cases, a, each_case, findings

INVOKE = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
OPEN = {"Effect": "Allow", **INVOKE}
BY_ADDRESS = {**OPEN, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}
REST = a(REST_API, {}, "rest", id_="r1")
OTHER = a(REST_API, {}, "other")
ALLOWED = "allowed are AWS_IAM, CUSTOM, COGNITO_USER_POOLS, and"
NO_POLICY = "'rest' has no resource policy"
OPENS = "policy.Statement[0] lets everyone call: no Condition limits it and no Deny takes it back"


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def method(verb: Any = "GET", kind: Any = "NONE", **props: Any) -> Resource:
    return a(REST_METHOD, {"httpMethod": verb, "authorization": kind, **props}, links={"restApi": REST})


def of(api: Resource, *others: Resource, kind: Any = "NONE") -> list[Resource]:
    return [api, *others, method(kind=kind)]


def rest(**props: Any) -> Resource:
    return a(REST_API, props, "rest")


def policy(text: Any, api: Resource = REST) -> Resource:
    return a(REST_API_POLICY, {"policy": text}, "policy", {"restApiId": api})


def opened(why: str = NO_POLICY, found: str = "NONE") -> list[str]:
    return [f"it violation: authorization is {found}, {ALLOWED} {why}"]


def not_cognito(found: str) -> list[str]:
    return [f"it violation: authorization is {found}, allowed is COGNITO_USER_POOLS"]


OF_OTHER_STACK = "it undecided: restApi names no API of this stack, whose resource policy could limit who calls"
OPEN_BODY = json.dumps({"x-amazon-apigateway-policy": json.loads(document(OPEN))})
LIMITED_BODY = json.dumps({"x-amazon-apigateway-policy": json.loads(document(BY_ADDRESS))})

POLICIES: dict[str, Case] = {
    "an API whose own policy limits addresses": (of(rest(policy=document(BY_ADDRESS))), []),
    "a private API whose policy is limited to an endpoint": (
        of(
            rest(
                endpointConfiguration={"types": "PRIVATE"},
                policy=document(
                    OPEN, {"Effect": "Deny", **INVOKE, "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}
                ),
            )
        ),
        [],
    ),
    "private alone limits nobody": (of(rest(endpointConfiguration={"types": "PRIVATE"})), opened()),
    "an API whose own policy is open": (
        of(rest(policy=document(OPEN))),
        opened(f"in the resource policy of 'rest' {OPENS}"),
    ),
    "a Deny of something else does not help": (
        of(
            rest(
                policy=document(
                    OPEN, {"Effect": "Deny", **INVOKE, "Condition": {"Bool": {"aws:SecureTransport": False}}}
                )
            )
        ),
        opened(f"in the resource policy of 'rest' {OPENS}"),
    ),
    "an empty policy is none": (of(rest(policy="")), opened()),
    "a policy beside the API": (of(REST, policy(document(BY_ADDRESS))), []),
    "an open policy beside the API": (
        of(REST, policy(document(OPEN))),
        opened(f"in the resource policy of 'policy' {OPENS}"),
    ),
    "the policy beside the API is put in place of its own": (
        of(rest(policy=document(OPEN)), policy(document(BY_ADDRESS))),
        [],
    ),
    "a policy of another API": (of(REST, OTHER, policy(document(BY_ADDRESS), OTHER)), opened()),
    "a policy of an API not known yet": (
        of(REST, a(REST_API_POLICY, {"policy": document(BY_ADDRESS), "restApiId": UNKNOWN}, "policy")),
        ["it undecided: restApiId of 'policy' is not known, and its policy may be the one of this API"],
    ),
    "a policy in the body": (of(rest(body=LIMITED_BODY)), []),
    "an open policy in the body": (
        of(rest(body=OPEN_BODY)),
        opened(f"in the resource policy of 'rest' body.x-amazon-apigateway-{OPENS}"),
    ),
    "a policy in a body put later": (
        of(REST, a(REST_API_PUT, {"body": LIMITED_BODY}, "put", {"restApiId": REST})),
        [],
    ),
    "a body without policy": (of(rest(body="{}")), opened()),
    "a body not known yet": (
        [a(REST_API, {}, "rest", {"body": REST}), method()],
        [f"it undecided: body of 'rest' {NOT_KNOWN}"],
    ),
    "a policy not known yet": (
        of(REST, policy(UNKNOWN)),
        [f"it undecided: policy of 'policy' {NOT_KNOWN}"],
    ),
    "the API's own policy, not known yet": (
        [a(REST_API, {}, "rest", {"policy": REST}), method()],
        [f"it undecided: policy of 'rest' {NOT_KNOWN}"],
    ),
    "a policy the provider would compute is none": (of(rest(policy=UNKNOWN)), opened()),
    "a policy that is a hidden secret": (
        of(rest(policy="[secret]")),
        ["it undecided: policy of 'rest' is a secret, hidden in this file"],
    ),
    "a policy that is no JSON": (of(rest(policy="{")), ["it undecided: policy of 'rest' is not JSON"]),
    "a policy of a wrong type": (
        of(rest(policy=[1])),
        ["it undecided: policy of 'rest' is a list where text is expected"],
    ),
    "an API of another stack": ([a(REST_METHOD, {"authorization": "NONE", "restApi": "z9"})], [OF_OTHER_STACK]),
    "an API of another stack with a policy of this one": (
        [
            a(REST_METHOD, {"authorization": "NONE", "restApi": "z9"}),
            a(REST_API_POLICY, {"policy": document(BY_ADDRESS), "restApiId": "z9"}, "policy"),
        ],
        [],
    ),
    "an API of another stack with an open policy": (
        [
            a(REST_METHOD, {"authorization": "NONE", "restApi": "z9"}),
            a(REST_API_POLICY, {"policy": document(OPEN), "restApiId": "z9"}, "policy"),
        ],
        opened(f"in the resource policy of 'policy' {OPENS}"),
    ),
    "an API found by its id": ([REST, a(REST_METHOD, {"authorization": "NONE", "restApi": "r1"})], opened()),
}

CASES: Cases = {
    "method-authorization": {
        **POLICIES,
        "AWS_IAM": ([REST, method(kind="AWS_IAM")], []),
        "CUSTOM": ([REST, method(kind="CUSTOM")], []),
        "COGNITO_USER_POOLS": ([REST, method(kind="COGNITO_USER_POOLS")], []),
        "an open GET": ([REST, method()], opened()),
        "an open POST": ([REST, method("POST")], opened()),
        "absent is NONE": ([REST, method(kind=None)], opened(found="not set")),
        "a word AWS does not know": ([REST, method(kind="custom")], opened(found="custom")),
        "the preflight is never authorized": ([REST, method("OPTIONS")], []),
        "OPTION is no method": ([REST, method("OPTION")], opened()),
        "ANY is no preflight": ([REST, method("ANY")], opened()),
        "an API key is no authorization": ([REST, method(apiKeyRequired=True)], opened()),
        "unknown authorization": ([REST, method(kind=UNKNOWN)], [f"it undecided: authorization {NOT_KNOWN}"]),
        "unknown authorization of a preflight": ([REST, method("OPTIONS", UNKNOWN)], []),
        "unknown authorization of a limited API": (of(rest(policy=document(BY_ADDRESS)), kind=UNKNOWN), []),
        "unknown verb, open": ([REST, method(UNKNOWN)], [f"it undecided: httpMethod {NOT_KNOWN}"]),
        "unknown verb, authorized": ([REST, method(UNKNOWN, "AWS_IAM")], []),
        "authorization of a wrong type": (
            [REST, method(kind=["NONE"])],
            ["it undecided: authorization is a list where text is expected"],
        ),
    },
    "require-cognito": {
        "a user pool": ([method(kind="COGNITO_USER_POOLS")], []),
        "the preflight": ([method("OPTIONS")], []),
        "another authorizer": ([method(kind="CUSTOM")], not_cognito("CUSTOM")),
        "none": ([method()], not_cognito("NONE")),
        "not set": ([method(kind=None)], not_cognito("not set")),
        "unknown": ([method(kind=UNKNOWN)], [f"it undecided: authorization {NOT_KNOWN}"]),
        "unknown verb": ([method(UNKNOWN)], [f"it undecided: httpMethod {NOT_KNOWN}"]),
        "wrong type": ([method(kind=7)], ["it undecided: authorization is a number where text is expected"]),
    },
}


@pytest.mark.parametrize(
    ("key", "expected"),
    [(True, []), ("true", []), (False, ["violation"]), (None, ["violation"]), (UNKNOWN, ["undecided"])],
)
def test_an_api_key_may_be_declared_authorization(key: Any, expected: list[str]) -> None:
    stack = Stack([REST, method(apiKeyRequired=key)])
    assert METHOD_AUTHORIZATION.check_stack
    found = METHOD_AUTHORIZATION.check_stack(stack, {"apiKeyIsAuthorization": True})
    assert [one.status.value for one in found] == expected


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
