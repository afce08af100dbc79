"""The whole catalogue over plain records, with no engine."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import Enforcement, read_enforcement
from gateway_policies.judgement import Judgement, judge, unused_exemptions
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Rule

_STACK_TYPE = "pulumi:pulumi:Stack"


def evaluate(
    resources: Iterable[Resource],
    enforcement: Mapping[str, Enforcement] | None = None,
    rules: Iterable[Rule] = RULES,
    today: date | None = None,
) -> list[Judgement]:
    """Judge the resources of one stack, in their order, by every rule that is not disabled.

    `enforcement` is as `enforcement.load_enforcement` reads it, by default each rule's own level and settings; `today`
    decides which exemptions have expired.
    """
    rules = tuple(rules)
    by_rule = read_enforcement({}, rules, []) if enforcement is None else enforcement
    day = today or datetime.now(UTC).date()
    stack = Stack(resources)
    root = next((one.urn for one in stack.resources if one.type == _STACK_TYPE), "")
    found: list[Judgement] = []
    for rule in rules:
        enforced = by_rule[rule.name]
        if enforced.level == "disabled":
            continue
        for kind, check in rule.checks.items():
            for resource in stack.of_type(kind):
                found += judge(rule, enforced, partial(check, resource, enforced.settings), resource.urn, day)
        if rule.check_stack:
            found += judge(rule, enforced, partial(rule.check_stack, stack, enforced.settings), root, day)
    found += unused_exemptions(rules, by_rule, [resource.urn for resource in stack.resources])
    order = {resource.urn: index for index, resource in enumerate(stack.resources)}
    return sorted(found, key=lambda one: order.get(one.resource, -1))
