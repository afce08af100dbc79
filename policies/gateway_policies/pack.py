"""The rules as one pack: enforced as configured, each asked only about what it reads. It knows of no engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import ALL, Enforcement, level_of, read_rule_config
from gateway_policies.judgement import Judgement, judge, unused_exemptions
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Level, Rule, Settings, Status

Entries = Mapping[str, tuple[Level, Mapping[str, object]]]
"""Level and settings by policy, group or "all", as the engine gives them."""


class Pack:
    """All rules, as they are enforced."""

    def __init__(self, entries: Entries | None = None) -> None:
        self._enforced: dict[str, Enforcement] = {}
        self._problems: dict[str, list[str]] = {}
        self._of_type: dict[str, list[Rule]] = {}
        for rule in RULES:
            self._configure(rule, entries or {})
            for kind in rule.checks:
                self._of_type.setdefault(kind, []).append(rule)

    def level(self, name: str) -> Level:
        """The level of a rule."""
        return self._enforced[name].level

    def reads(self, kind: str) -> bool:
        """Whether a rule judges single resources of this type."""
        return kind in self._of_type

    def judge_resource(self, resource: Resource) -> Iterator[Judgement]:
        """What is wrong with one resource, by its inputs."""
        for rule in self._of_type.get(resource.type, ()):
            yield from self._judge(rule, partial(rule.checks[resource.type], resource), resource.urn)

    def judge_stack(self, resources: Iterable[Resource]) -> Iterator[Judgement]:
        """What shows only between the resources of a stack, and exemptions that excuse nothing."""
        stack = Stack(resources)
        for rule in RULES:
            if rule.check_stack:
                yield from self._judge(rule, partial(rule.check_stack, stack), "")
        yield from unused_exemptions(RULES, self._enforced, [one.urn for one in stack.resources])

    def remedies(self, resource: Resource) -> Iterator[tuple[Rule, dict[str, object]]]:
        """The properties of a resource as each rule at the level `remediate` wants them, one upon the other.

        What a rule finds no fault with, or is exempt from it, stays as it is.
        """
        for rule in RULES:
            remedy = rule.remedies.get(resource.type) if self.level(rule.name) == "remediate" else None
            if remedy and self._is_wrong(rule, resource):
                better = remedy(resource.props, self._enforced[rule.name].settings)
                if better != resource.props:
                    yield rule, better
                    resource = replace(resource, props=better)

    def _is_wrong(self, rule: Rule, resource: Resource) -> bool:
        """Whether a resource breaks a rule; what only a check of the stack could tell is left to the remedy itself."""
        if resource.type not in rule.checks:
            return not any(exemption.matches(resource.urn) for exemption in self._enforced[rule.name].exemptions)
        found = self._judge(rule, partial(rule.checks[resource.type], resource), resource.urn)
        return any(one.status is Status.VIOLATION for one in found)

    def _configure(self, rule: Rule, entries: Entries) -> None:
        levels: dict[str, Level] = {key: level for key, (level, _) in entries.items()}
        level = level_of(rule, levels.get(rule.name), levels.get(rule.group), levels.get(ALL))
        settings = entries[rule.name][1] if rule.name in entries else dict[str, object]()
        problems = self._problems[rule.name] = list[str]()
        self._enforced[rule.name] = read_rule_config(rule, settings, level, problems)

    def _judge(self, rule: Rule, check: Callable[[Settings], Iterable[Finding]], subject: str) -> Iterator[Judgement]:
        enforced = self._enforced[rule.name]
        if enforced.level == "disabled":
            return
        for problem in self._problems[rule.name]:
            message = f"The enforcement file is wrong: {problem}"
            yield Judgement(rule.name, subject, enforced.level, Status.VIOLATION, message)
        today = datetime.now(UTC).date()
        yield from judge(rule, enforced, lambda: check(enforced.settings), subject, today)
