from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API_KEY, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

SET_KEY = "it violation: value is set, it must be left to API Gateway to make"
SET_PRIVATE = "it violation: certificatePrivateKey is set, a certificate must be named by its ARN instead"
ENCRYPTED = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    "ciphertext": "v1:abcdefgh",
}


def key(value: Any) -> list[Resource]:
    return [a(REST_API_KEY, {"name": "partner", "value": value})]


def domain(private: Any) -> list[Resource]:
    return [a(REST_DOMAIN_NAME, {"domainName": "api.example.com", "certificatePrivateKey": private})]


CASES: Cases = {
    "api-key-not-literal": {
        "made by API Gateway": ([a(REST_API_KEY, {"name": "partner"})], []),
        "left empty": (key(""), []),
        "null": (key(None), []),
        "written in the program": (key("partner-key-0123456789"), [SET_KEY]),
        "a secret in a preview file": (key("[secret]"), [SET_KEY]),
        "a secret in a state file": (key(ENCRYPTED), [SET_KEY]),
        "unknown": (key(UNKNOWN), [f"it undecided: value {NOT_KNOWN}"]),
        "a number": (key(12345), ["it undecided: value is a number where text is expected"]),
    },
    "domain-no-inline-key": {
        "a certificate by its ARN": (
            [a(REST_DOMAIN_NAME, {"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/c1"})],
            [],
        ),
        "left empty": (domain(""), []),
        "the key itself": (domain("a PEM block"), [SET_PRIVATE]),
        "a secret in a state file": (domain(ENCRYPTED), [SET_PRIVATE]),
        "unknown": (domain(UNKNOWN), [f"it undecided: certificatePrivateKey {NOT_KNOWN}"]),
        "a list": (domain(["a"]), ["it undecided: certificatePrivateKey is a list where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
