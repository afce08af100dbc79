"""Prints the catalogue as one JSON array: `python -m gateway_policies.rules [--enforcement FILE]`.

With an enforcement file the levels are those of the file. Exit code 0, or 2 when the file cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    parser = argparse.ArgumentParser(prog="rules", description="Print the catalogue of policies as JSON.")
    parser.add_argument("--enforcement", type=Path, metavar="FILE", help="take the levels from this file")
    options = parser.parse_args(arguments)
    try:
        enforcement = load_enforcement(options.enforcement, RULES) if options.enforcement else None
    except EnforcementError as error:
        sys.stderr.write(f"rules: {error}\n")
        return 2
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
        for rule in RULES
    ]
    sys.stdout.write(json.dumps(catalogue, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
