from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, REST_API, REST_API_PUT
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TYPES = {"REST API": REST_API, "import into a REST API": REST_API_PUT, "HTTP API": API}


def imported(flag: Any, kind: str = REST_API, body: Any = "{}") -> list[Resource]:
    return [a(kind, {"body": body, "failOnWarnings": flag})]


def merged(mode: Any) -> list[Resource]:
    return [a(REST_API, {"body": "{}", "putRestApiMode": mode})]


def passes_over(found: str) -> str:
    return f"it violation: failOnWarnings is {found}, with body it must be true"


CASES: Cases = {
    "openapi-fail-on-warnings": {
        **{f"{name}: fails": (imported(True, kind), []) for name, kind in TYPES.items()},
        **{f"{name}: does not": ([a(kind, {"body": "{}"})], [passes_over("not set")]) for name, kind in TYPES.items()},
        "switched off": (imported(False), [passes_over("false")]),
        "no body": ([a(REST_API, {"failOnWarnings": False})], []),
        "an empty body": (imported(False, body=" "), []),
        "a body that is not known yet is one": (imported(None, body=UNKNOWN), [passes_over("not set")]),
        "unknown": (imported(UNKNOWN), [f"it undecided: failOnWarnings {NOT_KNOWN}"]),
        "of a wrong type": (imported(1), ["it undecided: failOnWarnings is a number where a boolean is expected"]),
        "a body of a wrong type": (imported(None, body={}), ["it undecided: body is a map where text is expected"]),
    },
    "openapi-put-mode": {
        "overwrite": (merged("overwrite"), []),
        "not set, which is overwrite": (merged(None), []),
        "no body": ([a(REST_API, {"putRestApiMode": "merge"})], []),
        "merge": (merged("merge"), ["it violation: putRestApiMode is merge, allowed: overwrite, or not set"]),
        "unknown": (merged(UNKNOWN), [f"it undecided: putRestApiMode {NOT_KNOWN}"]),
        "of a wrong type": (merged(5), ["it undecided: putRestApiMode is a number where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
