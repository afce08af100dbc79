import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import (
    REGIONAL_WEB_ACL_ASSOCIATION,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
    WEB_ACL_RULE,
    WEB_ACL_RULE_GROUP,
    WEB_ACL_RULE_GROUP_ASSOCIATION,
)
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

GROUP = "AWSManagedRulesKnownBadInputsRuleSet"
ARN = "arn:aws:wafv2:eu-west-1:1:regional/webacl/shop/acl-1"
OVERRIDES = "rules[0].statement.managedRuleGroupStatement.ruleActionOverrides"
NO_GROUP = f"it violation: rules has no managedRuleGroupStatement of {GROUP}"
NO_RATE = "it violation: rules has no rateBasedStatement"
NO_LOG = "it violation: no WebAclLoggingConfiguration of the stack has its ARN as resourceArn"


def managed(name: Any = GROUP, override: Any = None, **more: Any) -> dict[str, Any]:
    statement = {"managedRuleGroupStatement": {"name": name, "vendorName": "AWS", **more}}
    return {"statement": statement, "overrideAction": {"none": {}} if override is None else override}


def rate(action: Any = "block") -> dict[str, Any]:
    statement = {"rateBasedStatement": {"limit": 100, "aggregateKeyType": "IP"}}
    return {"statement": statement, "action": {action: {}} if isinstance(action, str) and action != UNKNOWN else action}


def reference(override: str = "none") -> dict[str, Any]:
    return {"statement": {"ruleGroupReferenceStatement": {"arn": UNKNOWN}}, "overrideAction": {override: {}}}


OTHER: dict[str, Any] = {"statement": {"geoMatchStatement": {"countryCodes": ["XX"]}}, "action": {"block": {}}}


def acl(rules: Any, **more: Any) -> Resource:
    return a(WEB_ACL, {"rules": rules, **more}, id_="acl-1")


def used(one: Resource, *more: Resource) -> list[Resource]:
    """A web ACL that is associated and logs, with what adds rules to it."""
    association = a(WEB_ACL_ASSOCIATION, {}, "association", {"webAclArn": one})
    return [one, association, a(WEB_ACL_LOGGING, {}, "log", {"resourceArn": one}), *more]


def in_use(*rules: Any) -> list[Resource]:
    return used(acl(list(rules)))


IT = acl([rate()])
BARE = acl(None)


def rule(props: Any, of: Resource = IT) -> Resource:
    return a(WEB_ACL_RULE, props, "rule", {"webAclArn": of})


def takes_in(props: Any, of: Resource = IT, **links: Resource) -> Resource:
    return a(WEB_ACL_RULE_GROUP_ASSOCIATION, props, "taken", {"webAclArn": of, **links})


def group(rules: Any) -> Resource:
    return a(WEB_ACL_RULE_GROUP, {"rules": rules}, "group")


def with_group(of: Resource, override: str = "none") -> list[Resource]:
    one = a(WEB_ACL, {"rules": [managed(), reference(override)]}, links={"rules": of})
    return [of, *used(one)]


def override(rule_name: Any, action: Any) -> list[dict[str, Any]]:
    return [{"name": rule_name, "actionToUse": action}]


def lets_through(name: str) -> list[str]:
    return [f"it violation: {OVERRIDES}[0] lets what {name} finds through"]


JSON: list[dict[str, Any]] = [
    {"Statement": {"ManagedRuleGroupStatement": {"Name": GROUP, "VendorName": "AWS"}}, "OverrideAction": {"None": {}}},
    {"Statement": {"RateBasedStatement": {"Limit": 100}}, "Action": {"Block": {}}},
]
ELSEWHERE = "names a rule group of another stack, whose rules cannot be read"
REFERENCE = "rules[1].statement.ruleGroupReferenceStatement.arn"
COUNTED = f"rules[0].overrideAction lets what {GROUP} finds only be counted"

