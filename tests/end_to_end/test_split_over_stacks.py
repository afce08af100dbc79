"""APIs and their domain in stacks of their own, and a domain that moves from one to the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.workspace import ROOT
from tests.end_to_end.local_run import LocalRun, edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMON = """
import pulumi

from components import ApiDomain, ApiDomainArgs, HttpApi, HttpApiArgs, Route, Throttle

domain = ApiDomainArgs(
    domain_name="api.example.test",
    dns="none",
    certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
)
"""
API = """
hello = HttpApi(
    "hello",
    HttpApiArgs(
        throttle=Throttle(rate=5, burst=5),
        routes={"GET /": Route(url="https://example.com", public="a test")},
        disable_default_endpoint=True,
    ),
)
pulumi.export("apiId", hello.api_id)
"""
DOMAIN = """
ApiDomain("api", {**domain, "mappings": {"hello": hello}})
"""
ELSEWHERE = """
apis = pulumi.StackReference("organization/apis/dev")
hello = {
    "kind": "HTTP",
    "api_id": apis.require_output("apiId"),
    "stage": "$default",
    "default_endpoint_disabled": True,
}
"""


@pytest.fixture
def stacks(tmp_path: Path) -> Iterator[tuple[LocalRun, LocalRun]]:
    """The stack of the API, which has the domain too, and the one that is to get the domain; one workspace."""
    apis = LocalRun.of(tmp_path / "local", tmp_path / "apis", "dev")
    domains = replace(apis, project=tmp_path / "domains")
    for run, program in ((apis, COMMON + API + DOMAIN), (domains, COMMON + ELSEWHERE)):
        run.project.mkdir()
        name = run.project.name
        (run.project / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (run.project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
        (run.project / "__main__.py").write_text(program)
        (run.project / "components").symlink_to(ROOT / "components")
    yield apis, domains
    apis.end()


def up(run: LocalRun, *arguments: str) -> str:
    ran = run.pulumi("up", "--yes", *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_domain_moves_to_another_stack_and_stays_as_it_is(stacks: tuple[LocalRun, LocalRun]) -> None:
    apis, domains = stacks
    up(apis)
    up(domains)
    gateway = apis.aws("apigatewayv2")
    before = gateway.get_api_mappings(DomainName="api.example.test")["Items"]
    assert [one["ApiMappingKey"] for one in before] == ["hello"]

    (domain,) = (one["urn"] for one in apis.exported()["resources"] if one["type"] == "gateway:index:ApiDomain")
    command = apis.command("state", "move", "--yes", policies=False)
    del command[command.index("--stack") : command.index("--stack") + 2]
    moved = apis.run([*command, "--source", "organization/apis/dev", "--dest", "organization/domains/dev", domain])
    assert moved.returncode == 0, moved.stdout + moved.stderr
    edit(apis.project / "__main__.py", DOMAIN, "")
    (domains.project / "__main__.py").write_text(COMMON + ELSEWHERE + DOMAIN)

    assert "created" not in up(domains)
    assert "deleted" not in up(apis, "--expect-no-changes")
    up(domains, "--expect-no-changes")
    assert gateway.get_api_mappings(DomainName="api.example.test")["Items"] == before
