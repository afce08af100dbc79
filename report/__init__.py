"""A report of a stack: one page of HTML that needs nothing beside it, from one preview. It knows of no program."""

import sys
from pathlib import Path

# The policy pack is a program of its own, in a folder that is on no path unless it is run as one.
_PACK = str(Path(__file__).parent.parent / "policies")
if _PACK not in sys.path:
    sys.path.append(_PACK)
