from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from local.new_stack import NewStackError, new_stack
from local.workspace import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks")
    shutil.copytree(ROOT / "policies" / "enforcement", tmp_path / "policies" / "enforcement")
    return tmp_path


def settings(root: Path, stack: str) -> dict[str, Any]:
    return yaml.safe_load((root / "stacks" / f"Pulumi.{stack}.yaml").read_text())


@pytest.mark.parametrize(
    ("like", "domain"), [("dev", "shop.qa.example.com"), ("prod", "qa.shop.example.com"), ("local", "qa.shop.test")]
)
def test_a_stack_is_like_another_but_for_its_name(like: str, domain: str, root: Path) -> None:
    made = new_stack("qa", like, root)
    other = settings(root, like)
    other["config"]["shop:tags"]["environment"] = "qa"
    other["config"]["shop:domain"]["name"] = domain
    assert settings(root, "qa") == other
    assert (made.domain, made.unset) == (domain, [])
    answers = root / "stacks" / f"answers.{like}.yaml"
    assert (root / "stacks" / "answers.qa.yaml").exists() == answers.exists()
    enforcement = root / "policies" / "enforcement"
    assert json.loads((enforcement / "qa.json").read_text()) == json.loads((enforcement / f"{like}.json").read_text())
    assert {file.name for file in made.files} >= {"Pulumi.qa.yaml", "qa.json"}


def test_secrets_stay_where_they_are(root: Path) -> None:
    file = root / "stacks" / "Pulumi.dev.yaml"
    with file.open("a") as text:
        text.write(
            "  shop:apiKeys:\n    acme:\n      secure: v1:abc\n  shop:logs2:\n    x: 1\nencryptionsalt: v1:salt\n"
        )
    made = new_stack("qa", "dev", root)
    assert made.unset == ["shop:apiKeys"]
    written = (root / "stacks" / "Pulumi.qa.yaml").read_text()
    assert "secure" not in written
    assert "salt" not in written
    assert settings(root, "qa")["config"]["shop:logs2"] == {"x": 1}


def test_every_mistake_is_told_and_nothing_is_written(root: Path) -> None:
    with pytest.raises(NewStackError) as caught:
        new_stack("QA", "production", root)
    assert str(caught.value).splitlines() == [
        "'QA' is no name for a stack: 1 to 63 lower-case letters, digits and hyphens are, such as qa.",
        "There is no stack 'production' to be like: take one of dev, local, prod, staging.",
    ]
    with pytest.raises(NewStackError, match="is there already"):
        new_stack("staging", "dev", root)
    assert not [*root.glob("**/*QA*")]
