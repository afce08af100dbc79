"""Private services, domains and web ACLs that are refused before anything exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.edge.running import PROJECT
from tests.end_to_end.local_run import LocalRun

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("refused-edges")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path_factory.mktemp("refused"), PROJECT / "refused")
    yield run
    run.end()


@pytest.mark.parametrize(
    ("mistake", "subject", "problems"),
    [
        (
            "domain",
            'domain "partners"',
            [
                (
                    "mutual TLS with SecurityPolicy_TLS13_1_3_2025_09",
                    "mutual TLS with security_policy TLS_1_2, which lets clients use TLS 1.3, too",
                    'use security_policy="TLS_1_2", or remove mutual_tls',
                ),
                (
                    'REST API "orders", which still answers on the address that AWS gives it',
                    "APIs without that address: whoever knows it would need no certificate",
                    'say disable_default_endpoint=True in the arguments of REST API "orders"',
                ),
                (
                    'the path of the mapping "orders"',
                    "one API on a path",
                    "give one of the two another path, or remove it",
                ),
            ],
        ),
        (
            "listener",
            'Load balancer "items"',
            [
                (
                    "a plain HTTP or TCP listener",
                    "one with TLS",
                    'give certificate_arn, or say plain="reason" if requests may pass unencrypted',
                )
            ],
        ),
        (
            "web ACL",
            'web ACL "shield"',
            [
                (
                    'HTTP API "catalog"',
                    "an HTTP API has no AWS WAF; a REST API has",
                    "use RestApi, or put CloudFront with a web ACL in front",
                )
            ],
        ),
    ],
    ids=["mutual TLS with TLS 1.3 alone, an open endpoint, and a path twice", "a plain listener", "WAF on an HTTP API"],
)
def test_it_is_refused(mistake: str, subject: str, problems: list[tuple[str, str, str]], run: LocalRun) -> None:
    # An update previews first, and ends there.
    up = run.pulumi("up", "--yes", more={"EDGE_MISTAKE": mistake})
    printed = up.stdout + up.stderr
    assert up.returncode != 0
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    assert f"{subject} has {count}; nothing of it was registered." in printed
    for found, allowed, remedy in problems:
        told = printed.partition(f"found:   {found}")[2].partition("found:")[0]
        assert f"allowed: {allowed}" in told
        assert f"do:      {remedy}" in told
    assert "Traceback" not in printed
    assert run.held_by_emulator() == []
    assert run.exported().get("resources", []) == []
