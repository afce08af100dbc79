"""Every stage limits how many requests per second, and how many at once, it lets through."""

from collections.abc import Iterator

from gateway_policies.all_methods import ALL_METHODS, may_be_for_all
from gateway_policies.belonging import settings_of_stage
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.remedies import throttle_methods, throttle_stage
from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation

LIMITS = ("throttlingRateLimit", "throttlingBurstLimit")


def _check_stage(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_limits(stage, stage.at("defaultRouteSettings"))


def _check_limits(stage: Resource, block: Value, where: str = "") -> Iterator[Finding]:
    limits = [block.at(name) for name in LIMITS]
    if all(isinstance(limit.number(), Absent) for limit in limits):
        both = " and ".join(limit.path for limit in limits)
        yield violation(stage, limits[0].path, f"{both}{where} are not set")
        return
    for limit in limits:
        yield from _check_set(stage, limit, where)


def _check_set(stage: Resource, limit: Value, where: str) -> Iterator[Finding]:
    """A limit is set; -1, with which REST APIs switch throttling off, is none. Zero is throttle-not-zero's matter."""
    number = limit.number()
    if isinstance(number, Unknown):
        yield undecided(stage, Unknown(f"{number.path}{where}", number.reason))
    elif isinstance(number, Absent):
        yield violation(stage, limit.path, f"{limit.path}{where} is not set")
    elif number.value < 0:
        yield violation(stage, limit.path, f"{limit.path}{where} is {number.value:g}, which switches throttling off")


def _check_rest_stages(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(REST_STAGE):
        settings = throttling_settings(stack, stage)
        if isinstance(settings, Unknown):
            yield undecided(stage, settings)
        elif settings is None:
            message = f"no MethodSettings with methodPath {ALL_METHODS!r} throttles the stage"
            yield violation(stage, "stageName", message)
        else:
            yield from _check_limits(stage, settings.at("settings"), f" of {settings.name!r}")


def throttling_settings(stack: Stack, stage: Resource) -> Resource | Unknown | None:
    """The MethodSettings for all methods of a REST stage, which throttle it; Unknown when one only may be it."""
    of_stage = settings_of_stage(stack, stage)
    paths = [(one, one.at("methodPath").text()) for one in of_stage.certain]
    for settings, path in paths:
        if path == Known(ALL_METHODS):
            return settings
    maybe = [one for one, path in paths if isinstance(path, Unknown)]
    maybe += [one for one in of_stage.possible if may_be_for_all(one)]
    return Unknown(f"whether {maybe[0].name!r} throttles the stage", "is not known") if maybe else None


def _check_not_zero(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    for block in setting_blocks(stage):
        if isinstance(block, Unknown):
            yield undecided(stage, block)
            continue
        for name in LIMITS:
            limit = block.at(name)
            number = limit.number()
            if isinstance(number, Unknown):
                yield undecided(stage, number)
            elif isinstance(number, Absent) or number.value == 0:
                found = "not set, which AWS is sent as 0" if isinstance(number, Absent) else "0"
                yield violation(stage, limit.path, f"{limit.path} is {found}, so that every call is answered 429")


def setting_blocks(stage: Resource) -> Iterator[Value | Unknown]:
    """The settings a stage of an HTTP or WebSocket API gives its routes: the default and one for each route named."""
    default = stage.at("defaultRouteSettings")
    found = default.mapping()
    if isinstance(found, Unknown):
        yield found
    elif isinstance(found, Known):
        yield default
    items = stage.at("routeSettings").items()
    if isinstance(items, Unknown):
        yield items
    elif isinstance(items, Known):
        for item in items.value:
            block = item.mapping()
            if not isinstance(block, Absent):
                yield block if isinstance(block, Unknown) else item


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html"

STAGE_THROTTLING = Rule(
    name="stage-throttling",
    group="throttling",
    severity="high",
    level="mandatory",
    title="A stage is not throttled",
    why="Without limits of its own one stage can use up the request quota that all APIs of the account share in a "
    "Region, and its backends take whatever comes.",
    fix="Set throttlingRateLimit (requests per second) and throttlingBurstLimit (requests at once) in "
    "defaultRouteSettings, or for a REST API in a MethodSettings with methodPath '*/*'.",
    source=_SOURCE,
    controls=(
        "cdk-nag APIGWDefaultThrottling",
        "serverless-rules ES2003",
        "serverless-rules aws_apigatewayv2_stage_throttling",
        "serverless-rules aws_api_gateway_method_settings_throttling",
        "OWASP API4:2023",
    ),
    checks={STAGE: _check_stage},
    check_stack=_check_rest_stages,
    stack_types=(REST_STAGE, REST_METHOD_SETTINGS, REST_API),
    settings={
        "rateLimit": Setting(default=100, description="requests per second that `remediate` sets", minimum=1),
        "burstLimit": Setting(default=200, description="requests at once that `remediate` sets", minimum=1),
    },
    remedies={STAGE: throttle_stage, REST_METHOD_SETTINGS: throttle_methods},
)

THROTTLE_NOT_ZERO = Rule(
    name="throttle-not-zero",
    group="throttling",
    severity="high",
    level="mandatory",
    title="A stage refuses every call, for a limit is zero",
    why="In route settings a limit left out is sent to AWS as 0, and an API throttled to 0 answers each call with 429.",
    fix="Set both throttlingRateLimit and throttlingBurstLimit, above 0, in each block of route settings.",
    source=_SOURCE,
    controls=("OWASP API4:2023",),
    checks={STAGE: _check_not_zero},
)

RULES = (STAGE_THROTTLING, THROTTLE_NOT_ZERO)
