"""Rules for the arguments of a LambdaFunction, one by one and together. Pure: no Pulumi resource.

Source of the figures: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from components.access_logs import DEFAULT_RETENTION_DAYS, RETENTION_DAYS
from components.function.python_platform import ARM64, X86_64
from components.problems import Problem, did_you_mean, missing_keys

DEFAULT_RUNTIME = "python3.13"
DEFAULT_ARCHITECTURE = ARM64
DEFAULT_MEMORY_SIZE = 256
"""MB."""
DEFAULT_TIMEOUT = 10
"""Seconds."""

_MOST_CHARACTERS = 256
_LOG_LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_ALIAS = re.compile(r"(?!\d+$)[A-Za-z0-9_-]{1,128}")
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html"""
_LAYER = re.compile(r"arn:[^:]+:lambda:[^:]+:[^:]+:layer:[A-Za-z0-9_-]+:\d+")
_QUEUE = re.compile(r"arn:[^:]+:sqs:[^:]+:\d{12}:.+")
_KEY = re.compile(r"arn:[^:]+:kms:[^:]+:\d{12}:key/.+")

_NUMBERS = {
    "memory_size": (128, 10_240, "MB"),
    "timeout": (1, 900, "seconds"),
    "ephemeral_storage": (512, 10_240, "MB"),
    "reserved_concurrency": (0, None, "invocations at once"),
    "provisioned_concurrency": (1, None, "execution environments"),
}

_LISTS = {
    "layers": (5, _LAYER, "ARNs of layer versions, arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION"),
    "subnet_ids": (16, re.compile(r"subnet-[0-9a-z]+"), "ids of subnets, subnet-…"),
    "security_group_ids": (5, re.compile(r"sg-[0-9a-z]+"), "ids of security groups, sg-…"),
}


def problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments of a LambdaFunction, but for its environment, its code and its grants."""
    return [
        *missing_keys("arguments", args, ("code", "handler")),
        *_choice("architecture", args.get("architecture", DEFAULT_ARCHITECTURE), (ARM64, X86_64)),
        *(problem for name in _LISTS if name in args for problem in _list_problems(name, args[name])),
        *_description_problems(args.get("description", "")),
        *(problem for name in _NUMBERS if name in args for problem in _whole_number(name, args[name])),
        *_together("subnet_ids", "security_group_ids", args),
        *_arn_problems("dead_letter_queue", args.get("dead_letter_queue"), _QUEUE, "the ARN of an SQS queue"),
        *_arn_problems("kms_key_arn", args.get("kms_key_arn"), _KEY, "the ARN of a KMS key"),
        *_alias_problems(args),
        *(_choice("log_level", args["log_level"], _LOG_LEVELS) if "log_level" in args else ()),
        *retention_problems(args.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
    ]


def retention_problems(days: object) -> list[Problem]:
    """A problem when CloudWatch Logs does not take this retention."""
    if isinstance(days, int | float) and not isinstance(days, bool) and days in RETENTION_DAYS:
        return []
    allowed = ", ".join(map(str, RETENTION_DAYS))
    return [Problem("log_retention_days", f"{days!r}", allowed, "use one of the retentions CloudWatch Logs takes")]


def _whole_number(where: str, value: object) -> list[Problem]:
    low, high, unit = _NUMBERS[where]
    # Whole numbers reach a component that another language uses as floats.
    whole = (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )
    if whole and isinstance(value, int | float) and low <= value and (high is None or value <= high):
        return []
    allowed = f"a whole number of {unit} from {low} {'up' if high is None else f'to {high}'}"
    return [Problem(where, f"{value!r}", allowed, "give a number in the range, or leave it out")]


def _choice(where: str, value: object, allowed: Sequence[str]) -> list[Problem]:
    if value in allowed:
        return []
    return [Problem(where, f"{value!r}", ", ".join(allowed), did_you_mean(str(value), allowed, "name one of them"))]


def _list_problems(where: str, value: object) -> list[Problem]:
    most, form, allowed = _LISTS[where]
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [Problem(where, f"{value!r}", f"a list of {allowed}", "put it into a list")]
    items = cast("Sequence[object]", value)
    # Items that are only known during the deployment are left to Lambda.
    wrong = [item for item in items if isinstance(item, str) and not form.fullmatch(item)]
    found = [Problem(where, f"{item!r}", allowed, "correct it") for item in wrong]
    if len(items) > most:
        found.append(Problem(where, f"{len(items)} of them", f"{most} at most", "remove some"))
    return found


def _description_problems(description: object) -> list[Problem]:
    if isinstance(description, str) and len(description) <= _MOST_CHARACTERS:
        return []
    found = f"{len(description)} characters" if isinstance(description, str) else f"{description!r}"
    return [Problem("description", found, f"a text of {_MOST_CHARACTERS} characters at most", "shorten it")]


def _together(one: str, other: str, args: Mapping[str, object]) -> list[Problem]:
    given = {name for name in (one, other) if args.get(name)}
    if len(given) != 1:
        return []
    missing = other if one in given else one
    return [
        Problem(missing, "none", f"{one} and {other}, or neither", f"add {missing}: a function in a VPC needs both")
    ]


def _arn_problems(where: str, value: object, form: re.Pattern[str], allowed: str) -> list[Problem]:
    if not isinstance(value, str) or form.fullmatch(value):
        return []
    return [Problem(where, f"{value!r}", allowed, "give the ARN, not a name, an alias or a URL")]


def _alias_problems(args: Mapping[str, object]) -> list[Problem]:
    found: list[Problem] = []
    alias = args.get("alias")
    if alias is not None and not (isinstance(alias, str) and _ALIAS.fullmatch(alias)):
        allowed = "1 to 128 letters, digits, hyphens and underscores, not digits alone"
        found.append(Problem("alias", f"{alias!r}", allowed, 'rename it, such as "live"'))
    found += [
        Problem(name, "no alias", "only together with an alias", 'add an alias, such as "live"')
        for name in ("canary", "provisioned_concurrency")
        if name in args and alias is None
    ]
    return [*found, *_canary_problems(args.get("canary", {})), *_concurrency_problems(args)]


def _canary_problems(canary: object) -> list[Problem]:
    allowed = 'one number of a version and its share, 0 to 1, such as {"7": 0.9}'
    shares = cast("Mapping[object, object]", canary) if isinstance(canary, Mapping) else {None: None}
    right = [
        isinstance(version, str) and version.isdigit() and isinstance(share, int | float) and 0 <= share <= 1
        for version, share in shares.items()
    ]
    if len(right) <= 1 and all(right):
        return []
    return [Problem("canary", f"{canary!r}", allowed, "Lambda splits an alias between two versions: name the other")]


def _concurrency_problems(args: Mapping[str, object]) -> list[Problem]:
    reserved, provisioned = args.get("reserved_concurrency"), args.get("provisioned_concurrency")
    if not isinstance(reserved, int | float) or not isinstance(provisioned, int | float) or provisioned <= reserved:
        return []
    allowed = f"no more than reserved_concurrency, which is {reserved}"
    return [Problem("provisioned_concurrency", f"{provisioned!r}", allowed, "lower it, or raise the reserved one")]