CASES: Cases = {
    "web-acl-effective": {
        "it stops and logs": (in_use(managed(), rate()), []),
        "a riddle stops, too": (in_use(managed(), rate("captcha"), OTHER), []),
        "in JSON": (used(acl(None, ruleJson=json.dumps(JSON))), []),
        "of no use in the stack": ([BARE], []),
        "one of another stack, which checkov does not find": (
            [a(WEB_ACL_ASSOCIATION, {"webAclArn": ARN}, "association"), replace(BARE, id="other")],
            [],
        ),
        "a rule of its own": (used(IT, rule(managed())), []),
        "a group taken in": (used(IT, takes_in({"managedRuleGroup": {"name": GROUP}, "overrideAction": "none"})), []),
        "a group one made": (with_group(group([rate()])), []),
        "a group one made, in JSON": (
            with_group(a(WEB_ACL_RULE_GROUP, {"rulesJson": json.dumps(JSON[1:])}, "group")),
            [],
        ),
        "a group one made, taken in": (
            [one := group([rate()]), *used(acl([managed()]), takes_in({}, acl(None), ruleGroupReference=one))],
            [],
        ),
        "a group one made, as a rule of its own": (
            [
                one := group([rate()]),
                *used(acl([managed()])),
                replace(rule(reference()), property_dependencies={"webAclArn": [IT.urn], "statement": [one.urn]}),
            ],
            [],
        ),
        "rules of Log4j that stop otherwise": (
            in_use(managed(ruleActionOverrides=override("Log4JRCE_BODY", {"captcha": {}})), rate()),
            [],
        ),
        "another rule that only counts": (
            in_use(managed(ruleActionOverrides=override("Host_localhost_HEADER", {"count": {}})), rate()),
            [],
        ),
        "by the ARN alone": (
            [BARE, a(WEB_ACL_ASSOCIATION, {"webAclArn": ARN}, "association")],
            ["it violation: rules is empty, so that defaultAction decides on every request", NO_LOG],
        ),
        "no rule": (
            in_use(),
            ["it violation: rules is empty, so that defaultAction decides on every request"],
        ),
        "other rules": (in_use(OTHER, managed("AWSManagedRulesCommonRuleSet")), [NO_GROUP, NO_RATE]),
        "no log": (used(acl([managed(), rate()]))[:2], [NO_LOG]),
        "the group only counts": (in_use(managed(override={"count": {}}), rate()), [f"it violation: {COUNTED}"]),
        "the rate only counts": (
            in_use(managed(), rate("count")),
            ["it violation: rules[1].action does not block who calls too often"],
        ),
        "a second one stops": (in_use(managed(override={"count": {}}), managed(), rate("count"), rate()), []),
        "Log4j only counts": (
            in_use(managed(ruleActionOverrides=override("Log4JRCE_HEADER", {"count": {}})), rate()),
            lets_through("Log4JRCE_HEADER"),
        ),
        "a rule that says not what to do": (
            in_use(managed(), rate(), {"statement": OTHER["statement"]}),
            ["it violation: rules[2] has neither action nor overrideAction"],
        ),
        "a rule of its own that only counts": (
            used(IT, rule(managed(override={"count": {}}))),
            [f"it violation: overrideAction lets what {GROUP} finds only be counted, in 'rule'"],
        ),
        "a group taken in that only counts": (
            used(IT, takes_in({"managedRuleGroup": {"name": GROUP}, "overrideAction": "count"})),
            [f"it violation: overrideAction lets what {GROUP} finds only be counted, in 'taken'"],
        ),
        "a group one made that only counts": (with_group(group([rate()]), "count"), [NO_RATE]),
        "a group one made with a rate that only counts": (
            with_group(group([rate("count")])),
            ["it violation: rules[0].action does not block who calls too often, in 'group'"],
        ),
        "AWS WAF Classic": (
            [a(REGIONAL_WEB_ACL_ASSOCIATION, {"webAclId": "x", "resourceArn": UNKNOWN})],
            ["it violation: webAclId is of AWS WAF Classic, which AWS has ended; allowed are web ACLs of aws.wafv2"],
        ),
        "a group of another stack": (in_use(managed(), reference()), [f"it undecided: {REFERENCE} {ELSEWHERE}"]),
        "a group of another stack, taken in": (
            used(acl([managed()]), takes_in({"ruleGroupReference": {"arn": ARN}}, BARE)),
            [f"it undecided: ruleGroupReference.arn of 'taken' {ELSEWHERE}"],
        ),
        "unknown rules": (used(acl(UNKNOWN)), [f"it undecided: rules {NOT_KNOWN}"]),
        "an unknown rule does not hide the others": (
            in_use(UNKNOWN, managed()),
            [f"it undecided: rules[0] {NOT_KNOWN}"],
        ),
        "an unknown rule that need not be known": (in_use(UNKNOWN, managed(), rate()), []),
        "an unknown group": (
            in_use(managed(UNKNOWN), rate()),
            [f"it undecided: rules[0].statement.managedRuleGroupStatement.name {NOT_KNOWN}"],
        ),
        "unknown whether the group counts": (
            in_use(managed(override=UNKNOWN), rate()),
            [f"it undecided: rules[0].overrideAction {NOT_KNOWN}"],
        ),
        "unknown whether the rate counts": (
            in_use(managed(), rate(UNKNOWN)),
            [f"it undecided: rules[1].action {NOT_KNOWN}"],
        ),
        "unknown whether Log4j counts": (
            in_use(managed(ruleActionOverrides=override("Log4JRCE_BODY", UNKNOWN)), rate()),
            [f"it undecided: {OVERRIDES}[0].actionToUse {NOT_KNOWN}"],
        ),
        "unknown whether a rule taken in counts": (
            used(IT, takes_in({"managedRuleGroup": {"name": GROUP}, "overrideAction": UNKNOWN})),
            [f"it undecided: overrideAction of 'taken' {NOT_KNOWN}"],
        ),
        "a rule that may be its own": (
            used(IT, a(WEB_ACL_RULE, {"webAclArn": UNKNOWN, **managed()}, "rule")),
            ["it undecided: whether 'rule' is a rule of it is not known"],
        ),
        "a log that may be its own": (
            [*used(acl([managed(), rate()]))[:2], a(WEB_ACL_LOGGING, {"resourceArn": UNKNOWN}, "log")],
            ["it undecided: whether 'log' logs what it stops is not known"],
        ),
        "an association that may be its own": (
            [BARE, a(WEB_ACL_ASSOCIATION, {"webAclArn": UNKNOWN}, "association")],
            ["it undecided: whether 'association' puts it to use is not known"],
        ),
        "text that is no JSON": (used(acl(None, ruleJson="[")), ["it undecided: ruleJson is not JSON"]),
        "a pit of brackets": (used(acl(None, ruleJson="[" * 100_000)), ["it undecided: ruleJson is not JSON"]),
        "a map in place of the list": (
            used(acl({"rate": rate()})),
            ["it undecided: rules is a map where a list is expected"],
        ),
        "text in place of a statement": (
            in_use({"statement": "rate", "action": {"block": {}}}),
            ["it undecided: rules[0].statement is text where a map is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"ruleGroups": (), "rateRule": False}, []),
        ({"ruleGroups": ("Mine",)}, ["rules has no managedRuleGroupStatement of Mine", NO_RATE.partition(": ")[2]]),
        ({"ruleGroups": (), "rateRule": False, "logging": True}, []),
    ],
)
def test_settings(settings: dict[str, Any], found: list[str]) -> None:
    one = BY_NAME["web-acl-effective"]
    assert one.check_stack
    stack = Stack(in_use(OTHER))
    assert [finding.message for finding in one.check_stack(stack, {**one.defaults, **settings})] == found


def test_the_log_need_not_be_demanded() -> None:
    one = BY_NAME["web-acl-effective"]
    assert one.check_stack
    stack = Stack(used(acl([managed(), rate()]))[:2])
    assert not list(one.check_stack(stack, {**one.defaults, "logging": False}))
