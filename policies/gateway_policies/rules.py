"""Prints the catalogue as one JSON array: `python -m gateway_policies.rules [--control ID] [--enforcement FILE]`.

With a control, such as CKV_AWS_309, only the rules that cover this control of another catalogue. With an enforcement
file the levels are those of the file. Exit code 0; 1 when no rule covers the control; 2 when the file cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement
from gateway_policies.outputs import controls


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    parser = argparse.ArgumentParser(prog="rules", description="Print the catalogue of policies as JSON.")
    parser.add_argument("--control", metavar="ID", help="only the rules that cover this control, such as CKV_AWS_309")
    parser.add_argument("--enforcement", type=Path, metavar="FILE", help="take the levels from this file")
    options = parser.parse_args(arguments)
    try:
        enforcement = load_enforcement(options.enforcement, RULES) if options.enforcement else None
    except EnforcementError as error:
        sys.stderr.write(f"rules: {error}\n")
        return 2
    control = cast("str | None", options.control)
    rules = RULES if control is None else controls.covering(RULES, control)
    if control is not None and not rules:
        near = ", ".join(controls.nearest(RULES, control))
        sys.stderr.write(f"rules: no rule covers {control!r}; spelled most like it are {near}\n")
        return 1
    catalogue = [
        {
            "name": rule.name,
            "group": rule.group,
            "severity": rule.severity,
            "level": enforcement[rule.name].level if enforcement else rule.level,
            "title": rule.title,
            "why": rule.why,
            "fix": rule.fix,
            "types": rule.types,
            "controls": rule.controls,
        }
        for rule in rules
    ]
    sys.stdout.write(json.dumps(catalogue, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
