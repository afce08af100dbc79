from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from local.project import Project, ProjectError, copy_settings, find_project, option

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "arguments",
    [
        ["up", "--stack", "dev"],
        ["up", "--stack=dev"],
        ["-s", "dev", "up"],
        ["up", "-sdev"],
        ["-s", "prod", "-s", "dev"],
    ],
)
def test_an_option_is_read_in_every_spelling(arguments: list[str]) -> None:
    assert option(arguments, "--stack", "-s") == "dev"


def test_an_option_that_is_not_given_has_no_value() -> None:
    assert option(["up", "--stack-trace", "-y"], "--stack", "-s") is None


def test_a_project_is_found_from_a_folder_below_it(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\nstackConfigDir: stacks\n")
    below = tmp_path / "components"
    below.mkdir()
    project = find_project(below)
    assert project
    assert project == Project("shop", tmp_path / "stacks")
    assert project.settings_file("dev") == tmp_path / "stacks" / "Pulumi.dev.yaml"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("runtime: python", "`name` is missing"), ("- a\n- b", "list where a mapping"), ("a: [", "is not YAML")],
)
def test_a_project_file_that_is_none_is_named(text: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)
    with pytest.raises(ProjectError, match=rf"Pulumi\.yaml.*{complaint}"):
        find_project(tmp_path)


def test_a_copy_leaves_the_encryption_of_the_original_behind_and_keeps_its_own(tmp_path: Path) -> None:
    original, copy = tmp_path / "Pulumi.prod.yaml", tmp_path / "copy" / "Pulumi.prod.yaml"
    original.write_text("secretsprovider: awskms://alias/prod\nencryptedkey: AQID\nconfig:\n  aws:region: eu-west-1\n")
    before = original.read_text()

    copy_settings(original, copy, has_passphrase=False)
    assert yaml.safe_load(copy.read_text()) == {"config": {"aws:region": "eu-west-1"}}

    copy.write_text(copy.read_text() + "encryptionsalt: v1:local\n")
    copy_settings(original, copy, has_passphrase=False)
    assert yaml.safe_load(copy.read_text()) == {"config": {"aws:region": "eu-west-1"}, "encryptionsalt": "v1:local"}
    assert original.read_text() == before


def test_encrypted_values_need_their_passphrase(tmp_path: Path) -> None:
    original, copy = tmp_path / "Pulumi.prod.yaml", tmp_path / "copy.yaml"
    content = {
        "encryptionsalt": "v1:x",
        "config": {"shop:a": {"keys": [{"secure": "v1:y"}]}, "shop:b": {"secure": "v1:z"}},
    }
    original.write_text(yaml.safe_dump(content))
    with pytest.raises(ProjectError, match=r"shop:a\.keys\[0\], shop:b cannot be decrypted here"):
        copy_settings(original, copy, has_passphrase=False)
    copy_settings(original, copy, has_passphrase=True)
    assert yaml.safe_load(copy.read_text()) == content
