"""Every stack of the project, previewed by the real engine without an account, policies enforced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.local_run import LocalRun, copy_of_program, edit

if TYPE_CHECKING:
    from pathlib import Path

STACKS = ["local", "dev", "staging", "prod"]

# What somebody adds to production without asking: a route, and clients of the last century.
CARELESS = """
import pulumi_aws as aws

aws.apigatewayv2.Route("prices", api_id=orders.api_id, route_key="GET /prices")
aws.apigateway.DomainName(
    "partners",
    domain_name="partners.shop.example.com",
    endpoint_configuration={"types": "REGIONAL"},
    regional_certificate_arn="arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
    security_policy="TLS_1_0",
    tags=settings.tags,
)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_program(tmp_path)


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_previews_without_an_account(stack: str, project: Path, tmp_path: Path) -> None:
    run = LocalRun.of(tmp_path / "local", project, stack)
    preview = run.preview()
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert "[mandatory]" not in preview.stdout
    assert run.held_by_emulator() == []


def test_production_keeps_its_roots_and_nothing_else(project: Path, tmp_path: Path) -> None:
    resources = previewed(LocalRun.of(tmp_path / "local", project, "prod"))
    kept = {one["type"] for one in resources if one.get("protect")}
    assert kept == {
        "aws:apigateway/apiKey:ApiKey",
        "aws:apigateway/restApi:RestApi",
        "aws:apigatewayv2/api:Api",
        "aws:apigatewayv2/domainName:DomainName",
        "aws:dynamodb/table:Table",
        "aws:kms/key:Key",
    }
    assert all(one["retainOnDelete"] for one in resources if one.get("protect"))


def previewed(run: LocalRun) -> list[dict[str, Any]]:
    """The resources of a preview, as they would be recorded."""
    steps = json.loads(run.pulumi("preview", "--json").stdout)["steps"]
    return [step["newState"] for step in steps]


def test_production_refuses_what_nobody_excused(project: Path, tmp_path: Path) -> None:
    enforcement = project / "policies" / "enforcement" / "prod.json"
    rules = json.loads(enforcement.read_text())
    for exemption in rules["route-authorization"]["exemptions"]:
        if exemption["resource"].endswith("orders-GET /health"):
            exemption["expires"] = "2026-01-31"
    enforcement.write_text(json.dumps(rules))
    program = project / "__main__.py"
    program.write_text(program.read_text() + CARELESS)

    preview = LocalRun.of(tmp_path / "local", project, "prod").preview()
    assert preview.returncode != 0
    refused = mandatory(preview.stdout)
    assert "route-authorization  (aws:apigatewayv2:Route: prices)" in refused
    assert "route-authorization  (aws:apigatewayv2:Route: orders-GET /health)" in refused
    assert "domain-min-tls  (aws:apigateway:DomainName: partners)" in refused
    assert "expired on 2026-01-31" in preview.stdout


def mandatory(printed: str) -> list[str]:
    """What is refused: `policy  (type: name)`."""
    lines = [line.strip() for line in printed.splitlines() if "[mandatory]" in line]
    return sorted(line.rpartition("]")[2].strip() for line in lines)


def test_a_look_up_without_an_answer_says_how_to_give_one(project: Path, tmp_path: Path) -> None:
    edit(project / "stacks" / "answers.prod.yaml", "name: example.com", "name: example.org")
    preview = LocalRun.of(tmp_path / "local", project, "prod").preview()
    assert preview.returncode != 0
    printed = preview.stdout + preview.stderr
    assert "shop:domain.zone: the zone example.com was not found" in printed
    assert f"declare in {project / 'stacks' / 'answers.prod.yaml'} what AWS would answer" in printed
    assert '- for: {"name": "example.com"}' in printed
    assert "Traceback" not in printed
