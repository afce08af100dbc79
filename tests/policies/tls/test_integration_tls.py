import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_API_PUT, REST_INTEGRATION
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

SKIPS = "tlsConfig.insecureSkipVerification"
IN_BODY = f"body.paths./x.get.x-amazon-apigateway-integration.{SKIPS}"


def integration(tls: Any) -> list[Resource]:
    return [a(REST_INTEGRATION, {"type": "HTTP_PROXY", "uri": "https://x", "tlsConfig": tls})]


def body(tls: Any, kind: str = REST_API) -> list[Resource]:
    operation = {"x-amazon-apigateway-integration": {"type": "http", "uri": "https://x", "tlsConfig": tls}}
    return [a(kind, {"body": json.dumps({"paths": {"/x": {"get": operation}}})})]


def any_authority(path: str = SKIPS) -> list[str]:
    return [f"it violation: {path} is true, so that a certificate of any authority is taken for the backend's"]


CASES: Cases = {
    "integration-tls-verified": {
        "not said": (integration(None), []),
        "verified": (integration({"insecureSkipVerification": False}), []),
        "in a body": (body({"insecureSkipVerification": False}), []),
        "skipped": (integration({"insecureSkipVerification": True}), any_authority()),
        "skipped, as text": (integration({"insecureSkipVerification": "true"}), any_authority()),
        "skipped in a body": (body({"insecureSkipVerification": True}), any_authority(IN_BODY)),
        "skipped in a body that is put": (
            body({"insecureSkipVerification": True}, REST_API_PUT),
            any_authority(IN_BODY),
        ),
        "unknown": (integration({"insecureSkipVerification": UNKNOWN}), [f"it undecided: {SKIPS} {NOT_KNOWN}"]),
        "unknown block": (integration(UNKNOWN), [f"it undecided: tlsConfig {NOT_KNOWN}"]),
        "unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
        "a wrong type": (integration(True), ["it undecided: tlsConfig is a boolean where a map is expected"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
