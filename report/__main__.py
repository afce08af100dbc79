"""`python -m report --stack STACK`: what a stack is, what it exposes and what it costs, as one HTML page.

The stack is previewed on this machine, with no AWS account, and judged by the policies of its environment.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from components.knowledge.costs_reading import CostsError, read_costs
from gateway_policies.enforcement import EnforcementError
from gateway_policies.resources import Stack
from local.previewed_outputs import PreviewError
from local.project import ProjectError, find_project, read_mapping
from local.workspace import ROOT
from report.findings import judged
from report.limits_used import first_deployment, limits_used
from report.page import Report, page
from report.preview import preview
from report.routes import apis_of, open_routes

BUILD = ROOT / "build"


def make_report(name: str) -> Report:
    """The report of a stack of this checkout's project.

    Raises:
        PreviewError: there is no such stack, or its program fails.
        ProjectError: the project file or the settings cannot be read.
        EnforcementError: the enforcement file of the stack cannot be used.
        CostsError: the output `costs` is of another form.
    """
    previewed = preview(name)
    project = find_project(ROOT)
    if project is None:
        raise ProjectError(f"{ROOT} has no Pulumi.yaml.")
    settings: dict[str, object] = read_mapping(project.settings_file(name)).get("config") or {}
    region = str(settings.get("aws:region", ""))
    today = datetime.now(UTC).date()
    verdict = judged(previewed.resources, ROOT / "policies" / "enforcement" / f"{name}.json", today)
    stack = Stack(previewed.resources)
    apis = apis_of(stack, verdict.excuse)
    calls, seconds = first_deployment(stack)
    output = previewed.outputs.get("costs")
    return Report(
        project.name,
        name,
        region,
        today,
        len(previewed.resources),
        apis,
        verdict,
        limits_used(stack, apis, region),
        calls,
        seconds,
        None if output is None else read_costs(output),
    )


def main(arguments: list[str] | None = None) -> None:
    """Writes the page and says where; ends with a message and status 1 where there is none."""
    parser = argparse.ArgumentParser(
        prog="python -m report", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stack", default="local", help="the stack, as in stacks/Pulumi.STACK.yaml; default: local")
    parser.add_argument("--output", type=Path, help="the file to write; default: build/report-STACK.html")
    asked = parser.parse_args(arguments)
    console = Console(stderr=True, highlight=False)
    try:
        with console.status(f"previewing the stack {asked.stack} …"):
            report = make_report(asked.stack)
    except (PreviewError, ProjectError, EnforcementError, CostsError) as error:
        sys.exit(f"error: {error}")
    file: Path = asked.output or BUILD / f"report-{asked.stack}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(report), encoding="utf-8")
    mandatory = len(report.verdict.of("mandatory"))
    console.print(
        f"{len(report.apis)} APIs, {len([*open_routes(report.apis)])} open routes, {mandatory} mandatory findings"
    )
    console.print(f"Open [bold]{file}[/bold] in a browser.")


if __name__ == "__main__":
    main()
