"""The costs of a stack as tables for people: see components/knowledge/costs_reading.py for their form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

_UNEXPECTED = "no traffic is expected of it (shop:traffic), so this is what it costs unused"
_KINDS = {"HTTP": "HTTP", "REST": "REST", "WEBSOCKET": "WebSocket"}
_DIGITS = Decimal("0.001")


def show_costs(stack: str, costs: dict[str, Any], console: Console) -> None:
    """Prints the costs: a summary, each API by item, and what they share."""
    apis: dict[str, dict[str, Any]] = costs["apis"]
    prices = costs["prices"]
    console.print(_summary(stack, costs))
    for name, api in apis.items():
        console.print()
        console.print(_api_table(name, api))
        for note in _notes(api):
            console.print(Text(f"  {note}", style="dim"))
    console.print()
    console.print(_shared_table(costs["shared"]))
    console.print("\nUS dollars a month. Where a price has steps, its unit price is the average over the whole stack.")
    console.print(f"Prices of {prices['region']}, {prices['of']}, from")
    for source in prices["sources"]:
        console.print(f"  {source}")
    console.print("\nNot in these figures:")
    for one in costs["notModelled"]:
        console.print(f"  - {one}", markup=False)


def _summary(stack: str, costs: dict[str, Any]) -> Table:
    table = _table(f"What the stack {stack} costs a month", "API", "kind")
    for column in ("carries a month", "cost", "as the other kind"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, api in costs["apis"].items():
        table.add_row(name, _KINDS[api["kind"]], _carried(api), dollars(api["total"]), _other(api))
    table.add_row("shared by them", "", "", dollars(costs["shared"]["total"]), "")
    table.add_section()
    table.add_row("total", "", "", dollars(costs["total"]), "", style="bold")
    return table


def _api_table(name: str, api: dict[str, Any]) -> Table:
    table = _table(f"{name}, {_KINDS[api['kind']]}, {_carried(api)} a month", "item")
    _add_figures(table)
    for line in api["lines"]:
        table.add_row(*_cells(line))
    table.add_section()
    table.add_row("total", "", "", "", dollars(api["total"]))
    return table


def _notes(api: dict[str, Any]) -> list[str]:
    notes = [] if _count(api) else [_UNEXPECTED]
    other = api.get("otherKind", {})
    if reasons := other.get("whyNot", ()):
        notes += [f"It cannot be {other['kind']}:", *(f"  {reason}" for reason in reasons)]
    return notes


def _shared_table(shared: dict[str, Any]) -> Table:
    table = _table("Shared by the APIs, paid once", "item", "for")
    _add_figures(table)
    for line in shared["lines"]:
        item, *figures = _cells(line)
        table.add_row(f"{item}, {line['name']}", ", ".join(line["sharedBy"]) or "none yet", *figures)
    table.add_section()
    table.add_row("total", "", "", "", "", dollars(shared["total"]))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1))
    for column in columns:
        table.add_column(column)
    return table


def _add_figures(table: Table) -> None:
    table.add_column("quantity", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("unit price", justify="right", no_wrap=True)
    table.add_column("cost", justify="right", no_wrap=True)


def _cells(line: dict[str, Any]) -> tuple[str, str, str, str, str]:
    quantity = Decimal(line["quantity"])
    shown = quantity if quantity < _DIGITS else quantity.quantize(_DIGITS).normalize()
    return line["item"], f"{shown:,f}", line["unit"], dollars(line["unitPrice"]), dollars(line["cost"])


def _other(api: dict[str, Any]) -> str:
    other = api.get("otherKind")
    if other is None:
        return "there is none"
    if "total" in other:
        return f"{other['kind']} {dollars(other['total'])}"
    return f"cannot be {other['kind']}"


def _count(api: dict[str, Any]) -> int:
    return int(api.get("messages", api.get("requests", 0)))


def _carried(api: dict[str, Any]) -> str:
    return f"{_count(api):,} {'messages' if 'messages' in api else 'requests'}"


def dollars(text: str) -> str:
    """A figure as people write it: `$1,380.00`."""
    whole, _, digits = text.partition(".")
    return f"${int(whole):,}.{digits}"
