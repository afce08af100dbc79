"""What the policies say of a stack, and what they are told to pass over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from gateway_policies.catalogue import BY_NAME
from gateway_policies.evaluate import evaluate
from gateway_policies.exemptions import name_of, type_of
from gateway_policies.outputs.audited import fails
from gateway_policies.rule import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gateway_policies.enforcement import Enforcement
    from gateway_policies.exemptions import Exemption
    from gateway_policies.judgement import Judgement
    from report.preview_resources import Preview

SOON = timedelta(days=60)
"""How long before its last day an exemption is marked."""
_SEVERITIES = ("critical", "high", "medium", "low")


@dataclass(frozen=True)
class Finding:
    """One thing that a policy says of a resource."""

    resource: str
    kind: str
    """The type of the resource, "" for the stack as a whole."""
    message: str


@dataclass(frozen=True)
class PolicyFindings:
    """All that one policy says."""

    policy: str
    title: str
    severity: str
    fix: str
    findings: list[Finding]


@dataclass(frozen=True)
class ExemptionUse:
    """An exemption of a policy, and how long it still holds."""

    policy: str
    pattern: str
    reason: str
    expires: date
    state: Literal["expired", "soon", "valid"]
    days_left: int
    resources: tuple[str, ...]
    """The names of the resources it excuses."""


@dataclass(frozen=True)
class Findings:
    """Everything the policies say, the most severe first."""

    mandatory: list[PolicyFindings]
    advisory: list[PolicyFindings]
    undecided: list[PolicyFindings]
    exemptions: list[ExemptionUse]
    policies: int
    """How many policies judge the stack."""


def findings_of(preview: Preview, enforcement: Mapping[str, Enforcement], today: date) -> Findings:
    """Judges the resources by the whole catalogue of policies."""
    judged = evaluate(preview.resources.resources, enforcement, today=today)
    undecided = [one for one in judged if one.status is Status.UNDECIDED]
    violations = [one for one in judged if one.status is not Status.UNDECIDED]
    return Findings(
        mandatory=_by_policy([one for one in violations if fails(one)]),
        advisory=_by_policy([one for one in violations if not fails(one)]),
        undecided=_by_policy(undecided),
        exemptions=sorted(
            _exemptions(preview, enforcement, today), key=lambda one: (one.expires, one.policy, one.pattern)
        ),
        policies=sum(one.level != "disabled" for one in enforcement.values()),
    )


def count(found: list[PolicyFindings]) -> int:
    """How many single findings there are."""
    return sum(len(one.findings) for one in found)


def _by_policy(judgements: list[Judgement]) -> list[PolicyFindings]:
    found: dict[str, list[Finding]] = {}
    for judgement in judgements:
        found.setdefault(judgement.policy, []).append(_finding(judgement))
    rules = sorted((BY_NAME[name] for name in found), key=lambda rule: (_SEVERITIES.index(rule.severity), rule.name))
    return [PolicyFindings(rule.name, rule.title, rule.severity, rule.fix, found[rule.name]) for rule in rules]


def _finding(judgement: Judgement) -> Finding:
    """The message without what stands beside it anyway: the resource, and how to comply."""
    name = name_of(judgement.resource)
    message = judgement.message.removeprefix(f"{name}: ").removeprefix("undecided: ")
    said, _, after = message.partition(BY_NAME[judgement.policy].fix)
    kind = type_of(judgement.resource).rpartition(":")[2]
    return Finding(name if judgement.resource else "the stack", kind, f"{said.strip()}{after}")


def _exemptions(preview: Preview, enforcement: Mapping[str, Enforcement], today: date) -> Iterator[ExemptionUse]:
    urns = list(preview.by_urn)
    for name, enforced in enforcement.items():
        for one in enforced.exemptions if enforced.level != "disabled" else ():
            excused = tuple(name_of(urn) for urn in urns if one.matches(urn))
            days = (one.expires - today).days
            yield ExemptionUse(name, one.pattern, one.reason, one.expires, _state(one, today), days, excused)


def _state(exemption: Exemption, today: date) -> Literal["expired", "soon", "valid"]:
    if exemption.is_expired(today):
        return "expired"
    return "soon" if exemption.expires - today <= SOON else "valid"
