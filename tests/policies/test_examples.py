import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pytest

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.enforcement import Enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.examples import EXAMPLES, MODULES
from gateway_policies.examples.example import Declared, Example
from gateway_policies.resources import Resource
from gateway_policies.rule import Status
from tests.policies.cases import NOT_KNOWN, UNKNOWN

REFERENCE = re.compile(r"\$\{([^.}]+)\.[^}]+\}")

# What these rules demand of every stage would hide what an example shows.
OF_EVERY_STAGE = {"access-logging", "execution-logging", "stage-throttling"}

each_example = pytest.mark.parametrize(
    ("name", "example"), [pytest.param(name, one, id=name) for name, one in EXAMPLES.items() if name in BY_NAME]
)


def names_in(value: object) -> Iterator[str]:
    """The resources that a property refers to."""
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
    elif isinstance(value, Mapping):
        yield from (name for one in cast("Mapping[str, object]", value).values() for name in names_in(one))
    elif isinstance(value, list):
        yield from (name for one in cast("list[object]", value) for name in names_in(one))


def unresolved(value: object) -> object:
    """A property as it is before the first `up`: what refers to another resource is not known."""
    if isinstance(value, Mapping):
        return {key: unresolved(one) for key, one in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [unresolved(one) for one in cast("list[object]", value)]
    return UNKNOWN if any(names_in(value)) else value


def resources(declared: Sequence[Declared]) -> list[Resource]:
    """The resources of an example as the engine gives them to a rule at a first preview."""
    urns = {one.name: f"urn:pulumi:test::shop::{one.type}::{one.name}" for one in declared}
    return [
        Resource(
            urn=urns[one.name],
            type=one.type,
            name=one.name,
            props={key: unresolved(value) for key, value in one.properties.items()},
            property_dependencies={
                key: [urns[name] for name in dict.fromkeys(names_in(value))] for key, value in one.properties.items()
            },
            delete_before_replace=one.options.get("deleteBeforeReplace") is True,
        )
        for one in declared
    ]


def found(name: str, example: Example, declared: Sequence[Declared]) -> list[str]:
    """What the rule of an example says of resources, as `evaluate` reports it."""
    rule = BY_NAME[name]
    enforcement = {name: Enforcement("mandatory", {**rule.defaults, **example.settings})}
    return [f"{one.status.value}: {one.message}" for one in evaluate(resources(declared), enforcement, [rule])]


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in RULES if rule.name not in EXAMPLES] == []


def test_every_example_is_of_a_rule_and_stands_once() -> None:
    counts = Counter(name for module in MODULES for name in module.EXAMPLES)
    assert [name for name, count in counts.items() if count > 1 or name not in BY_NAME] == []


@each_example
def test_the_rule_finds_fault_with_the_bad_one(name: str, example: Example) -> None:
    assert any(line.startswith("violation: ") for line in found(name, example, example.bad))


@each_example
def test_the_rule_finds_no_fault_with_the_good_one(name: str, example: Example) -> None:
    lines = found(name, example, example.good)
    # A name that is made of the id of an API cannot be compared before the first `up`.
    assert [line for line in lines if not re.fullmatch(rf"undecided: .* {NOT_KNOWN}\.", line)] == []


@each_example
def test_a_good_one_teaches_nothing_that_another_rule_forbids(name: str, example: Example) -> None:
    others = [rule for rule in RULES if rule.name not in {name, *OF_EVERY_STAGE}]
    judgements = evaluate(resources(example.good), rules=others)
    assert [one for one in judgements if one.level == "mandatory" and one.status is Status.VIOLATION] == []


@each_example
def test_an_example_is_a_whole_program(name: str, example: Example) -> None:
    for declared in (example.bad, example.good):
        names = [one.name for one in declared]
        assert len(set(names)) == len(names)
        referred = {one for resource in declared for one in names_in(dict(resource.properties))}
        assert referred <= set(names)
    assert set(example.settings) <= set(BY_NAME[name].settings)
    assert {one.type for one in example.bad} & set(BY_NAME[name].types)
