"""The page: everything that was read, put into the templates. It loads nothing and runs no script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from report.addresses import full_url
from report.apis import Api, apis_of
from report.diagram import Node, diagram
from report.findings import Findings, count, findings_of
from report.foreign_apis import foreign_apis
from report.limits_used import LimitsUsed, limits_used
from report.page_costs import Costs, costs_of
from report.reasons import Reasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway_policies.enforcement import Enforcement
    from report.preview_resources import Preview

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Report:
    """What the page says of a stack."""

    project: str
    stack: str
    region: str
    day: date
    resources: int
    apis: list[Api]
    findings: Findings
    tree: list[Node]
    limits: LimitsUsed
    costs: Costs | None
    no_costs: str
    """Why there are no costs, "" where there are some."""
    chart: Markup
    """The SVG of what other loads would cost, "" without costs."""

    @property
    def routes(self) -> int:
        """All routes of all APIs."""
        return sum(len(api.routes) for api in self.apis)

    @property
    def open_routes(self) -> int:
        """Those that anyone may call."""
        return sum(len(api.open_routes) for api in self.apis)

    @property
    def domains(self) -> int:
        """The domain names that lead to an API."""
        return len({one.domain for api in self.apis for one in api.addresses if one.is_own})

    @property
    def verdict(self) -> str:
        """What the policies say, in three words."""
        found = count(self.findings.mandatory)
        return f"policies: {found} mandatory" if found else "policies: passed"


def report_of(preview: Preview, enforcement: Mapping[str, Enforcement], day: date) -> Report:
    """Reads everything out of a preview.

    Args:
        preview: the resources of a stack and its outputs.
        enforcement: how each policy is enforced.
        day: the day of the report, from which exemptions have expired or not.
    """
    reasons = Reasons(preview, enforcement)
    apis = [*apis_of(preview, reasons), *foreign_apis(preview.resources, reasons)]
    section = costs_of(preview.outputs)
    return Report(
        project=preview.project,
        stack=preview.stack,
        region=preview.region,
        day=day,
        resources=sum(one.managed and not one.type.startswith("pulumi:") for one in preview.by_urn.values()),
        apis=apis,
        findings=findings_of(preview, enforcement, day),
        tree=diagram(apis),
        limits=limits_used(preview, apis, enforcement),
        costs=section.costs,
        no_costs=section.why_none,
        chart=_chart(section.chart) if section.costs else Markup(),
    )


def _chart(costs: dict[str, Any]) -> Markup:
    from report.cost_chart import cost_chart  # noqa: PLC0415 -- only a stack with costs needs it

    return Markup(cost_chart(costs))  # noqa: S704 -- an SVG of this project's own, of numbers


def page_of(report: Report) -> str:
    """The page as HTML, with everything that comes from the stack escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": breakable, "figure": figure, "money": money}
    style = Markup((_TEMPLATES / "style.css").read_text())  # noqa: S704 -- a file of this package
    template = environment.get_template("report.html.j2")
    return template.render(report=report, style=style, full_url=full_url, count=count)


def breakable(text: str) -> Markup:
    """The text with places at which a narrow page may break it: before the points and slashes of a name or URL."""
    parts = re.split(r"(?<=[^/:])(?=[/.])", text)
    return Markup("<wbr>").join(parts)


def figure(number: float) -> str:
    """The number as people write it: 10,000,000 and 0.5."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,g}"


def money(dollars: str) -> str:
    """The text of an amount with its thousands apart: 1,008.62."""
    whole, point, cents = dollars.partition(".")
    return f"{int(whole):,}{point}{cents}"
