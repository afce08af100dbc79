from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import DELIVERY_STREAM, LOG_GROUP, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ARN = "arn:aws:logs:eu-west-1:1:log-group:calls:*"
FOR_EVER = "so that who called what from where is kept for ever"


def group(days: Any, name: str = "calls", urn: str = "logs", **props: Any) -> Resource:
    return a(LOG_GROUP, {"name": name, "retentionInDays": days, **props}, urn)


def stage(*sources: Resource, arn: Any = UNKNOWN, kind: str = STAGE) -> list[Resource]:
    settings = {"destinationArn": arn, "format": "$context.requestId"}
    one = a(kind, {"accessLogSettings": settings})
    links = {"accessLogSettings": [source.urn for source in sources]} if arn == UNKNOWN else {}
    return [*sources, replace(one, property_dependencies=links)]


STREAM = a(DELIVERY_STREAM, {}, "stream", {"extendedS3Configuration": group(None)})

CASES: Cases = {
    "access-log-retention-kms": {
        "a month": (stage(group(30)), []),
        "REST: a month, as text": (stage(group("30"), kind=REST_STAGE), []),
        "by the ARN alone": (stage(group(30), arn=ARN), []),
        "another group of the stack": ([*stage(group(30)), group(None, "other", "other")], []),
        "of another stack": (stage(group(None, "other"), arn=ARN), []),
        "a group behind a delivery stream": ([group(None), *stage(STREAM)], []),
        "a delivery stream of another stack": (stage(arn="arn:aws:firehose:eu-west-1:1:deliverystream/x"), []),
        "from nowhere in the stack": (stage(), []),
        "no access log": ([group(None), a(STAGE, {})], []),
        "for ever": (stage(group(None)), [f"logs violation: retentionInDays is not set, {FOR_EVER}"]),
        "for ever, which AWS calls 0": (stage(group(0)), [f"logs violation: retentionInDays is 0, {FOR_EVER}"]),
        "REST: for ever, by the ARN alone": (
            stage(group(None), arn=ARN.removesuffix(":*"), kind=REST_STAGE),
            [f"logs violation: retentionInDays is not set, {FOR_EVER}"],
        ),
        "one that is only read": (stage(replace(group(None), managed=False)), []),
        "two stages, one group": (
            [*stage(group(None)), *stage(arn=ARN, kind=REST_STAGE)],
            [f"logs violation: retentionInDays is not set, {FOR_EVER}"],
        ),
        "unknown": (stage(group(UNKNOWN)), [f"logs undecided: retentionInDays {NOT_KNOWN}"]),
        "no number": (
            stage(group("a month")),
            ["logs undecided: retentionInDays is text where a number is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


NO_KEY = ["kmsKeyId is not set, it must name a key of AWS KMS"]


@pytest.mark.parametrize(
    ("settings", "log_group", "found"),
    [
        ({"ownKey": True}, group(30), NO_KEY),
        ({"ownKey": True}, group(30, kmsKeyId=""), NO_KEY),
        ({"ownKey": True}, group(30, kmsKeyId="arn:aws:kms:eu-west-1:1:key/x"), []),
        ({"ownKey": True}, group(30, kmsKeyId=UNKNOWN), []),
        ({"ownKey": True}, group(30, kmsKeyId=[]), ["kmsKeyId is a list where text is expected"]),
        ({"minimumDays": 365}, group(30), ["retentionInDays is 30, it must be at least 365"]),
        ({"minimumDays": 365}, group(365), []),
    ],
)
def test_settings(settings: dict[str, Any], log_group: Resource, found: list[str]) -> None:
    rule = BY_NAME["access-log-retention-kms"]
    assert rule.check_stack
    stack = Stack(stage(log_group))
    assert [one.message for one in rule.check_stack(stack, {**rule.defaults, **settings})] == found
