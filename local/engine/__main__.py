"""`python -m local.engine`: finds the Pulumi CLI or builds it, and prints its path."""

from __future__ import annotations

import argparse
import sys

from local.engine.cli import EngineMissingError, find_or_build

if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m local.engine", description=__doc__).parse_args()
    try:
        print(find_or_build().executable)  # noqa: T201
    except EngineMissingError as error:
        sys.exit(f"error: {error}")
