"""Judges existing stacks: `python -m gateway_policies.audit FILE... [--enforcement FILE] [--format json|text|sarif]`.

Prints one JSON array of {"policy", "resource" (URN), "level", "status", "message"}, or a text for people, or one SARIF
2.1.0 log. The resource is empty where a judgement is of the stack. Exit code 0; 1 when a mandatory policy is violated;
2 when a file cannot be used. A preview lists unchanged resources only when asked to (`--show-sames`).
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.outputs import audit_sarif, audit_text
from gateway_policies.outputs.audited import Audited, fails
from gateway_policies.outputs.state_files import StateFileError, read_state


def _write_json(audited: Sequence[Audited], out: TextIO) -> None:
    out.write(json.dumps([asdict(one) for of_file in audited for one in of_file.judgements], indent=2) + "\n")


_WRITERS: Mapping[str, Callable[[Sequence[Audited], TextIO], None]] = {
    "json": _write_json,
    "text": audit_text.write,
    "sarif": audit_sarif.write,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    parser = argparse.ArgumentParser(prog="audit", description="Judge stacks by the whole catalogue of policies.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a stack export or a preview, as JSON")
    parser.add_argument("--enforcement", type=Path, metavar="FILE", help="levels, settings and exemptions")
    parser.add_argument("--format", choices=list(_WRITERS), default="json", help="json by default")
    options = parser.parse_args(arguments)
    try:
        enforcement = load_enforcement(options.enforcement, RULES) if options.enforcement else None
        # Each file is a stack of its own: links do not reach from one to another.
        audited = [Audited(file, evaluate(read_state(file), enforcement)) for file in options.files]
    except (EnforcementError, StateFileError) as error:
        sys.stderr.write(f"audit: {error}\n")
        return 2
    _WRITERS[options.format](audited, sys.stdout)
    return 1 if any(fails(one) for of_file in audited for one in of_file.judgements) else 0


if __name__ == "__main__":
    sys.exit(main())
