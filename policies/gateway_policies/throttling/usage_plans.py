"""Usage plans: each REST stage is in one, and each has limits."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, REST_API, REST_STAGE, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.throttling.plan_stages import plans

_PERIODS = ("DAY", "WEEK", "MONTH")


def _check_associated(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    covered: set[str] = set()
    maybe: dict[str, Unknown] = {}
    untold: Unknown | None = None
    for plan, planned in plans(stack):
        covered |= planned.stages
        for urn in planned.possible:
            maybe.setdefault(urn, Unknown(f"whether apiStages of {plan.name!r} names the stage", "is not known"))
        if planned.unread:
            untold = untold or Unknown(f"{planned.unread.path} of {plan.name!r}", planned.unread.reason)
    for stage in stack.of_type(REST_STAGE):
        if stage.urn in covered:
            continue
        unread = maybe.get(stage.urn, untold)
        if unread:
            yield undecided(stage, unread)
        else:
            yield violation(stage, "stageName", "no UsagePlan of this stack names the stage in its apiStages")


def _check_limits(plan: Resource, _settings: Settings) -> Iterator[Finding]:
    """The provider sends a limit that is left out as 0."""
    for block, key in (
        ("throttleSettings", "rateLimit"),
        ("throttleSettings", "burstLimit"),
        ("quotaSettings", "limit"),
    ):
        value = plan.at(block, key)
        limit = value.number()
        if isinstance(limit, Unknown):
            yield undecided(plan, limit)
        elif isinstance(limit, Absent) or limit.value <= 0:
            found = "not set" if isinstance(limit, Absent) else f"{limit.value:g}"
            yield violation(plan, value.path, f"{value.path} is {found}, it must be above 0")
    value = plan.at("quotaSettings", "period")
    period = value.text()
    if isinstance(period, Unknown):
        yield undecided(plan, period)
    elif isinstance(period, Absent) or period.value not in _PERIODS:
        found = repr(period.value) if isinstance(period, Known) else "not set"
        yield violation(plan, value.path, f"{value.path} is {found}, allowed are {', '.join(_PERIODS)}")


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"

USAGE_PLAN_ASSOCIATED = Rule(
    name="usage-plan-associated",
    group="throttling",
    severity="low",
    level="disabled",
    title="A stage of a REST API is in no usage plan",
    why="Without a usage plan the API cannot tell its customers apart: one of them can use up what all of them share.",
    fix="Name the stage in apiStages of an aws.apigateway.UsagePlan: apiId and stage.",
    source=_SOURCE,
    controls=("cfn_nag W64", "cfn_nag W68", "KICS c999cf62", "KICS b3a59b8e", "OWASP API4:2023"),
    check_stack=_check_associated,
    stack_types=(REST_STAGE, REST_USAGE_PLAN, REST_API, API, STAGE),
)

USAGE_PLAN_LIMITS = Rule(
    name="usage-plan-limits",
    group="throttling",
    severity="medium",
    level="advisory",
    title="A usage plan does not limit what the holder of a key may use",
    why="A plan without a rate and a quota hands out keys with which one customer can use up what the API, and the "
    "account behind it, has for all.",
    fix="Set rateLimit and burstLimit in throttleSettings, and limit and period (DAY, WEEK or MONTH) in quotaSettings.",
    source=_SOURCE,
    controls=("OWASP API4:2023", "OWASP API6:2023"),
    checks={REST_USAGE_PLAN: _check_limits},
)

RULES = (USAGE_PLAN_ASSOCIATED, USAGE_PLAN_LIMITS)
