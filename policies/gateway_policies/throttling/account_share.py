"""What the stages of a stack may take together of what the account has in a Region."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, undecided, violation
from gateway_policies.throttling.stages import throttling_settings
from gateway_policies.throttling.throttle_quotas import quotas_of, region_of

_RATE = "throttlingRateLimit"
_QUOTA = "accountRateLimit"


@dataclass(frozen=True, slots=True)
class _Share:
    """How many requests per second a stage lets through, and where that is said."""

    stage: Resource
    path: str
    rate: float


def _check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    by_region: dict[str, list[_Share]] = {}
    unread: list[Finding] = []
    stages = stack.of_type(STAGE, REST_STAGE)
    for stage in stages:
        limit = _limit_of(stack, stage)
        found = limit if isinstance(limit, Unknown | None) else limit.number()
        if isinstance(found, Unknown):
            unread.append(undecided(stage, found))
        elif isinstance(limit, Value) and isinstance(found, Known) and found.value >= 0:
            share = _Share(stage, limit.path, found.value)
            by_region.setdefault(region_of(stage, settings), []).append(share)
    if len(stages) > 1:  # a single limit is the matter of throttle-effective
        yield from unread
    elsewhere = by_region.pop("", [])
    for region, shares in by_region.items():
        quota = number(settings, _QUOTA) or quotas_of(region, 0)[0]
        if len(shares) > 1 and _sum(shares) > quota:
            largest = max(shares, key=lambda share: share.rate)
            message = f"{_describe(shares)} in {region}, above the account's quota of {quota:g}; the largest is here"
            yield violation(largest.stage, largest.path, message)
        elif elsewhere and _sum([*shares, *elsewhere]) > quota:
            yield _unknown_region([*elsewhere, *shares], f"the quota of {region}, {quota:g}")
    quota = number(settings, _QUOTA) or quotas_of("", 0)[0]
    if not by_region and len(elsewhere) > 1 and _sum(elsewhere) > quota:
        yield _unknown_region(elsewhere, f"{quota:g}, the quota of a Region")


def _limit_of(stack: Stack, stage: Resource) -> Value | Unknown | None:
    """The rate of all routes of a stage; a stage without one is the matter of stage-throttling."""
    if stage.type == STAGE:
        return stage.at("defaultRouteSettings", _RATE)
    settings = throttling_settings(stack, stage)
    if not isinstance(settings, Resource):
        return settings
    value = settings.at("settings", _RATE)
    found = value.number()
    where = f" of {settings.name!r}"
    if isinstance(found, Unknown):
        return Unknown(f"{found.path}{where}", found.reason)
    return Value(f"{value.path}{where}", value.reading)


def _unknown_region(shares: list[_Share], quota: str) -> Finding:
    reason = f"is not known, and {_describe(shares)}, above {quota}"
    return undecided(shares[0].stage, Unknown("region", reason))


def _describe(shares: list[_Share]) -> str:
    return f"{_RATE} of {len(shares)} stages adds up to {_sum(shares):g}"


def _sum(shares: list[_Share]) -> float:
    return sum(share.rate for share in shares)


STAGE_LIMITS_SUM = Rule(
    name="stage-limits-sum",
    group="throttling",
    severity="low",
    level="advisory",
    title="Stages may together take more requests than the account has in the Region",
    why="The quota holds for all APIs of the account in a Region: when one stage uses what it may, others are "
    "answered 429 below their own limits.",
    fix="Lower throttlingRateLimit of the stages so that their sum stays below the quota; where AWS has raised it, "
    "set accountRateLimit of this rule in the enforcement file.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    controls=("OWASP API4:2023",),
    check_stack=_check,
    stack_types=(STAGE, REST_STAGE, REST_METHOD_SETTINGS, REST_API),
    settings={
        "region": Setting("", "the Region of stages whose own and whose provider's Region is not known"),
        _QUOTA: Setting(0, "the account's quota in requests per second; 0: the default of the Region"),
    },
)

RULES = (STAGE_LIMITS_SUM,)
