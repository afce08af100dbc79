import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
import yaml

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import read_enforcement
from gateway_policies.examples import EXAMPLES
from gateway_policies.outputs.catalogue_introduction import INTRODUCTION
from gateway_policies.outputs.catalogue_page import PAGE, page
from gateway_policies.rule import Rule


@cache
def text() -> str:
    return page()


def section(rule: Rule) -> str:
    """What the page says of a rule."""
    return text().split(f"\n### {rule.name}\n")[1].split("\n## ")[0].split("\n### ")[0]


def test_the_page_is_the_one_in_docs() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(), "docs/policies.md is not up to date: run `make policy-docs`"


def test_every_heading_can_be_linked_to() -> None:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text(), flags=re.DOTALL), re.MULTILINE)
    assert [one for one, count in Counter(one.lower() for one in headings).items() if count > 1] == []
    targets = re.findall(r"\]\(#([^)]*)\)", text())
    assert set(targets) <= set(headings)
    assert Counter(targets) == Counter([*{rule.group for rule in RULES}, *(rule.name for rule in RULES)])


@pytest.mark.parametrize("block", re.findall(r"```json\n(.*?)```", INTRODUCTION, re.DOTALL))
def test_the_enforcement_files_on_the_page_can_be_used(block: str) -> None:
    problems: list[str] = []
    read_enforcement(json.loads(block), RULES, problems)
    assert problems == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_told_in_full(rule: Rule) -> None:
    told = section(rule)
    assert f"Severity {rule.severity}, by default {rule.level}." in told
    assert rule.source in told
    for control in rule.controls:
        assert control in told
    for name, setting in rule.settings.items():
        default = json.dumps(setting.default).replace("|", "\\|")
        assert f"| `{name}` | `{default}` |" in told


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name in EXAMPLES], ids=lambda rule: rule.name)
def test_the_examples_on_the_page_are_those_that_are_tested(rule: Rule) -> None:
    blocks: list[Any] = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", section(rule), re.DOTALL)]
    example = EXAMPLES[rule.name]
    assert [list(block) for block in blocks] == [[one.name for one in of] for of in (example.bad, example.good)]
    for block, declared in zip(blocks, (example.bad, example.good), strict=True):
        for one in declared:
            assert block[one.name].get("properties", {}) == json.loads(json.dumps(one.properties))
            assert block[one.name]["type"] == one.type
            assert block[one.name].get("options", {}) == one.options


def test_prose_is_no_markup() -> None:
    prose = "\n".join(line for line in text().splitlines() if line.startswith(("Fix: ", "| [")))
    plain = re.sub(r"`[^`]*`", "", prose)
    assert re.findall(r"(?<!\\)\*|<", plain) == []
