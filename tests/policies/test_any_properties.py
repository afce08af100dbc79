"""The whole pack over generated property trees: it never fails, and never passes over what it could not read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_policy.proxy import unknown_checking_proxy

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.evaluate import evaluate
from gateway_policies.resources import Resource
from gateway_policies.rule import Rule
from tests.policies.all_cases import CASES
from tests.policies.cases import UNKNOWN, a

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
TYPES = sorted({kind for rule in RULES for kind in rule.types})
RESOURCES = [resource for of_rule in CASES.values() for case, _ in of_rule.values() for resource in case]


def keys_of(value: object) -> set[str]:
    """All keys in a property tree."""
    if isinstance(value, dict):
        tree = cast("dict[str, object]", value)
        return set(tree).union(*(keys_of(one) for one in tree.values()))
    return (
        set[str]().union(*(keys_of(one) for one in cast("list[object]", value))) if isinstance(value, list) else set()
    )


KEYS = sorted({key for resource in RESOURCES for key in keys_of(dict(resource.props))})
WORDS = st.sampled_from(
    [UNKNOWN, "", "*", "*/*", "$default", "$connect", "GET /x", "JWT", "CUSTOM", "NONE", "HTTP", "x"]
)
LEAVES = st.one_of(WORDS, st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
SECRETS = st.sampled_from(
    [{**SECRET, "ciphertext": "v1:x"}, {**SECRET, "plaintext": "["}, {**SECRET}, SECRET | {"value": 1}]
)
TREES = st.recursive(
    LEAVES | SECRETS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(st.sampled_from(KEYS), TREES, max_size=8)

both_ways = pytest.mark.parametrize("wrap", [dict, unknown_checking_proxy], ids=["plain", "engine proxy"])


@st.composite
def stacks(draw: st.DrawFn) -> list[Resource]:
    """A few resources of the types the pack reads, each linked to any of those before it."""
    resources: list[Resource] = []
    for index in range(draw(st.integers(1, 5))):
        links = (
            draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(resources), max_size=3)) if resources else {}
        )
        resources.append(a(draw(st.sampled_from(TYPES)), draw(PROPERTIES), f"it{index}", links, id_=draw(WORDS)))
    return resources


def _enabled(rule: Rule) -> Rule:
    """A rule that judges even where it is off unless configured."""
    return replace(rule, level="mandatory")


@given(stack=stacks())
@settings(deadline=None, max_examples=150)
@both_ways
def test_no_rule_fails(stack: list[Resource], wrap: Callable[[Any], Any]) -> None:
    found = evaluate((replace(one, props=wrap(dict(one.props))) for one in stack), rules=map(_enabled, RULES))
    assert [one for one in found if " failed with " in one.message] == []


# Each property of each resource that alone breaks a rule.
DECISIVE = [
    (rule, resource, key)
    for rule, of_rule in CASES.items()
    for resources, expected in of_rule.values()
    if len(resources) == 1 and len(expected) == 1 and " violation: " in expected[0]
    for resource in resources
    for key in resource.props
    if resource.type in BY_NAME[rule].checks
]


@pytest.mark.parametrize(("rule", "resource", "key"), DECISIVE, ids=lambda it: it if isinstance(it, str) else "of")
@both_ways
def test_a_violation_does_not_pass_once_a_part_of_it_is_unknown(
    rule: str, resource: Resource, key: str, wrap: Callable[[Any], Any]
) -> None:
    """Whatever property of a wrong resource becomes unknown, the rule still says that it is wrong or undecided."""
    unknown = replace(resource, props=wrap({**resource.props, key: UNKNOWN}))
    assert evaluate([unknown], rules=[_enabled(BY_NAME[rule])])
