"""The arguments of an ApiAlarms, and rules for them. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from components.knowledge import quotas
from components.knowledge.kinds import Kind
from components.observability.alarm_table import ALARMS, UNITS, Alarm, AlarmSettings
from components.observability.watched import Watched, WatchedApi
from components.problems import Problem, choices, did_you_mean, missing_keys, unknown_keys

DEFAULT_MINUTES = 5
DEFAULT_PERIODS = 2
DEFAULT_MINIMUM = 20
MISSING_DATA = ("notBreaching", "breaching", "ignore", "missing")
_MOST_MINUTES = 24 * 60
"""Of all periods together: CloudWatch looks no further back than a day where a period is shorter than an hour."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ApiAlarmsArgs(TypedDict):
    """What the alarms of an API are made of."""

    api: WatchedApi
    """The API; its own stage is watched."""
    settings: NotRequired[AlarmSettings]
    """From when alarms ring, where not from the defaults on."""
    off: NotRequired[Sequence[str]]
    """Alarms that are not wanted, by the names in AlarmSettings."""
    minimum_requests: NotRequired[int]
    """Requests in a period below which percentages are not looked at: one failure of two is no 50 % failure. Default
    20."""
    missing_data: NotRequired[str]
    """What a period without data counts as: `notBreaching`, `breaching`, `ignore` or `missing`. notBreaching by
    default, since an API that nobody calls has none."""
    topic_arn: NotRequired[pulumi.Input[str]]
    """SNS topic that is told when an alarm rings and when it ends. One is made by default."""
    emails: NotRequired[Sequence[str]]
    """Addresses that the topic writes to, once each of them has agreed. For a topic that is made here."""
    topic_kms_key_id: NotRequired[pulumi.Input[str]]
    """Key that encrypts what the topic made here holds. Its policy must let cloudwatch.amazonaws.com use it, which that
    of aws/sns does not."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the alarms and the topic."""


def problems(args: ApiAlarmsArgs, target: Watched | list[Problem]) -> list[Problem]:
    """Everything wrong with the arguments.

    Args:
        args: the arguments; they may lack required keys, as nothing has checked them yet.
        target: the API, or what is wrong with it.
    """
    given: Mapping[str, Any] = args
    kind = target.kind if isinstance(target, Watched) else None
    return [
        *missing_keys("arguments", given, ("api",)),
        *unknown_keys("arguments", given, ApiAlarmsArgs),
        *(target if isinstance(target, list) and "api" in given else []),
        *_settings_problems(given.get("settings", {}), kind),
        *_off_problems(given),
        *quotas.outside(
            "minimum_requests",
            given.get("minimum_requests", DEFAULT_MINIMUM),
            lowest=1,
            highest=10**9,
            unit="requests",
            remedy="give 1 to look at every period",
        ),
        *_missing_problems(given),
        *_topic_problems(given),
    ]


def _settings_problems(settings: Mapping[str, Any], kind: Kind | None) -> list[Problem]:
    found = unknown_keys("settings", settings, AlarmSettings)
    for name in settings.keys() & ALARMS.keys():
        where = f'alarm "{name}"'
        alarm: Mapping[str, Any] = settings[name]
        found += unknown_keys(where, alarm, Alarm)
        if kind is not None and kind not in ALARMS[name].kinds:
            owners = " or ".join(one.noun for one in ALARMS[name].kinds)
            found.append(Problem(where, f"it for {kind.noun}", f"it for {owners}", "remove it"))
        found += _number_problems(where, name, alarm)
    return sorted(found, key=lambda problem: problem.where)


def _number_problems(where: str, name: str, alarm: Mapping[str, Any]) -> list[Problem]:
    threshold = alarm.get("threshold", ALARMS[name].threshold)
    unit = UNITS.get(name, "requests")
    highest = 100 if unit == "%" else math.inf
    found: list[Problem] = []
    number = isinstance(threshold, int | float) and not isinstance(threshold, bool)
    if not number or not 0 < threshold <= highest or math.isinf(threshold):
        allowed = f"more than 0 {unit}" + (" and up to 100 %" if unit == "%" else "")
        found.append(Problem(where, f"threshold {threshold!r}", allowed, "give the first value that is too much"))
    minutes, periods = alarm.get("minutes", DEFAULT_MINUTES), alarm.get("periods", DEFAULT_PERIODS)
    for key, value in (("minutes", minutes), ("periods", periods)):
        found += quotas.outside(
            f"{where}, {key}", value, lowest=1, highest=_MOST_MINUTES, unit=key, remedy="give 1 or more"
        )
    if not found and minutes * periods > _MOST_MINUTES:
        allowed = f"{_MOST_MINUTES} minutes at most: CloudWatch looks a day back"
        found.append(Problem(where, f"{periods} periods of {minutes} minutes", allowed, "give fewer or shorter ones"))
    return found


def _off_problems(args: Mapping[str, Any]) -> list[Problem]:
    settings: Mapping[str, object] = args.get("settings", {})
    found: list[Problem] = []
    for name in args.get("off", ()):
        if name not in ALARMS:
            found.append(Problem("off", f'"{name}"', choices(ALARMS), did_you_mean(name, ALARMS, "remove it")))
        elif name in settings:
            found.append(Problem("off", f'"{name}", which has settings', "alarms without settings", "remove one"))
    return found


def _missing_problems(args: Mapping[str, Any]) -> list[Problem]:
    found = args.get("missing_data", MISSING_DATA[0])
    if found in MISSING_DATA:
        return []
    remedy = did_you_mean(str(found), MISSING_DATA, "use one of them")
    return [Problem("missing_data", f"{found!r}", ", ".join(MISSING_DATA), remedy)]


def _topic_problems(args: Mapping[str, Any]) -> list[Problem]:
    found = [
        Problem("emails", f'"{email}"', "addresses such as oncall@example.com", "correct it")
        for email in args.get("emails", ())
        if not _EMAIL.fullmatch(email)
    ]
    if "topic_arn" not in args:
        return found
    topic = args["topic_arn"]
    if isinstance(topic, str) and ":sns:" not in topic:
        found.append(Problem("topic_arn", f'"{topic}"', "the ARN of an SNS topic", "pass the arn of the topic"))
    return found + [
        Problem(key, "it beside topic_arn", "it for a topic that is made here", "set it at that topic")
        for key in ("emails", "topic_kms_key_id")
        if key in args
    ]
