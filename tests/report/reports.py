"""Reports of recorded previews."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import read_enforcement
from report.page import Report, page_of, report_of
from report.preview_resources import Preview, read_preview
from tests.report.bookshop import everything
from tests.report.recording import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway_policies.enforcement import Enforcement
    from tests.report.recording import State

TODAY = date(2026, 11, 25)


def enforced(**rules: Mapping[str, Any]) -> Mapping[str, Enforcement]:
    """An enforcement file, its keys with underscores."""
    problems: list[str] = []
    found = read_enforcement({name.replace("_", "-"): value for name, value in rules.items()}, RULES, problems)
    assert not problems
    return found


def preview_of(*states: State, **more: Any) -> Preview:
    """The preview as the report reads it."""
    return read_preview(document(*states, **more))


def reported(recorded: State | None = None, **rules: Mapping[str, Any]) -> Report:
    """The report of a preview, of everything by default."""
    return report_of(read_preview(recorded or everything()), enforced(**rules), TODAY)


def page(recorded: State | None = None, **rules: Mapping[str, Any]) -> str:
    """The page of a preview, of everything by default."""
    return page_of(reported(recorded, **rules))
