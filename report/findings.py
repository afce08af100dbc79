"""What the policies of a stack's environment say of it, and whom they excuse until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.enforcement import load_enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.exemptions import name_of, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from gateway_policies.enforcement import Enforcement
    from gateway_policies.resources import Resource

_SOON = 60
"""Days before its end from which an exemption is marked."""
_AUTHORIZATION = ("route-authorization", "method-authorization", "openapi-operation-authorization")


@dataclass(frozen=True)
class Finding:
    """One thing that a policy reports."""

    policy: str
    severity: str
    level: str
    resource: str
    title: str
    message: str
    is_undecided: bool


@dataclass(frozen=True)
class Excused:
    """One exemption."""

    policy: str
    resource: str
    reason: str
    expires: date
    state: str
    """`valid`, `soon` or `expired`."""


@dataclass(frozen=True)
class Verdict:
    """All findings and exemptions of a stack."""

    findings: list[Finding]
    exemptions: list[Excused]
    enforcement: Mapping[str, Enforcement]
    today: date

    def of(self, level: str) -> list[Finding]:
        """The violations of a level."""
        return [one for one in self.findings if one.level == level and not one.is_undecided]

    @property
    def undecided(self) -> list[Finding]:
        """What cannot be told before `up`."""
        return [one for one in self.findings if one.is_undecided]

    def excuse(self, urn: str) -> str:
        """Why a resource may be called by everyone; empty where no exemption that still holds says so."""
        for policy in _AUTHORIZATION:
            for one in self.enforcement[policy].exemptions:
                if one.matches(urn) and not one.is_expired(self.today):
                    return one.reason
        return ""


def judged(resources: list[Resource], file: Path, today: date) -> Verdict:
    """The verdict over the resources of a stack.

    Raises:
        EnforcementError: the enforcement file cannot be used.
    """
    enforcement = load_enforcement(file, RULES)
    order = {level: index for index, level in enumerate(("mandatory", "remediate", "advisory"))}
    findings = [
        Finding(
            one.policy,
            BY_NAME[one.policy].severity,
            one.level,
            f"{type_of(one.resource).rpartition(':')[2]} {name_of(one.resource)}",
            BY_NAME[one.policy].title,
            one.message.partition(": ")[2],
            one.status.value == "undecided",
        )
        for one in evaluate(resources, enforcement, today=today)
    ]
    exemptions = [
        Excused(
            name, one.pattern.rpartition("::")[2] or one.pattern, one.reason, one.expires, _state(one.expires, today)
        )
        for name, enforced in enforcement.items()
        for one in enforced.exemptions
    ]
    findings.sort(key=lambda one: (order.get(one.level, len(order)), one.policy, one.resource))
    return Verdict(findings, sorted(exemptions, key=lambda one: one.expires), enforcement, today)


def _state(expires: date, today: date) -> str:
    left = (expires - today).days
    return "expired" if left < 0 else "soon" if left <= _SOON else "valid"
