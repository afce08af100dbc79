"""The orders API of a shop: with the components in the stack `component`, with pulumi_aws alone in `raw`."""

import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).parents[2]))

import raw
import with_component

PROGRAMS = {"component": with_component.orders, "raw": raw.orders}
PROGRAMS[pulumi.get_stack()]()
