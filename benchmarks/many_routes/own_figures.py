"""What a program itself costs, apart from the engine and the provider: it says so when it ends."""

import atexit
import json
import os
import resource
from pathlib import Path


def write_at_exit() -> None:
    """Lets the program write its processor time (s) and its peak of memory (KiB) into the file that FIGURES names."""
    if path := os.environ.get("FIGURES"):
        atexit.register(_write, Path(path))


def _write(path: Path) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    path.write_text(json.dumps({"seconds": used.ru_utime + used.ru_stime, "kibibytes": used.ru_maxrss}))
