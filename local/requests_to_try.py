"""`python -m local.requests_to_try`: where the APIs of the local stack answer, and requests to send them."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.emulator import process
from local.outputs import OutputsError, read_outputs
from local.token import TokenError, bearer_token
from local.workspace import Workspace

READ, WRITE = "orders/read", "orders/write"
ORDER = '{"currency": "EUR", "items": [{"sku": "TEA-1", "quantity": 2, "unitPriceCents": 450}]}'


def show(console: Console) -> None:
    """Prints the addresses, a token, and commands that can be pasted into a shell as they are.

    Raises:
        OutputsError: the local stack is not deployed.
        TokenError: its user pool gives no token.
    """
    outputs = read_outputs("local")
    emulator, _ = process.start(Workspace.of_environment().emulator)
    token = bearer_token(outputs["identity"], f"{READ} {WRITE}", emulator.url)

    table = Table(title="APIs of the local stack", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column("API")
    table.add_column("route")
    table.add_column("who may call it")
    for name, api in sorted(outputs["apis"].items()):
        for route, access in api["routes"].items():
            table.add_row(name, route, Text(access), style="green" if access.startswith("public") else None)
    console.print(table)
    url = outputs["apis"]["orders"]["url"]
    console.print("\n[bold]Requests to try[/bold]")
    for command in (
        f"TOKEN={token}",
        f"curl -i {url}/orders/health",
        f"curl -i {url}/orders    # no token: 401",
        f"curl -i {url}/orders -H \"authorization: Bearer $TOKEN\" -d '{ORDER}'",
        f'curl -i {url}/orders -H "authorization: Bearer $TOKEN"',
        f'curl -i {url}/orders -X POST -H "authorization: Bearer $(make token)"    # lacks the scope {WRITE}: 403',
    ):
        console.print(f"  {command}", markup=False)
    console.print("\nNext: `make outputs`, `make token`, `make preview STACK=dev`, and `make down` when you are done.")


if __name__ == "__main__":
    try:
        show(Console(highlight=False, soft_wrap=True))
    except (OutputsError, TokenError, process.EmulatorError) as error:
        sys.exit(f"error: {error}")
