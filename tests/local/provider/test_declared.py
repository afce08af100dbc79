"""Look-ups that are answered from a file, so that a preview needs neither an account nor an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.provider.configuration import Configuration
from local.provider.declared import declared_answer
from local.provider.emulator_client import EmulatorClient
from local.provider.invokes import InvokeError, invoke
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from local.provider.values import Properties

ZONE = "aws:route53/getZone:getZone"
ANSWERS = f"""
{ZONE}:
  - for: {{name: example.com, privateZone: true}}
    answer: {{zoneId: Z2}}
  - for: {{name: example.com}}
    answer: {{zoneId: Z1}}
"""


def ask(arguments: Properties, file: Path | None) -> Properties:
    """Asks where no emulator is."""
    nobody = f"http://127.0.0.1:{free_port()}"
    configuration = Configuration("eu-west-1", emulator=nobody, answers=str(file or ""))
    return invoke(ZONE, arguments, configuration, EmulatorClient(nobody, "eu-west-1"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.prod.yaml"
    file.write_text(ANSWERS)
    return file


def test_the_first_answer_that_fits_is_given(answers: Path) -> None:
    assert ask({"name": "example.com"}, answers) == {"name": "example.com", "zoneId": "Z1"}
    assert ask({"name": "example.com", "privateZone": True}, answers)["zoneId"] == "Z2"
    assert ask({"name": "example.com", "tags": {"a": "b"}}, answers)["zoneId"] == "Z1"


def test_what_is_not_declared_is_told_with_the_lines_to_add(answers: Path) -> None:
    with pytest.raises(InvokeError) as caught:
        ask({"name": "example.org", "region": "eu-west-1"}, answers)
    told = str(caught.value)
    assert told.startswith("getZone: ")
    assert told.endswith(
        f'declare in {answers} what AWS would answer:\n{ZONE}:\n  - for: {{"name": "example.org"}}\n    answer: {{…}}'
    )


def test_without_a_file_the_emulator_is_asked(answers: Path) -> None:
    with pytest.raises(InvokeError, match="does not answer") as caught:
        ask({"name": "example.com"}, None)
    assert "declare" not in str(caught.value)
    assert declared_answer(answers.with_name("none.yaml"), ZONE, {"name": "example.com"}) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not YAML"),
        ("[]", "a map from functions to lists of answers is expected"),
        (f"{ZONE}: {{}}", "a map from functions to lists of answers is expected"),
        (f"{ZONE}: [{{for: {{name: x}}}}]", f"{ZONE}[0] must be a map with `for` and `answer`, each a map"),
        (f"{ZONE}: [{{for: {{}}, answer: Z1}}]", f"{ZONE}[0] must be a map with `for` and `answer`, each a map"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, says: str, answers: Path) -> None:
    answers.write_text(text)
    with pytest.raises(InvokeError) as caught:
        ask({"name": "x"}, answers)
    assert str(caught.value).startswith(f"getZone: {answers}")
    assert says in str(caught.value)
