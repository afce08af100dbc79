"""Web ACLs that are in use stop what they should, and write down what they stopped."""

from collections.abc import Iterator

from gateway_policies.reading import Unknown
from gateway_policies.resource_types import (
    REGIONAL_WEB_ACL_ASSOCIATION,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
    WEB_ACL_RULE_GROUP,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation, words
from gateway_policies.waf.web_acl_content import KEYS, content_of, parts_of_acl
from gateway_policies.waf.web_acl_rules import RATE, Protection


def _check_classic(association: Resource, _settings: Settings) -> Iterator[Finding]:
    message = "webAclId is of AWS WAF Classic, which AWS has ended; allowed are web ACLs of aws.wafv2"
    yield violation(association, "webAclId", message)


def _check_acls(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """A web ACL without an association in the stack is of use to another stack, which must say what for."""
    for acl in stack.of_type(WEB_ACL):
        parts = parts_of_acl(stack, acl)
        maybe = parts.possible.get(WEB_ACL_ASSOCIATION)
        if WEB_ACL_ASSOCIATION in parts.certain:
            yield from _check_acl(stack, acl, settings)
        elif maybe and any(_check_acl(stack, acl, settings)):
            yield undecided(acl, Unknown(f"whether {maybe.name!r} puts it to use", "is not known"))


def _check_acl(stack: Stack, acl: Resource, settings: Settings) -> Iterator[Finding]:
    content = content_of(stack, acl)
    for rule in content.without_action:
        yield violation(acl, "rules", f"{rule} has neither action nor overrideAction")
    if content.is_empty:
        yield violation(acl, "rules", "rules is empty, so that defaultAction decides on every request")
    else:
        yield from _check_kinds(acl, content.protections, settings)
    if switch(settings, "logging"):
        yield from _check_logging(stack, acl)


def _check_kinds(acl: Resource, protections: list[Protection], settings: Settings) -> Iterator[Finding]:
    """Each kind of protection that is demanded is there and stops something."""
    for kind in (*words(settings, "ruleGroups"), *([RATE] if switch(settings, "rateRule") else [])):
        of_kind = [one for one in protections if one.kind in {kind, ""}]
        if any(one.kind and not one.flaw and not one.unread for one in of_kind):
            continue
        unread = next((one.unread for one in of_kind if one.unread), None)
        flawed = next((one.flaw for one in of_kind if one.flaw), None)
        if unread:
            yield undecided(acl, unread)
        elif flawed:
            yield violation(acl, "rules", flawed)
        else:
            what = kind if kind == RATE else f"managedRuleGroupStatement of {kind}"
            yield violation(acl, "rules", f"rules has no {what}")


def _check_logging(stack: Stack, acl: Resource) -> Iterator[Finding]:
    parts = parts_of_acl(stack, acl)
    maybe = parts.possible.get(WEB_ACL_LOGGING)
    if WEB_ACL_LOGGING in parts.certain:
        return
    if maybe:
        yield undecided(acl, Unknown(f"whether {maybe.name!r} logs what it stops", "is not known"))
    else:
        yield violation(acl, "arn", "no WebAclLoggingConfiguration of the stack has its ARN as resourceArn")


WEB_ACL_EFFECTIVE = Rule(
    name="web-acl-effective",
    group="waf",
    severity="medium",
    level="advisory",
    title="A web ACL that is in use stops too little, or nobody sees what it stops",
    why="A web ACL whose rules are missing or only count looks like protection and lets known attacks and floods by.",
    fix="Give the WebAcl of aws.wafv2 a managed_rule_group_statement of AWSManagedRulesKnownBadInputsRuleSet with "
    "override_action none, a rate_based_statement with action block, and a WebAclLoggingConfiguration.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
    controls=(
        "checkov CKV2_AWS_77",
        "checkov CKV_AWS_192",
        "checkov CKV_AWS_342",
        "checkov CKV2_AWS_31",
        "prowler wafv2_webacl_with_rules",
        "prowler wafv2_webacl_logging_enabled",
    ),
    checks={REGIONAL_WEB_ACL_ASSOCIATION: _check_classic},
    check_stack=_check_acls,
    stack_types=(WEB_ACL, *KEYS, WEB_ACL_RULE_GROUP),
    settings={
        "ruleGroups": Setting(
            default=("AWSManagedRulesKnownBadInputsRuleSet",), description="managed rule groups that must be in it"
        ),
        "rateRule": Setting(default=True, description="whether it must stop who calls too often"),
        "logging": Setting(default=True, description="whether it must have a log"),
    },
)

RULES = (WEB_ACL_EFFECTIVE,)
