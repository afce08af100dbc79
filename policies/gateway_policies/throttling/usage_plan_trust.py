"""A usage plan is for APIs that trust the same callers, for each of its keys opens all of them."""

from collections.abc import Iterator

from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import API, REST_API, REST_STAGE, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, text, undecided, violation
from gateway_policies.throttling.plan_stages import Planned, plans

_TAG = "zoneTag"


def _check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    tag = text(settings, _TAG)
    for plan, planned in plans(stack):
        yield from _check_zones(plan, planned, tag) if tag else _check_single(plan, planned)


def _check_single(plan: Resource, planned: Planned) -> Iterator[Finding]:
    """Several stages of one API are one thing to trust."""
    names = [*(api.name for api in planned.apis.values()), *planned.others]
    if len(names) > 1:
        yield _spans(plan, f"{len(names)} APIs", names)
    elif planned.unread and _has_several(plan):
        yield undecided(plan, planned.unread)


def _check_zones(plan: Resource, planned: Planned, tag: str) -> Iterator[Finding]:
    """An API without the tag is a zone of its own."""
    zones: dict[str, str] = {}
    unread: Unknown | None = None
    for other in planned.others[:1]:
        unread = Unknown("apiStages", f"names {other!r}, an API of another stack, whose tags are not seen")
    for api in planned.apis.values():
        zone = api.at("tags", tag).text()
        if isinstance(zone, Unknown):
            unread = unread or Unknown(f"{zone.path} of {api.name!r}", zone.reason)
        else:
            zones.setdefault(f"tag {zone.value}" if isinstance(zone, Known) else api.urn, api.name)
    if len(zones) > 1:
        yield _spans(plan, f"APIs of {len(zones)} zones by the tag {tag!r}", list(zones.values()))
        return
    if len(planned.apis) + len(planned.others) == 1:
        unread = None  # its own zone, whichever that is
    if _has_several(plan) and (unread := planned.unread or unread):
        yield undecided(plan, unread)


def _has_several(plan: Resource) -> bool:
    items = plan.at("apiStages").items()
    return not isinstance(items, Known) or len(items.value) > 1


def _spans(plan: Resource, what: str, names: list[str]) -> Finding:
    listed = ", ".join(repr(name) for name in names)
    message = f"apiStages names {what} ({listed}), so that each key opens all of them; allowed is one"
    return violation(plan, "apiStages", message)


USAGE_PLAN_SINGLE_TRUST = Rule(
    name="usage-plan-single-trust",
    group="throttling",
    severity="low",
    level="advisory",
    title="A usage plan is for APIs that need not trust the same callers",
    why="A key of a plan is good for every API in it, so that a customer of one also gets into the others, and what "
    "one uses counts for all.",
    fix="Make a UsagePlan for each API, with keys of its own, or give APIs that belong together one value of the tag "
    "that zoneTag of this rule names.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
    controls=("OWASP API4:2023",),
    check_stack=_check,
    stack_types=(REST_USAGE_PLAN, REST_API, API, REST_STAGE, STAGE),
    settings={
        _TAG: Setting(
            default="",
            description='a tag whose value APIs have in common that trust the same callers; "": each API for itself',
        ),
    },
)

RULES = (USAGE_PLAN_SINGLE_TRUST,)
