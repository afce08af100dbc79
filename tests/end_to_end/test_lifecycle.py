"""From nothing to a stack and back, as `make up` and `make down` do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.local_run import LocalRun, edit, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BURST = "throttle:\n      rate: 50\n      burst: 100\n    # POST"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path / "local", orders_program(tmp_path))
    yield run
    run.end()


def test_a_stack_comes_stays_and_goes(run: LocalRun) -> None:
    settings = run.project / "stacks" / "Pulumi.local.yaml"
    before = settings.read_text()

    first = run.up()
    assert first.returncode == 0, first.stdout + first.stderr
    assert "45 created" in first.stdout

    again = run.up("--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr

    edit(settings, BURST, BURST.replace("100", "90"))
    changed = run.up()
    assert "2 updated" in changed.stdout  # the stage, and the component that shows its throttle
    assert "43 unchanged" in changed.stdout
    edit(settings, BURST.replace("100", "90"), BURST)

    destroyed = run.pulumi("destroy", "--yes")
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert run.held_by_emulator() == []
    assert settings.read_text() == before


def test_removing_the_stack_leaves_the_settings_of_the_project(run: LocalRun) -> None:
    run.pulumi("preview")
    removed = run.pulumi("stack", "rm", "--yes")
    assert removed.returncode == 0, removed.stderr
    assert (run.project / "stacks" / "Pulumi.local.yaml").exists()


def test_a_new_route_is_all_that_a_new_route_changes(run: LocalRun) -> None:
    assert run.up().returncode == 0
    edit(
        run.project / "shop" / "orders.py",
        '                "GET /health": {',
        '                "HEAD /": {**route("head", {}), "scopes": READING},\n                "GET /health": {',
    )
    (run.project / "functions" / "orders" / "head.py").write_text(
        (run.project / "functions" / "orders" / "health.py").read_text()
    )
    changed = run.up()
    assert changed.returncode == 0, changed.stdout + changed.stderr
    created = {line.split()[2] for line in changed.stdout.splitlines() if " created (" in line}
    assert created == {"orders-head", "orders-head-logs", "orders-head-role", "orders-head-policy"} | {
        "orders-integration-orders-head",
        "orders-permission-orders-head",
        "orders-HEAD",
    }
    assert "replaced" not in changed.stdout
    assert "deleted" not in changed.stdout
