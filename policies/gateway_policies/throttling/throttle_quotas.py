"""A limit below the quota of the account: one at or above it never takes effect."""

from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_METHOD_SETTINGS, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, text, undecided, violation
from gateway_policies.throttling.stages import LIMITS, setting_blocks

# Requests per second, and requests at once, of all APIs of an account in a Region, and the Regions that have less.
# Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_QUOTA = (10_000, 5_000)
_SMALL_QUOTA = (2_500, 1_250)
_SMALL_REGIONS = frozenset(
    {
        "af-south-1",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "mx-central-1",
    }
)

_PLAN_LIMITS = ("rateLimit", "burstLimit")


def _check_stage(stage: Resource, settings: Settings) -> Iterator[Finding]:
    for block in setting_blocks(stage):
        if isinstance(block, Unknown):
            yield undecided(stage, block)
        else:
            yield from _check_limits(stage, block, LIMITS, settings)


def _check_method_settings(resource: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_limits(resource, resource.at("settings"), LIMITS, settings)


def _check_usage_plan(plan: Resource, settings: Settings) -> Iterator[Finding]:
    yield from _check_limits(plan, plan.at("throttleSettings"), _PLAN_LIMITS, settings)
    stages = plan.at("apiStages").items()
    if isinstance(stages, Unknown):
        yield undecided(plan, stages)
    elif isinstance(stages, Known):
        for stage in stages.value:
            throttles = stage.at("throttles").items()
            if isinstance(throttles, Unknown):
                yield undecided(plan, throttles)
            elif isinstance(throttles, Known):
                for throttle in throttles.value:
                    yield from _check_limits(plan, throttle, _PLAN_LIMITS, settings)


def _check_limits(resource: Resource, block: Value, names: tuple[str, str], settings: Settings) -> Iterator[Finding]:
    """Compare the rate and the burst with their quotas; limits that are absent or negative are stage-throttling's."""
    for index, (name, setting) in enumerate(zip(names, ("accountRateLimit", "accountBurstLimit"), strict=True)):
        limit = block.at(name)
        given = limit.number()
        if isinstance(given, Unknown):
            yield undecided(resource, given)
        elif isinstance(given, Known):
            raised = number(settings, setting)
            smallest, largest = (raised, raised) if raised else quotas_of(region_of(resource, settings), index)
            if given.value >= largest:
                message = f"{limit.path} is {given.value:g}, it must be below the account's quota of {largest:g}"
                yield violation(resource, limit.path, message)
            elif given.value >= smallest:
                reason = f"is {given.value:g}, above the quota of some Regions, and the Region is not known"
                yield undecided(resource, Unknown(limit.path, reason))


def region_of(resource: Resource, settings: Settings) -> str:
    """The Region of a resource, "" when it is not known: its own, or its provider's, or that of the setting."""
    region = resource.at("region").text()
    if isinstance(region, Absent):
        return resource.region or text(settings, "region")
    return region.value if isinstance(region, Known) else ""


def quotas_of(region: str, index: int) -> tuple[float, float]:
    """The smallest and the largest quota that may hold in a Region, "" when it is not known."""
    if not region:
        return _SMALL_QUOTA[index], _QUOTA[index]
    quota = _SMALL_QUOTA if region in _SMALL_REGIONS else _QUOTA
    return quota[index], quota[index]


THROTTLE_EFFECTIVE = Rule(
    name="throttle-effective",
    group="throttling",
    severity="medium",
    level="advisory",
    title="A throttling limit never takes effect, for the account's quota is reached first",
    why="A limit at or above what the account may do in the Region looks like protection and is none.",
    fix="Choose limits below the account's quota; where AWS has raised it, set accountRateLimit and accountBurstLimit "
    "of this rule in the enforcement file.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    controls=("OWASP API4:2023",),
    checks={STAGE: _check_stage, REST_METHOD_SETTINGS: _check_method_settings, REST_USAGE_PLAN: _check_usage_plan},
    settings={
        "region": Setting("", "the Region of resources whose own and whose provider's Region is not known"),
        "accountRateLimit": Setting(0, "the account's quota in requests per second; 0: the default of the Region"),
        "accountBurstLimit": Setting(0, "the account's quota in requests at once; 0: the default of the Region"),
    },
)

RULES = (THROTTLE_EFFECTIVE,)
