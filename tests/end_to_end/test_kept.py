"""A stack that is worth keeping: what is protected, planned changes, and names that change."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.local_run import LocalRun, edit, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("kept")

BURST = "throttle:\n      rate: 50\n      burst: 100\n    # POST"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    """The orders API with deletionProtection, as in production. Each test leaves it deployed as it was."""
    folder = tmp_path_factory.mktemp("kept")
    run = LocalRun.of(folder / "local", orders_program(folder))
    edit(
        run.project / "__main__.py",
        "settings = settings_of_stack()\n",
        "from shop.protection import keep_roots\n\nsettings = settings_of_stack()\n"
        "if settings.deletion_protection:\n    keep_roots()\n",
    )
    edit(settings_of(run), "deletionProtection: false", "deletionProtection: true")
    try:
        _succeed(run, "up", "--yes", "--skip-preview")
        yield run
    finally:
        run.end()


def settings_of(run: LocalRun) -> Path:
    return run.project / "stacks" / f"Pulumi.{run.stack}.yaml"


def _succeed(run: LocalRun, *arguments: str) -> str:
    done = run.pulumi(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _ids(run: LocalRun) -> list[str]:
    return sorted(f"{one['type']} {one['id']}" for one in run.exported()["resources"] if "id" in one)


def test_to_destroy_is_refused_and_loses_nothing(kept: LocalRun) -> None:
    before = _ids(kept), kept.held_by_emulator()
    destroyed = kept.pulumi("destroy", "--yes")
    assert destroyed.returncode != 0
    printed = destroyed.stdout + destroyed.stderr
    for protected in ("Api::orders", "Table::orders"):
        assert f"{protected}'`" in printed, "the command that ends its protection is not shown"
    assert "because it is protected" in printed
    assert (_ids(kept), kept.held_by_emulator()) == before


def test_aws_refuses_to_delete_a_table_whoever_asks(kept: LocalRun) -> None:
    database = kept.aws("dynamodb")
    [table] = database.list_tables()["TableNames"]
    with pytest.raises(database.exceptions.ClientError, match="Table is protected against deletion"):
        database.delete_table(TableName=table)


def test_what_is_taken_out_of_the_program_is_refused_too(kept: LocalRun) -> None:
    program = kept.project / "shop" / "orders.py"
    before = program.read_text()
    try:
        edit(program, 'customer_table(settings, "orders")', 'customer_table(settings, "purchases")')
        up = kept.pulumi("up", "--yes")
    finally:
        program.write_text(before)
    assert up.returncode != 0
    assert "Table::orders'`" in up.stdout + up.stderr


def test_a_plan_is_kept_to(kept: LocalRun, tmp_path: Path) -> None:
    settings, plan = settings_of(kept), str(tmp_path / "plan.json")
    before = settings.read_text()
    planned, other = (before.replace(BURST, BURST.replace("100", burst)) for burst in ("90", "80"))
    try:
        settings.write_text(planned)
        assert "2 to update" in _succeed(kept, "preview", "--save-plan", plan)

        settings.write_text(other)
        refused = kept.pulumi("up", "--yes", "--skip-preview", "--plan", plan)
        assert refused.returncode != 0
        assert "HttpApi::orders violates plan: properties changed: ~~throttle" in refused.stdout + refused.stderr

        settings.write_text(planned)
        assert "2 updated" in _succeed(kept, "up", "--yes", "--skip-preview", "--plan", plan)
    finally:
        settings.write_text(before)
        _succeed(kept, "up", "--yes", "--skip-preview")


def test_names_change_and_nothing_else(kept: LocalRun) -> None:
    """Of a component, with an alias, and of the stack."""
    program, before = kept.project / "shop" / "orders.py", _ids(kept)
    renamed = replace(kept, stack="renamed")
    _succeed(kept, "stack", "rename", "renamed")
    try:
        # The engine moves the settings of the stack to their new name.
        assert not settings_of(kept).exists()
        text = program.read_text()
        program.write_text(_named(text, "purchases", before="orders"))
        assert _changes(renamed) == set()
        _succeed(renamed, "up", "--yes", "--skip-preview")
        assert _ids(renamed) == before
        assert "HttpApi::purchases" in json.dumps(renamed.exported())

        program.write_text(_named(text, "orders", before="purchases"))
        _succeed(renamed, "up", "--yes", "--skip-preview")
        program.write_text(text)
    finally:
        _succeed(renamed, "stack", "rename", "local")
    assert _changes(kept) == set()


def _named(program: str, name: str, *, before: str) -> str:
    """The program whose API has another name, and an alias for the one before."""
    start, end = '    return HttpApi(\n        "orders",\n', "        ),\n    )\n"
    assert program.count(start) == program.count(end) == 1
    alias = f'        opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="{before}")]),\n'
    program = program.replace(start, start.replace("orders", name)).replace(end, f"        ),\n{alias}    )\n")
    return program.replace("from components import", "import pulumi\n\nfrom components import", 1)


def _changes(run: LocalRun) -> set[str]:
    steps: list[dict[str, Any]] = json.loads(_succeed(run, "preview", "--json"))["steps"]
    return {f"{step['op']} {step['urn']}" for step in steps if step["op"] != "same"}


def test_what_was_kept_is_destroyed_on_purpose(kept: LocalRun) -> None:
    """The last test of the module, as it leaves nothing."""
    edit(settings_of(kept), "deletionProtection: true", "deletionProtection: false")
    _succeed(kept, "up", "--yes", "--skip-preview")
    _succeed(kept, "destroy", "--yes", "--skip-preview")
    assert kept.held_by_emulator() == []
