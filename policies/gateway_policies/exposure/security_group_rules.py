"""Whom security groups admit: by rules that stand in the group, and by those that are resources of their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.documents.attached_policies import given
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import SECURITY_GROUP, SECURITY_GROUP_INGRESS_RULE, SECURITY_GROUP_RULE
from gateway_policies.resources import Resource, Stack

_NETWORKS = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "cidrIpv4", "cidrIpv6", "prefixListId")
_GROUPS = ("securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId")
_LISTS = frozenset({"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"})


@dataclass(frozen=True, slots=True)
class Admitted:
    """One whom a group admits: a network, or the members of a group, which may be one of those given in `groups`."""

    where: str
    source: Known[str] | Unknown
    is_group: bool
    groups: list[Resource]


def admitted(stack: Stack, group: Resource) -> Iterator[Admitted | Unknown]:
    """All whom a group admits, but its own members where it says `self`; Unknown for rules that cannot be read."""
    ingress = given(group, "ingress").items()
    if isinstance(ingress, Unknown):
        yield Unknown(f"ingress of {group.name!r}", ingress.reason)
    for item in ingress.value if isinstance(ingress, Known) else ():
        found = item.mapping()
        if isinstance(found, Unknown):
            yield Unknown(f"{found.path} of {group.name!r}", found.reason)
        else:
            yield from _admitted_by(stack, group, item, "ingress")
    for rule in stack.referring(group, "securityGroupId", SECURITY_GROUP_RULE, SECURITY_GROUP_INGRESS_RULE).certain:
        direction = rule.at("type").text() if rule.type == SECURITY_GROUP_RULE else Known("ingress")
        if isinstance(direction, Unknown):
            yield Unknown(f"type of {rule.name!r}", direction.reason)
        elif direction == Known("ingress"):
            yield from _admitted_by(stack, rule, rule.at())


def _admitted_by(stack: Stack, owner: Resource, rule: Value, key: str = "") -> Iterator[Admitted]:
    """Which of the groups that a whole property comes from is meant in one place of it cannot be told."""
    for name in (*_NETWORKS, *_GROUPS):
        for value in _values(rule.at(name), is_list=name in _LISTS):
            text = value.text()
            if isinstance(text, Absent):
                continue
            where = f"{value.path} of {owner.name!r}"
            known = stack.with_text(SECURITY_GROUP, "id", text.value) if isinstance(text, Known) else []
            groups = known if isinstance(text, Known) else stack.sources(owner, key or name, SECURITY_GROUP)
            source = Unknown(where, text.reason) if isinstance(text, Unknown) else text
            yield Admitted(where, source, name in _GROUPS, groups)


def _values(value: Value, *, is_list: bool) -> list[Value]:
    if not is_list:
        return [value]
    items: Reading[list[Value]] = value.items()
    if isinstance(items, Known):
        return items.value
    return [Value(value.path, items)] if isinstance(items, Unknown) else []
