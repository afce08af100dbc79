"""From what a rule finds to what is reported: exemptions applied, words completed, failures of rules made visible."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gateway_policies.enforcement import Enforcement
from gateway_policies.exemptions import name_of
from gateway_policies.rule import Finding, Level, Rule, Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing to report: the policy, the URN of the resource, the policy's level, and a complete message."""

    policy: str
    resource: str
    level: Level
    status: Status
    message: str


def judge(
    rule: Rule, enforcement: Enforcement, findings: Callable[[], Iterable[Finding]], subject: str, today: date
) -> Iterator[Judgement]:
    """Judge what a check finds about `subject`, the URN of a resource or of a stack.

    A check that fails is a violation, for what it guards is unproven; what it found before that stands.
    """
    seen: set[Finding] = set()
    try:
        for finding in findings():
            if finding in seen:  # two reads can stumble over one unknown block
                continue
            seen.add(finding)
            note = _expired(enforcement, finding.resource, today)
            if note is None:
                continue
            message = f"{name_of(finding.resource)}: "
            if finding.status is Status.UNDECIDED:
                message += f"undecided: {finding.message}."
            else:
                message += f"{finding.message}. {rule.fix}"
            yield Judgement(rule.name, finding.resource, enforcement.level, finding.status, message + note)
    except Exception as error:  # noqa: BLE001  whatever a rule raises, its subject must not pass
        message = (
            f"{name_of(subject)}: the rule {rule.name} failed with {type(error).__name__}: {error}. Nothing is proven "
            f"about this resource; this is a defect of the policy pack, please report it."
        )
        yield Judgement(rule.name, subject, enforcement.level, Status.VIOLATION, message)


def unused_exemptions(
    rules: Iterable[Rule], enforced: Mapping[str, Enforcement], urns: Sequence[str]
) -> Iterator[Judgement]:
    """A violation for each exemption that matches no resource of the stack any more.

    One that is written for the URNs of another stack or project is left alone. A rule that is disabled has none.
    """
    root = urns[0].split("::")[:2] if urns else []
    for rule in rules:
        enforcement = enforced[rule.name]
        for exemption in enforcement.exemptions if urns and enforcement.level != "disabled" else ():
            if exemption.is_elsewhere(root) or any(exemption.matches(urn) for urn in urns):
                continue
            message = (
                f"the exemption of {exemption.pattern!r} ({exemption.reason}) matches no resource of this stack. "
                "Remove it from the enforcement file, or correct its resource."
            )
            yield Judgement(rule.name, "", enforcement.level, Status.VIOLATION, message)


def _expired(enforcement: Enforcement, urn: str, today: date) -> str | None:
    """A note on exemptions that no longer hold, or None when one does."""
    matching = [exemption for exemption in enforcement.exemptions if exemption.matches(urn)]
    if any(not exemption.is_expired(today) for exemption in matching):
        return None
    return "".join(f" The exemption {one.reason!r} expired on {one.expires.isoformat()}." for one in matching)
