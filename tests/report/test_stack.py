"""The report of a stack of this project, from its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.workspace import FOLDER_SETTING
from report.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_stack_has_its_report_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "local"))
    output = tmp_path / "report-dev.html"
    assert main(["--stack", "dev", "--output", str(output)]) == 0
    said = capsys.readouterr().err
    assert "policies: passed" in said
    assert "APIs: 6" in said
    html = output.read_text()
    for told in (
        "shop <span",
        "api<wbr>.shop<wbr>.dev<wbr>.example<wbr>.com<wbr>/orders<wbr>/health",
        "“called by the uptime monitor, returns no data”",
        "application load balancer catalog",
        "JWT of user pool customers",
        "2027-11-30",
    ):
        assert told in html
