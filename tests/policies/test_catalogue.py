import json
import re
from pathlib import Path

import pytest

from gateway_policies.catalogue import RULES
from gateway_policies.rule import Rule
from gateway_policies.rules import main
from tests.policies.all_cases import CASES

# What they judge is an option of a resource, which a program always knows and the engine types.
ALWAYS_KNOWN = {"no-delete-before-replace"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_cases_of_each_kind_and_type(rule: Rule) -> None:
    cases = CASES[rule.name].values()
    expected = [line for _, lines in cases for line in lines]
    assert any(not lines for _, lines in cases)
    assert any(" violation: " in line for line in expected)
    if rule.name not in ALWAYS_KNOWN:
        assert any("undecided: " in line and "not known" in line for line in expected)
        assert any("is expected" in line or "names no authorizer" in line for line in expected)
    seen = {resource.type for resources, _ in cases for resource in resources}
    assert set(rule.types) <= seen


def test_names_are_unique_and_fit_the_engine() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name) for name in names)
    assert "all" not in names


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_can_judge_and_explains_itself(rule: Rule) -> None:
    assert rule.checks or rule.check_stack
    assert bool(rule.check_stack) == bool(rule.stack_types)
    assert rule.source.startswith("https://")
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")
    assert not rule.title.endswith(".")


def test_the_catalogue_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in printed] == [rule.name for rule in RULES]
    assert list(printed[0]) == ["name", "group", "severity", "level", "title", "why", "fix", "types", "controls"]
    first = printed[0]
    assert first["types"] == ["aws:apigatewayv2/route:Route", "aws:apigatewayv2/api:Api"]
    assert "checkov CKV_AWS_309" in first["controls"]


def test_levels_come_from_an_enforcement_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "enforcement.json"
    file.write_text('{"all": "disabled", "domain-min-tls": "advisory"}')
    assert main(["--enforcement", str(file)]) == 0
    levels = {one["name"]: one["level"] for one in json.loads(capsys.readouterr().out)}
    assert levels.pop("domain-min-tls") == "advisory"
    assert set(levels.values()) == {"disabled"}


def test_a_wrong_enforcement_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "enforcement.json"
    file.write_text('{"all": "on"}')
    assert main(["--enforcement", str(file)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"rules: {file}: all.enforcementLevel: found 'on'")
