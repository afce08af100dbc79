"""Judges existing stacks: `python -m gateway_policies.audit FILE... [--enforcement FILE]`.

Prints one JSON array of {"policy", "resource" (URN), "level", "status", "message"}. Exit code 0; 1 when a mandatory
policy is violated; 2 when a file cannot be used. A preview lists unchanged
resources only when asked to (`--show-sames`).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.state_files import StateFileError, read_state


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    parser = argparse.ArgumentParser(prog="audit", description="Judge stacks by the whole catalogue of policies.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a stack export or a preview, as JSON")
    parser.add_argument("--enforcement", type=Path, metavar="FILE", help="levels, settings and exemptions")
    options = parser.parse_args(arguments)
    try:
        enforcement = load_enforcement(options.enforcement, RULES) if options.enforcement else None
        # Each file is a stack of its own: links do not reach from one to another.
        found = [one for file in options.files for one in evaluate(read_state(file), enforcement)]
    except (EnforcementError, StateFileError) as error:
        sys.stderr.write(f"audit: {error}\n")
        return 2
    sys.stdout.write(json.dumps([asdict(one) for one in found], indent=2) + "\n")
    return 1 if any(one.level == "mandatory" and one.status == "violation" for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
