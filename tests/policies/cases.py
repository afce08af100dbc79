"""What every rule's test is written with: resources as plain records, and findings as lines of text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pulumi_policy.proxy import unknown_checking_proxy

from gateway_policies.catalogue import BY_NAME
from gateway_policies.exemptions import name_of
from gateway_policies.resources import Resource, Stack

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
NOT_KNOWN = "is not known until up"

# The resources of a case and the lines of `findings` expected of them.
Case = tuple[Sequence[Resource], Sequence[str]]
# For each rule, by name, its cases by what they show.
Cases = Mapping[str, Mapping[str, Case]]


def a(
    kind: str,
    props: Mapping[str, Any],
    name: str = "it",
    links: Mapping[str, Resource] | None = None,
    *,
    id_: str = "",
    region: str = "",
) -> Resource:
    """A resource; a property in `links` comes from that resource, as its id does before the first `up`."""
    depends = {key: [one.urn] for key, one in (links or {}).items()}
    properties = {**dict.fromkeys(depends, UNKNOWN), **props}
    return Resource(f"urn:pulumi:test::shop::{kind}::{name}", kind, name, properties, depends, id_, region)


def findings(rule_name: str, resources: Sequence[Resource], wrap: Callable[[Any], Any] = dict) -> list[str]:
    """What a rule says, a line a finding: "<resource> <status>: <message>"."""
    rule = BY_NAME[rule_name]
    stack = Stack(replace(resource, props=wrap(dict(resource.props))) for resource in resources)
    found = [
        finding
        for resource in stack.resources
        if (check := rule.checks.get(resource.type))
        for finding in check(resource, rule.defaults)
    ]
    found += rule.check_stack(stack, rule.defaults) if rule.check_stack else []
    # As they are reported: what two reads of one unknown block say is said once.
    return list(dict.fromkeys(f"{name_of(one.resource)} {one.status.value}: {one.message}" for one in found))


def each_case(cases: Cases) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for each case, over plain properties and over the proxies the engine's SDK hands to policies."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        parameters = [
            pytest.param(rule, resources, list(expected), id=f"{rule}: {shows}")
            for rule, of_rule in cases.items()
            for shows, (resources, expected) in of_rule.items()
        ]
        test = pytest.mark.parametrize(("rule", "resources", "expected"), parameters)(test)
        return pytest.mark.parametrize("wrap", [dict, unknown_checking_proxy], ids=["plain", "engine proxy"])(test)

    return decorate
