"""`python -m local.engine`: finds the Pulumi CLI or builds it, and prints its path."""

from __future__ import annotations

import sys

from local.engine.cli import EngineMissingError, find_or_build

if __name__ == "__main__":
    try:
        print(find_or_build().executable)  # noqa: T201
    except EngineMissingError as error:
        sys.exit(f"error: {error}")
