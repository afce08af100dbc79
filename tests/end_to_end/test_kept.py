"""A stack that is worth keeping: what is protected, planned changes, and names that change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.local_run import LocalRun, edit, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BURST = "throttle:\n      rate: 50\n      burst: 100\n    # POST"
EXPERIMENTAL = {"PULUMI_EXPERIMENTAL": "true"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    """The orders API with deletionProtection, as in production. Each test leaves it deployed."""
    folder = tmp_path_factory.mktemp("kept")
    run = LocalRun.of(folder / "local", orders_program(folder))
    program = run.project / "__main__.py"
    program.write_text(
        program.read_text().replace(
            "settings = settings_of_stack()\n",
            "from shop.protection import keep_roots\n\nsettings = settings_of_stack()\nkeep_roots()\n",
        )
    )
    edit(run.project / "stacks" / "Pulumi.local.yaml", "deletionProtection: false", "deletionProtection: true")
    try:
        up = run.up()
        assert up.returncode == 0, up.stdout + up.stderr
        yield run
    finally:
        run.end()


pytestmark = pytest.mark.xdist_group("kept")


def ids_of(run: LocalRun) -> list[tuple[str, str]]:
    """Type and id of every resource."""
    return sorted((one["type"], str(one.get("id"))) for one in run.exported()["resources"] if one["custom"])


def test_to_destroy_is_refused_and_loses_nothing(kept: LocalRun) -> None:
    before = ids_of(kept), kept.held_by_emulator()
    destroyed = kept.pulumi("destroy", "--yes")
    assert destroyed.returncode != 0
    printed = destroyed.stdout + destroyed.stderr
    assert "because it is protected" in printed
    # The engine stops at the first ones.
    assert "pulumi state unprotect 'urn:pulumi:local::shop::" in printed
    assert any(f"{one}::" in printed for one in ("Api", "Table", "UserPool", "UserPoolClient"))
    assert (ids_of(kept), kept.held_by_emulator()) == before


def test_what_is_taken_out_of_the_program_is_refused_too(kept: LocalRun) -> None:
    program = kept.project / "shop" / "orders.py"
    before = program.read_text()
    try:
        edit(program, 'table = customer_table(settings, "orders")', 'table = customer_table(settings, "purchases")')
        up = kept.up()
    finally:
        program.write_text(before)
    assert up.returncode != 0
    assert "Table::orders" in up.stdout + up.stderr


def test_a_plan_is_kept_to(kept: LocalRun, tmp_path: Path) -> None:
    settings, plan = kept.project / "stacks" / "Pulumi.local.yaml", str(tmp_path / "plan.json")
    edit(settings, BURST, BURST.replace("100", "90"))
    try:
        planned = kept.pulumi("preview", "--save-plan", plan, policies=True, more=EXPERIMENTAL)
        assert planned.returncode == 0, planned.stdout + planned.stderr
        edit(settings, BURST.replace("100", "90"), BURST.replace("100", "80"))
        other = kept.pulumi("up", "--yes", "--plan", plan, policies=True, more=EXPERIMENTAL)
        assert other.returncode != 0
        assert "violates plan" in other.stdout + other.stderr
        edit(settings, BURST.replace("100", "80"), BURST.replace("100", "90"))
        same = kept.pulumi("up", "--yes", "--plan", plan, policies=True, more=EXPERIMENTAL)
        assert same.returncode == 0, same.stdout + same.stderr
        assert "2 updated" in same.stdout
    finally:
        settings.write_text(settings.read_text().replace(BURST.replace("100", "90"), BURST))
        kept.up()


def test_a_component_with_an_alias_takes_another_name_and_stays_as_it_is(kept: LocalRun) -> None:
    program, before = kept.project / "shop" / "orders.py", ids_of(kept)
    edit(program, '        "orders",\n        HttpApiArgs(', '        "purchases",\n        HttpApiArgs(')
    edit(
        program,
        "            tags=settings.tags,\n        ),\n    )",
        "            tags=settings.tags,\n        ),\n"
        '        opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="orders")]),\n    )',
    )
    program.write_text(program.read_text().replace("from components import", "import pulumi\n\nfrom components import"))
    renamed = kept.pulumi("up", "--yes")
    assert renamed.returncode == 0, renamed.stdout + renamed.stderr
    assert ids_of(kept) == before
    assert "purchases-GET /" in {one["urn"].split("::")[-1] for one in kept.exported()["resources"]}


def test_a_stack_takes_another_name_and_stays_as_it_is(kept: LocalRun) -> None:
    before = ids_of(kept)
    renamed = kept.pulumi("stack", "rename", "renamed")
    assert renamed.returncode == 0, renamed.stdout + renamed.stderr
    run = replace(kept, stack="renamed")
    up = run.pulumi("up", "--yes")
    assert up.returncode == 0, up.stdout + up.stderr
    assert ids_of(run) == before
