import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

EXTENSION = "x-amazon-apigateway-minimum-compression-size"


def api(size: Any, **props: Any) -> list[Resource]:
    return [a(REST_API, {"minimumCompressionSize": size, **props})]


def body(size: Any) -> str:
    return json.dumps({EXTENSION: size})


def large(found: str, path: str = "minimumCompressionSize") -> str:
    return f"it violation: {path} is {found}, allowed: 0 to 10485759 bytes"


CASES: Cases = {
    "response-compression": {
        "text, as the provider has it": (api("1024"), []),
        "all responses": (api("0"), []),
        "the largest size": (api(10485759), []),
        "by the body": (api(None, body=body(1024)), []),
        "by the body, and the property is empty": (api("", body=body(1024)), []),
        "not set": ([a(REST_API, {})], [large("not set")]),
        "empty": (api(""), [large("not set")]),
        "not set in the body either": (api(None, body="{}"), [large("not set")]),
        "switched off": (api("-1"), [large("-1")]),
        "switched off in the body": (api(None, body=body(-1)), [large("-1", f"body.{EXTENSION}")]),
        "the property outdoes the body": (api("-1", body=body(1024)), [large("-1")]),
        "so large that nothing is": (api("10485760"), [large("10485760")]),
        "unknown": (api(UNKNOWN), [f"it undecided: minimumCompressionSize {NOT_KNOWN}"]),
        "unknown body": (api(None, body=UNKNOWN), [f"it undecided: body {NOT_KNOWN}"]),
        "words": (api("small"), ["it undecided: minimumCompressionSize is text where a number is expected"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
