"""What the engine says, and what a user did wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from report import preview
from report.__main__ import main
from report.preview import PreviewError, errors_in, run_preview, with_outputs
from report.preview_resources import read_preview, without_secrets
from tests.report.bookshop import everything, shelf
from tests.report.recording import STACK, document

if TYPE_CHECKING:
    from pathlib import Path


def error(message: str) -> dict[str, str]:
    return {"severity": "error", "message": message}


def test_the_stack_and_its_region_are_read() -> None:
    preview = read_preview(everything())
    assert (preview.project, preview.stack, preview.region) == ("books", "prod", "us-east-1")


def test_outputs_are_put_into_the_state_of_the_stack() -> None:
    recorded = with_outputs(document(*shelf()), {"costs": 1})
    assert read_preview(recorded).outputs == {"costs": 1}
    assert [step["urn"] for step in recorded["steps"] if "outputs" in step["newState"]] == [STACK]


def test_a_preview_that_policies_stopped_is_complete() -> None:
    recorded = document(*shelf(), diagnostics=[error("error: preview failed\n")])
    assert list(errors_in(recorded)) == []
    assert read_preview(recorded).stack == "prod"


def test_a_preview_that_failed_says_why() -> None:
    recorded = document(diagnostics=[error("\x1b[31merror: stacks/Pulumi.prod.yaml has 2 problems\n 1. …\x1b[0m")])
    assert list(errors_in(recorded)) == ["stacks/Pulumi.prod.yaml has 2 problems\n 1. …"]
    with pytest.raises(PreviewError, match="is a preview that failed"):
        read_preview(recorded)


def test_secrets_are_masked_wherever_they_stand() -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"x"'}
    assert without_secrets({"a": [secret, 1], "b": {"c": secret}}) == {"a": ["[secret]", 1], "b": {"c": "[secret]"}}


@pytest.mark.parametrize("name", ["nosuch", "../local", "", "-v"])
def test_a_stack_that_is_not_there_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(
        PreviewError, match=r"There is no stack .*: stacks/ has settings of .*local.*make report STACK=dev"
    ):
        run_preview(name)


def test_a_stack_without_an_enforcement_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: books\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "stacks" / "Pulumi.qa.yaml").touch()
    monkeypatch.setattr(preview, "ROOT", tmp_path)
    with pytest.raises(PreviewError, match=r"'qa' has no policies/enforcement/qa\.json"):
        run_preview("qa")


def test_a_recorded_preview_makes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded, output = tmp_path / "preview.json", tmp_path / "made" / "page.html"
    recorded.write_text(json.dumps(everything()))
    assert main(["--preview", str(recorded), "--output", str(output)]) == 0
    assert output.read_text().startswith("<!doctype html>")
    assert str(output) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("[]", "holds no JSON object"),
        ("{}", "is neither a stack export"),
        ('{"steps": []}', "has no resources"),
    ],
)
def test_a_file_that_is_no_preview_is_told_without_a_traceback(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "preview.json"
    if content is not None:
        file.write_text(content)
    assert main(["--preview", str(file), "--output", str(tmp_path / "page.html")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert said in told
    assert "Traceback" not in told


def test_a_wrong_enforcement_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded, rules = tmp_path / "preview.json", tmp_path / "rules.json"
    recorded.write_text(json.dumps(everything()))
    rules.write_text('{"no-such-policy": "mandatory"}')
    assert main(["--preview", str(recorded), "--enforcement", str(rules), "--output", str(tmp_path / "x.html")]) == 1
    assert "no-such-policy: no such policy" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded, blocked = tmp_path / "preview.json", tmp_path / "file"
    recorded.write_text(json.dumps(everything()))
    blocked.write_text("")
    assert main(["--preview", str(recorded), "--output", str(blocked / "page.html")]) == 1
    assert "Name another --output" in capsys.readouterr().err
