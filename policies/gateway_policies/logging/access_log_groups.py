"""The log groups that access logs go to: they forget in time, and use a key of one's own where that is wanted."""

import re
from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import DELIVERY_STREAM, LOG_GROUP, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, switch, undecided, violation

_GROUP_ARN = re.compile(r"arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?")


def destinations(stack: Stack, stage: Resource) -> list[Resource]:
    """The log groups and delivery streams of the stack that an access log goes to; several while that is not known."""
    arn = stage.at("accessLogSettings", "destinationArn").text()
    if isinstance(arn, Known):
        name = _GROUP_ARN.fullmatch(arn.value)
        named = [one for key in ("name", "id") if name for one in stack.with_text(LOG_GROUP, key, name[1])]
        return named[:1]
    # The nearest ones: the log groups behind a delivery stream are for the stream's own errors.
    return stack.sources(stage, "accessLogSettings", LOG_GROUP, DELIVERY_STREAM) if isinstance(arn, Unknown) else []


def _check_groups(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Destinations of another stack, and delivery streams, keep what they get as that says."""
    stages = stack.of_type(STAGE, REST_STAGE)
    found = {group.urn: group for stage in stages for group in destinations(stack, stage)}
    for group in found.values():
        if group.type == LOG_GROUP and group.managed:
            yield from _check_retention(group, number(settings, "minimumDays"))
            if switch(settings, "ownKey"):
                yield from _check_key(group)


def _check_retention(group: Resource, minimum: float) -> Iterator[Finding]:
    days = group.at("retentionInDays").number()
    if isinstance(days, Unknown):
        yield undecided(group, days)
    elif isinstance(days, Absent) or days.value == 0:
        said = "not set" if isinstance(days, Absent) else "0"
        message = f"retentionInDays is {said}, so that who called what from where is kept for ever"
        yield violation(group, "retentionInDays", message)
    elif days.value < minimum:
        message = f"retentionInDays is {days.value:g}, it must be at least {minimum:g}"
        yield violation(group, "retentionInDays", message)


def _check_key(group: Resource) -> Iterator[Finding]:
    """The ARN of a key yet to be made is not known, but there."""
    key = group.at("kmsKeyId")
    text = key.text()
    if isinstance(text, Absent) or text == Known(""):
        yield violation(group, "kmsKeyId", "kmsKeyId is not set, it must name a key of AWS KMS")
    elif isinstance(key.reading, Known) and isinstance(text, Unknown):
        yield undecided(group, text)


ACCESS_LOG_RETENTION_KMS = Rule(
    name="access-log-retention-kms",
    group="logging",
    severity="low",
    level="advisory",
    title="The log group of an access log keeps it for ever, or without the key that is wanted",
    why="Access logs hold addresses and names of callers: kept for ever they cost more each month and are personal "
    "data nobody deletes.",
    fix="Set retentionInDays of the LogGroup to how long the log is needed, and kmsKeyId where the rule's setting "
    "ownKey demands it.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    controls=("OWASP API8:2023",),
    check_stack=_check_groups,
    stack_types=(STAGE, REST_STAGE, LOG_GROUP, DELIVERY_STREAM),
    settings={
        "minimumDays": Setting(1, "the least days the log must be kept", minimum=1),
        "ownKey": Setting(default=False, description="whether the log group must be encrypted with a key of AWS KMS"),
    },
)

RULES = (ACCESS_LOG_RETENTION_KMS,)
