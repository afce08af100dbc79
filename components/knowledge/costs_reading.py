"""The output `costs` of a stack, taken apart for tables, pages and charts. Pure.

What `costs_output.py` leaves out of the output, because it follows from the rest, is put in again: where prices are
from, why an API cannot be of the other kind, and what requests cost on each kind against how many there are.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from components.knowledge import prices
from components.knowledge.capabilities import FEATURES
from components.knowledge.cost_curve import cost_curve
from components.knowledge.costs_output import Json, exact
from components.knowledge.kinds import Kind

_LINE = re.compile(
    r"(?P<item>.+): (?P<quantity>[\d.]+) (?P<unit>\S.*) at \$(?P<unitPrice>[\d.]+) = \$(?P<cost>[\d.]+)"
    r"(?: \((?P<name>[^;]+); (?:shared by (?P<sharedBy>.+)|used by none yet)\))?"
)


class CostsError(ValueError):
    """An output that is not of the form of `costs_output`."""


def read_costs(output: Mapping[str, Any]) -> Json:
    """The costs with each line as a map of item, quantity, unit, unitPrice and cost, and name and sharedBy if shared.

    Raises:
        CostsError: the output has another form.
    """
    try:
        apis = {name: _api(api) for name, api in output["apis"].items()}
        shared = {**output["shared"], "lines": [_line(line) for line in output["shared"]["lines"]]}
        region, _, read = output["prices"].partition(", ")
    except (AttributeError, KeyError, TypeError) as error:
        raise CostsError(f"the output `costs` has another form than this version puts out: {error!r}") from error
    lines = [line for part in (*apis.values(), shared) for line in part["lines"]]
    return {
        **output,
        "prices": {"region": region, "of": read, "sources": _sources({line["item"] for line in lines})},
        "apis": apis,
        "shared": shared,
        "chart": _chart(apis),
    }


def _api(api: Mapping[str, Any]) -> Json:
    found: Json = {**api, "lines": [_line(line) for line in api["lines"]]}
    other = api.get("otherKind")
    if other and "lacks" in other:
        noun = Kind(other["kind"]).noun
        lacking = [FEATURES[one] for one in other["lacks"].split(", ")]
        found["otherKind"] = {**other, "whyNot": [f"{one.id}: {noun} has no {one.title}" for one in lacking]}
    return found


def _line(text: str) -> Json:
    found = _LINE.fullmatch(text)
    if found is None:
        raise CostsError(f"the output `costs` has a line of another form than this version puts out: {text!r}")
    parts = found.groupdict()
    name, shared_by = parts.pop("name"), parts.pop("sharedBy")
    return {**parts, **({"name": name, "sharedBy": shared_by.split(", ") if shared_by else []} if name else {})}


def _sources(items: set[str]) -> list[str]:
    return [*dict.fromkeys([prices.API_GATEWAY, *(one.source for one in prices.ALL if one.item in items)])]


def _chart(apis: Mapping[str, Json]) -> Json:
    curve = cost_curve(Decimal(api["requests"]) for api in apis.values() if "requests" in api)
    found: Json = {"requests": [int(one) for one in curve.requests]}
    found |= {kind.value: [exact(one) for one in costs] for kind, costs in curve.costs.items()}
    if curve.today is not None:
        requests, costs = curve.today
        found["today"] = {"requests": int(requests), **{kind.value: exact(one) for kind, one in costs.items()}}
    return found
