"""All rules of a web ACL: its own, those that resources of their own add to it, and those of groups it takes in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import (
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
    WEB_ACL_RULE,
    WEB_ACL_RULE_GROUP,
    WEB_ACL_RULE_GROUP_ASSOCIATION,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.waf.web_acl_rules import (
    RATE,
    GroupReference,
    Protection,
    lacks_action,
    managed_group,
    protection,
    rules_in,
)

KEYS = {
    WEB_ACL_ASSOCIATION: "webAclArn",
    WEB_ACL_LOGGING: "resourceArn",
    WEB_ACL_RULE: "webAclArn",
    WEB_ACL_RULE_GROUP_ASSOCIATION: "webAclArn",
}
"""The types of what belongs to a web ACL, and the property in which they name it."""

_RULES = (WEB_ACL_RULE, WEB_ACL_RULE_GROUP_ASSOCIATION)
_UNTOLD = ""


@dataclass(slots=True)
class Content:
    """What the rules of a web ACL stop, and which of them say not what to do."""

    protections: list[Protection] = field(default_factory=list[Protection])
    without_action: list[str] = field(default_factory=list[str])
    is_empty: bool = True


@dataclass(slots=True)
class Parts:
    """What belongs to a web ACL by its type, and the first of each type that may."""

    certain: Mapping[str, list[Resource]]
    possible: Mapping[str, Resource]


def parts_of_acl(stack: Stack, acl: Resource) -> Parts:
    """What belongs to a web ACL."""
    by_acl = stack.once(_parts_by_acl)
    untold = {kind: parts[0] for kind, parts in by_acl.get(_UNTOLD, {}).items()}
    return Parts(by_acl.get(acl.urn, {}), untold)


def _parts_by_acl(stack: Stack) -> Mapping[str, Mapping[str, list[Resource]]]:
    found: dict[str, dict[str, list[Resource]]] = {}
    for kind, key in KEYS.items():
        for part in stack.of_type(kind):
            acl = stack.linked(part, key, WEB_ACL) or _named(stack, part.known_text(key))
            if acl or isinstance(part.at(key).text(), Unknown):
                found.setdefault(acl.urn if acl else _UNTOLD, {}).setdefault(kind, []).append(part)
    return found


def _named(stack: Stack, arn: str) -> Resource | None:
    """The web ACL of an ARN, which ends with its id."""
    same = stack.with_text(WEB_ACL, "arn", arn) or stack.with_text(WEB_ACL, "id", arn.rpartition("/")[2])
    return same[0] if len(same) == 1 else None


def content_of(stack: Stack, acl: Resource) -> Content:
    """All rules of a web ACL."""
    content = Content()
    groups = stack.sources(acl, "rules", WEB_ACL_RULE_GROUP)
    for rule in rules_in(acl.at(), "rules", "ruleJson"):
        if isinstance(rule, Unknown):
            content.protections.append(Protection("", unread=rule))
        else:
            content.protections += _add_rule(content, rule, groups, rule.path)
    parts = parts_of_acl(stack, acl)
    for part in (part for kind in _RULES for part in parts.certain.get(kind, ())):
        if part.type == WEB_ACL_RULE:
            groups = stack.sources(part, "statement", WEB_ACL_RULE_GROUP)
            found = _add_rule(content, part.at(), groups, repr(part.name))
        else:
            found = _of_association(stack, part)
        content.protections += (_of(part, one) for one in found)
    for part in (parts.possible[kind] for kind in _RULES if kind in parts.possible):
        unread = Unknown(f"whether {part.name!r} is a rule of it", "is not known")
        content.protections.append(Protection("", unread=unread))
    content.is_empty = content.is_empty and not content.protections
    return content


def _add_rule(content: Content, rule: Value, groups: list[Resource], name: str) -> Iterator[Protection]:
    content.is_empty = False
    if lacks_action(rule):
        content.without_action.append(name)
    found = protection(rule)
    if isinstance(found, GroupReference):
        yield from _of_groups(found, groups)
    elif found:
        yield found


def _of_association(stack: Stack, part: Resource) -> Iterator[Protection]:
    """Of a resource that takes in a group: a managed one, or one made oneself."""
    override = part.at("overrideAction").text()
    counted = override if isinstance(override, Unknown) else override == Known("count")
    group = part.at("managedRuleGroup")
    if not isinstance(group.mapping(), Absent):
        yield managed_group(group, counted, "overrideAction")
    elif isinstance(counted, Unknown):
        yield Protection(RATE, unread=counted)
    elif not counted:
        groups = stack.sources(part, "ruleGroupReference", WEB_ACL_RULE_GROUP)
        yield from _of_groups(GroupReference("ruleGroupReference.arn"), groups)


def _of_groups(reference: GroupReference, groups: list[Resource]) -> Iterator[Protection]:
    """A group one made oneself can hold a rate rule, and no managed group."""
    if not groups:
        reason = "names a rule group of another stack, whose rules cannot be read"
        yield Protection(RATE, unread=Unknown(reference.path, reason))
    for group in groups:
        for rule in rules_in(group.at(), "rules", "rulesJson"):
            found = Protection(RATE, unread=rule) if isinstance(rule, Unknown) else protection(rule)
            if isinstance(found, Protection):
                yield _of(group, found)


def _of(owner: Resource, found: Protection) -> Protection:
    """A protection whose words say in which resource it is."""
    if found.unread:
        return replace(found, unread=Unknown(f"{found.unread.path} of {owner.name!r}", found.unread.reason))
    return replace(found, flaw=f"{found.flaw}, in {owner.name!r}") if found.flaw else found
