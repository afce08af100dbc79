"""The report as one HTML page that needs nothing beside itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from report.cost_chart import cost_chart
from report.cost_tables import dollars
from report.diagram import chains

if TYPE_CHECKING:
    from datetime import date

    from report.findings import Verdict
    from report.limits_used import Used
    from report.routes import Api

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Report:
    """All that the page tells."""

    project: str
    stack: str
    region: str
    day: date
    resources: int
    apis: list[Api]
    verdict: Verdict
    limits: list[Used]
    calls: int
    """Calls of the control plane that a first deployment makes."""
    seconds: float
    """Seconds that AWS takes for them by its rates alone."""
    costs: dict[str, Any] | None
    """As components/knowledge/costs_reading.py gives them; None of a program that puts none out."""


def page(report: Report) -> str:
    """The page. Whatever comes from the stack is escaped; it holds no script, and names nothing elsewhere but links."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dollars"] = dollars
    # The chart is made here, of numbers and names of our own, and has no text of the stack in it.
    chart = Markup(cost_chart(report.costs)) if report.costs else ""  # noqa: S704
    style = Markup((_TEMPLATES / "style.css").read_text())  # noqa: S704 -- a file of this project
    return environment.get_template("page.html.j2").render(
        report=report, chains=chains(report.apis), chart=chart, style=style
    )
