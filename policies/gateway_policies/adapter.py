"""Rules as policies of the Pulumi SDK.

A rule becomes a resource policy for what shows on one resource, which stops a wrong resource before it is made, and a
stack policy of the same name for what only shows between resources. One entry of an enforcement file configures both.

What is undecided is reported by raising the SDK's own UnknownValueError, last, when all findings have been reported:
the SDK makes of it an advisory diagnostic of this policy, whatever the policy's level. So it never blocks a preview and
never passes unseen, and the policy runs again at `up`, when the inputs are known.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.policy import PolicyProviderResource
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from gateway_policies.enforcement import read_rule_config
from gateway_policies.judgement import judge
from gateway_policies.properties import read
from gateway_policies.reading import Known
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, Status

_EXEMPTIONS_SCHEMA: dict[str, object] = {
    "type": "array",
    "default": [],
    "description": "resources excused from the rule, each until the end of a day and with a reason",
    "items": {
        "type": "object",
        "properties": {
            "resource": {"type": "string", "minLength": 1},
            "reason": {"type": "string", "minLength": 1},
            "expires": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        },
        "required": ["resource", "reason", "expires"],
        "additionalProperties": False,
    },
}


class UndecidedError(UnknownValueError):
    """What a policy could not decide, in its own words."""

    def __init__(self, messages: Iterable[str]) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        self.message = "\n".join(messages)


def policies_of(rules: Iterable[Rule]) -> list[Policy]:
    """The policies of the pack, in the order of the rules."""
    policies: list[Policy] = []
    for rule in rules:
        if rule.checks:
            policies.append(_resource_policy(rule))
        if rule.check_stack:
            policies.append(_stack_policy(rule))
    return policies


def _resource_policy(rule: Rule) -> ResourceValidationPolicy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        check = rule.checks.get(args.resource_type)
        if check:
            region = _region(args.provider)
            resource = Resource(args.urn, args.resource_type, args.name, args.props, region=region)
            _report(rule, partial(check, resource), args.urn, args.get_config(), report)

    return ResourceValidationPolicy(validate=validate, **_description(rule))


def _stack_policy(rule: Rule) -> StackValidationPolicy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        check = rule.check_stack
        if check:
            stack = Stack(_record(resource) for resource in args.resources)
            _report(rule, partial(check, stack), "", args.get_config(), report)

    return StackValidationPolicy(validate=validate, **_description(rule))


def _description(rule: Rule) -> dict[str, Any]:
    """What both policies of a rule say of it."""
    return {
        "name": rule.name,
        "description": rule.title,
        "enforcement_level": EnforcementLevel(rule.level),
        "config_schema": _schema(rule),
        "severity": Severity(rule.severity),
        "tags": [rule.group],
        "remediation_steps": rule.fix,
        "url": rule.source,
    }


def _report(
    rule: Rule,
    check: Callable[[Settings], Iterable[Finding]],
    subject: str,
    config: Mapping[str, object],
    report: ReportViolation,
) -> None:
    """Report violations, then raise what is undecided."""
    problems: list[str] = []
    enforcement = read_rule_config(rule, config, rule.level, problems)
    for problem in problems:
        report(f"The enforcement file is wrong: {problem}", subject or None)
    undecided: list[str] = []
    today = datetime.now(UTC).date()
    for judgement in judge(rule, enforcement, lambda: check(enforcement.settings), subject, today):
        if judgement.status is Status.UNDECIDED:
            undecided.append(judgement.message)
        else:
            report(judgement.message, judgement.resource or None)
    if undecided:
        raise UndecidedError(undecided)


def _record(resource: PolicyResource) -> Resource:
    links = {key: [one.urn for one in sources] for key, sources in resource.property_dependencies.items()}
    region = _region(resource.provider)
    return Resource(resource.urn, resource.resource_type, resource.name, resource.props, links, region=region)


def _region(provider: PolicyProviderResource | None) -> str:
    region = read(provider.props).at("region").text() if provider else None
    return region.value if isinstance(region, Known) else ""


def _schema(rule: Rule) -> PolicyConfigSchema:
    properties = {"exemptions": _EXEMPTIONS_SCHEMA, **{name: one.schema for name, one in rule.settings.items()}}
    return PolicyConfigSchema(properties)
