from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API_PUT, REST_METHOD, ROUTE
from gateway_policies.resources import Resource
from tests.policies.authorization.test_methods import (
    BY_ADDRESS,
    LIMITED_BODY,
    OPEN,
    REST,
    document,
    method,
    policy,
    rest,
)
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings


def route(key: Any = "$connect", kind: Any = "NONE", required: Any = True) -> list[Resource]:
    return [a(ROUTE, {"routeKey": key, "authorizationType": kind, "apiKeyRequired": required})]


def keyed(verb: Any = "GET", kind: Any = "NONE", required: Any = True) -> list[Resource]:
    return [REST, method(verb, kind, apiKeyRequired=required)]


def required(value: Any, verb: Any = "GET") -> list[Resource]:
    return [a(REST_METHOD, {"httpMethod": verb, "apiKeyRequired": value})]


def alone(path: str, found: str, allowed: str) -> list[str]:
    says = f"apiKeyRequired is true and {path} is {found}, which leaves the key alone; allowed are {allowed}"
    return [f"it violation: {says}"]


METHOD = ("authorization", "NONE", "AWS_IAM, CUSTOM, COGNITO_USER_POOLS")
ROUTES = ("authorizationType", "NONE", "AWS_IAM, CUSTOM")
MUST = "it must be true"

CASES: Cases = {
    "api-key-is-not-auth": {
        "a key beside authorization": (keyed(kind="CUSTOM"), []),
        "no key": (keyed(required=False), []),
        "no key said": (keyed(required=None), []),
        "a key alone": (keyed(), alone(*METHOD)),
        "a key as text": (keyed(required="true"), alone(*METHOD)),
        "a key and no authorization said": (keyed(kind=None), alone("authorization", "not set", METHOD[2])),
        "a preflight": (keyed("OPTIONS"), []),
        "a key beside a policy that limits addresses": (
            [rest(policy=document(BY_ADDRESS)), method(apiKeyRequired=True)],
            [],
        ),
        "a key beside an open policy": ([REST, policy(document(OPEN)), method(apiKeyRequired=True)], alone(*METHOD)),
        "a key beside a policy put with the body": (
            [REST, a(REST_API_PUT, {"body": LIMITED_BODY}, "put", {"restApiId": REST}), method(apiKeyRequired=True)],
            [],
        ),
        "a key beside a policy not known yet": (
            [REST, policy(UNKNOWN), method(apiKeyRequired=True)],
            [f"it undecided: policy of 'policy' {NOT_KNOWN}"],
        ),
        "whether a key is required is not known": (
            keyed(required=UNKNOWN),
            [f"it undecided: apiKeyRequired {NOT_KNOWN}"],
        ),
        "a key beside unknown authorization": (keyed(kind=UNKNOWN), [f"it undecided: authorization {NOT_KNOWN}"]),
        "a key of a wrong type": (
            keyed(required=[True]),
            ["it undecided: apiKeyRequired is a list where a boolean is expected"],
        ),
        "$connect by key alone": (route(), alone(*ROUTES)),
        "$connect by key, no authorization said": (route(kind=None), alone(ROUTES[0], "not set", ROUTES[2])),
        "$connect by key and authorizer": (route(kind="CUSTOM"), []),
        "$connect without key is another rule's matter": (route(required=False), []),
        "a message follows $connect": (route("sendmessage"), []),
        "a route of unknown key": (route(UNKNOWN), [f"it undecided: routeKey {NOT_KNOWN}"]),
        "$connect of unknown authorization": (
            route(kind=UNKNOWN),
            [f"it undecided: authorizationType {NOT_KNOWN}"],
        ),
        "$connect with a key perhaps": (route(required=UNKNOWN), [f"it undecided: apiKeyRequired {NOT_KNOWN}"]),
    },
    "require-api-key": {
        "required": (required(True), []),
        "required, as text": (required("true"), []),
        "the preflight cannot": (required(False, "OPTIONS"), []),
        "not required": (required(False), [f"it violation: apiKeyRequired is false, {MUST}"]),
        "not set": (required(None), [f"it violation: apiKeyRequired is not set, {MUST}"]),
        "unknown": (required(UNKNOWN), [f"it undecided: apiKeyRequired {NOT_KNOWN}"]),
        "unknown verb": (required(False, UNKNOWN), [f"it undecided: httpMethod {NOT_KNOWN}"]),
        "wrong type": (required("yes"), ["it undecided: apiKeyRequired is text where a boolean is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
