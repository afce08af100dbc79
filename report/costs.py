"""`python -m report.costs --stack STACK`: what a stack would cost a month in AWS, by API and by item.

The stack is previewed on this machine, with no AWS account, and its output `costs` is shown. What its APIs carry is in
the setting shop:traffic of stacks/Pulumi.STACK.yaml.
"""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console

from components.knowledge.costs_reading import CostsError, read_costs
from local.previewed_outputs import PreviewError, previewed_outputs
from local.project import ProjectError
from report.cost_tables import show_costs


def main(arguments: list[str] | None = None) -> None:
    """Prints the costs; ends with a message and status 1 where there are none."""
    parser = argparse.ArgumentParser(
        prog="python -m report.costs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stack", default="local", help="the stack, as in stacks/Pulumi.STACK.yaml; default: local")
    parser.add_argument("--json", action="store_true", help="print them as JSON")
    asked = parser.parse_args(arguments)
    try:
        output = previewed_outputs(asked.stack).get("costs")
        costs = None if output is None else read_costs(output)
    except (PreviewError, ProjectError, CostsError) as error:
        sys.exit(f"error: {error}")
    if costs is None:
        sys.exit(f"error: the program of the stack {asked.stack!r} puts out no `costs`.")
    if asked.json:
        print(json.dumps(costs, indent=2))  # noqa: T201
    else:
        show_costs(asked.stack, costs, Console(highlight=False))


if __name__ == "__main__":
    main()
