import json

import pytest

from gateway_policies.rules import main


def names(capsys: pytest.CaptureFixture[str], control: str) -> list[str]:
    """The names of the rules printed for a control."""
    assert main(["--control", control]) == 0
    return [one["name"] for one in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(
    "control",
    ["CKV_AWS_309", "checkov CKV_AWS_309", "ckv_aws_309", " Checkov  ckv_aws_309 ", "apigateway.8", "hub APIGateway.8"],
)
def test_the_rules_that_cover_a_control(control: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert names(capsys, control) == ["route-authorization"]


def test_a_control_that_several_rules_cover(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"route-authorization", "method-authorization"} <= set(names(capsys, "APIG4"))


@pytest.mark.parametrize("control", ["AVD-AWS-0004", "trivy avd-aws-0004", "KICS 15ccec05-0000-4000-8000-000000000000"])
def test_ids_in_the_other_form_of_their_scanner(control: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert names(capsys, control) == ["method-authorization"]


def test_what_is_printed_of_a_rule_is_as_without_a_control(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    every = json.loads(capsys.readouterr().out)
    assert main(["--control", "CKV_AWS_309"]) == 0
    assert json.loads(capsys.readouterr().out) == [one for one in every if one["name"] == "route-authorization"]


@pytest.mark.parametrize(
    ("control", "near"),
    [
        ("CKV_AWS_30", "checkov CKV_AWS_309"),
        ("apigateway.7", "Security Hub APIGateway.8"),
        ("KV_AWS_309", "checkov CKV_AWS_309"),
        ("", "checkov"),
    ],
)
def test_a_control_that_no_rule_covers(control: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--control", control]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"rules: no rule covers {control!r}; spelled most like it are ")
    assert output.err.count("\n") == 1
    if control:
        assert near in output.err
