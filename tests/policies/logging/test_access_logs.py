from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ARN = "arn:aws:logs:eu-west-1:1:log-group:x"
FORMAT = '{"id":"$context.requestId"}'
NO_DESTINATION = "it violation: accessLogSettings.destinationArn is not set"
NONE = "it violation: accessLogSettings is not set"
NO_FORMAT = "it violation: accessLogSettings.format is not set"


def stage(settings: Any, kind: str = STAGE) -> list[Resource]:
    return [a(kind, {"accessLogSettings": settings})]


CASES: Cases = {
    "access-logging": {
        "both": (stage({"destinationArn": ARN, "format": FORMAT}), []),
        "REST: both": (stage({"destinationArn": ARN, "format": FORMAT}, REST_STAGE), []),
        "a log group yet to be made": (stage({"destinationArn": UNKNOWN, "format": FORMAT}), []),
        "a format that names what is yet to be made": (stage({"destinationArn": UNKNOWN, "format": UNKNOWN}), []),
        "none": (stage(None), [NONE]),
        "REST: none": (stage(None, REST_STAGE), [NONE]),
        "no format": (stage({"destinationArn": ARN}), [NO_FORMAT]),
        "empty texts": (stage({"destinationArn": "", "format": ""}), [NO_DESTINATION, NO_FORMAT]),
        "null": (stage({"destinationArn": None, "format": FORMAT}), [NO_DESTINATION]),
        "unknown": (stage(UNKNOWN), [f"it undecided: accessLogSettings {NOT_KNOWN}"]),
        "cfn_nag accepts one without a deployment and a log": ([a(REST_STAGE, {})], [NONE]),
        "no text": (
            stage({"destinationArn": [ARN], "format": 5}),
            [
                "it undecided: accessLogSettings.destinationArn is a list where text is expected",
                "it undecided: accessLogSettings.format is a number where text is expected",
            ],
        ),
        "wrong types": (stage([ARN]), ["it undecided: accessLogSettings is a list where a map is expected"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
