"""An API of ROUTES routes of one function, of the kind that KIND names.

The stack `component` makes it with the library, the stack `raw` with pulumi_aws alone.
"""

import os
import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).parents[2]))

import http_things
import own_figures
import rest_things
import websocket_things

PROGRAMS = {
    ("http", "component"): http_things.with_component,
    ("http", "raw"): http_things.raw,
    ("rest", "component"): rest_things.with_component,
    ("rest", "raw"): rest_things.raw,
    ("websocket", "component"): websocket_things.with_component,
    ("websocket", "raw"): websocket_things.raw,
}

own_figures.write_at_exit()
PROGRAMS[os.environ["KIND"], pulumi.get_stack()](int(os.environ["ROUTES"]))
