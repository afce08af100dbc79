"""A secret of the settings reaches AWS and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.local_run import CUSTOMER_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")


def test_a_customer_keeps_the_key_of_the_settings(shop: LocalRun) -> None:
    gateway = shop.aws("apigateway")
    keys = gateway.get_api_keys(includeValues=True)["items"]
    assert [one["description"] for one in keys if one["value"] == CUSTOMER_KEY] == ["partner-customer at payments"]


@pytest.mark.parametrize(
    "command",
    [
        ("stack", "output", "--json"),
        ("stack", "export"),
        ("preview", "--diff"),
        ("preview", "--json"),
        ("config",),
        ("stack", "history", "--full-dates"),
    ],
    ids=" ".join,
)
def test_no_command_shows_it(command: tuple[str, ...], shop: LocalRun) -> None:
    ran = shop.pulumi(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert CUSTOMER_KEY not in ran.stdout + ran.stderr


def test_no_file_holds_it(shop: LocalRun) -> None:
    """What was printed, the states, the settings, the logs; what the emulator saves is AWS's own."""
    saved_by_aws = shop.workspace.emulator / "state"
    files = [*_files(shop.folder), *_files(shop.project)]
    read = {file: file.read_bytes() for file in files if saved_by_aws not in file.parents}
    assert len(read) > 100
    assert [file for file, content in read.items() if CUSTOMER_KEY.encode() in content] == []
    assert any(CUSTOMER_KEY.encode() in file.read_bytes() for file in _files(saved_by_aws))


def _files(folder: Path) -> list[Path]:
    # The virtual environment of the project is a link, and not followed.
    return [
        file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and ".venv" not in file.parts
    ]
