"""`python -m report --stack NAME`: one page on what a stack is, what it exposes, and what it will cost."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement, read_enforcement
from local.project import ProjectError
from local.workspace import ROOT
from report.findings import count
from report.page import Report, page_of, report_of
from report.preview import PreviewError, enforcement_file, run_preview
from report.preview_resources import read_file, read_preview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway_policies.enforcement import Enforcement
    from report.preview import Json


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the report; the exit code is 0, or 1 with a message where it cannot be made."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        document, enforcement = _read(options, console)
        report = report_of(read_preview(document), enforcement, datetime.now(UTC).date())
        file = _write(report, options.output)
    except (PreviewError, ProjectError, EnforcementError) as error:
        console.print(Text.assemble(("error: ", "bold red"), str(error)))
        return 1
    except OSError as error:
        console.print(
            Text.assemble(("error: ", "bold red"), f"{error.filename}: {error.strerror}. Name another --output.")
        )
        return 1
    _tell(report, file, console)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m report",
        description="One self-contained HTML page on a stack: its routes and who may call them, what the policies say, "
        "how requests go, the quotas it uses, and its costs. Nothing is deployed and no account is asked.",
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--stack", metavar="NAME", help="a stack of this project, which is previewed offline")
    source.add_argument(
        "--preview", type=Path, metavar="FILE", help="what `pulumi preview --json --show-sames` said of any program"
    )
    parser.add_argument(
        "--enforcement",
        type=Path,
        metavar="FILE",
        help="levels and exemptions for --preview; each policy's own level by default",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="the page, build/report-NAME.html by default")
    return parser


def _read(options: argparse.Namespace, console: Console) -> tuple[Json, Mapping[str, Enforcement]]:
    if options.preview:
        rules = load_enforcement(options.enforcement, RULES) if options.enforcement else read_enforcement({}, RULES, [])
        return read_file(options.preview), rules
    if options.enforcement:
        raise PreviewError(f"--enforcement is for --preview; a stack has {enforcement_file('NAME')}.")
    with console.status(f"Previewing {options.stack} offline, with its policies"):
        document = run_preview(options.stack)
    return document, load_enforcement(enforcement_file(options.stack), RULES)


def _write(report: Report, output: Path | None) -> Path:
    file = output or ROOT / "build" / f"report-{report.stack}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page_of(report), encoding="utf-8")
    return file


def _tell(report: Report, file: Path, console: Console) -> None:
    findings = report.findings
    colour = "bold red" if findings.mandatory else "bold green"
    counts = f"APIs: {len(report.apis)}, routes: {report.routes}, open to everyone: {report.open_routes}"
    console.print(
        Text.assemble(
            (report.verdict, colour),
            f"; {count(findings.advisory)} advisory, {count(findings.undecided)} undecided; {counts}",
        )
    )
    console.print(Text.assemble("The report is in ", (str(file), "bold")))


if __name__ == "__main__":
    sys.exit(main())
