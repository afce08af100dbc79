"""The stacks that scanners are measured on: the same resources in both forms, of any size."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks import policies
from benchmarks.generated_stacks import generated, stack_export, terraform_plan
from gateway_policies.evaluate import evaluate
from gateway_policies.outputs.state_files import read_state

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_larger_stack_begins_like_a_smaller_one() -> None:
    assert generated(500)[:120] == generated(120)
    assert len(generated(500)) == len({one.urn for one in generated(500)}) == 500


def test_both_forms_have_the_same_resources() -> None:
    resources = generated(300)
    planned = terraform_plan(resources)["planned_values"]["root_module"]["resources"]
    assert len(planned) == len(stack_export(resources)["deployment"]["resources"]) == 300
    assert len({one["address"] for one in planned}) == 300
    stage = next(one["values"] for one in planned if one["type"] == "aws_api_gateway_stage")
    assert stage["rest_api_id"] == "rest0-id"
    assert stage["access_log_settings"][0]["destination_arn"] == "arn:aws:logs:x"


def test_what_depends_on_another_resource_names_it() -> None:
    known = {one.urn for one in generated(1_000)}
    for state in stack_export(generated(1_000))["deployment"]["resources"]:
        assert {urn for urns in state["propertyDependencies"].values() for urn in urns} <= known


def test_every_second_block_has_flaws_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text(json.dumps(stack_export(generated(200))))
    mandatory = [one for one in evaluate(read_state(file)) if one.level == "mandatory"]
    flawed = Counter(one.resource.split("::")[-1].split("-")[0][-1] for one in mandatory)
    assert set(flawed) == {"1", "3"}
    found = {one.policy for one in mandatory}
    assert {"route-authorization", "method-authorization", "stage-throttling", "access-logging"} <= found
    assert {"domain-min-tls", "integration-https", "lambda-permission-scoped"} <= found


def test_without_the_other_scanner_there_is_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(policies.CHECKOV_SETTING, raising=False)
    monkeypatch.setenv("PATH", "")
    assert policies.against_checkov(1) == "no comparison with checkov: it is not on PATH, and CHECKOV does not name it"
