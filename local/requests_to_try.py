"""`python -m local.requests_to_try`: where the APIs of the local stack answer, and requests to send them."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.emulator import process
from local.emulator.addresses import DOMAIN_PREFIX
from local.outputs import OutputsError, read_outputs
from local.token import TokenError, bearer_token, signed_token
from local.workspace import ROOT, Workspace

READ, WRITE, USERS = "orders/read", "orders/write", "users/manage"
USER = '{"name": "Ann Lee", "email": "ann@example.com"}'
ORDER = '{"currency": "EUR", "items": [{"sku": "TEA-1", "quantity": 2, "unitPriceCents": 450}]}'


def show(console: Console) -> None:
    """Prints the addresses, tokens, and commands that can be pasted into a shell as they are.

    Raises:
        OutputsError: the local stack is not deployed.
        TokenError: its user pool gives no token.
    """
    outputs = read_outputs("local", show_secrets=True)
    workspace = Workspace.of_environment()
    emulator, _ = process.start(workspace.emulator)
    token = bearer_token(outputs["identity"], f"{READ} {WRITE} {USERS}", emulator.url)
    ticket = signed_token(outputs["tokenKey"], "ann", emulator.url)

    table = Table(title="APIs of the local stack", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column("API")
    table.add_column("route")
    table.add_column("who may call it")
    for name, api in sorted(outputs["apis"].items()):
        for route, access in api["routes"].items():
            table.add_row(name, route, Text(access), style="green" if access.startswith("public") else None)
    console.print(table)
    console.print("\n[bold]Requests to try[/bold]")
    domain = outputs["apis"]["orders"]["url"].rpartition(DOMAIN_PREFIX)[2]
    for command in commands(outputs, token, ticket, process.curl_over_tls(emulator, workspace.emulator, domain)):
        console.print(f"  {command}", markup=False)
    others = "`make report`, `make outputs`, `make token`, `make preview STACK=prod`"
    console.print(f"\nNext: {others}, and `make down` when you are done.")


def commands(outputs: dict[str, Any], token: str, ticket: str, over_tls: str) -> list[str]:
    """Shell commands: one that answers and one that is refused, for each kind of API.

    Args:
        outputs: the outputs of the stack, secrets in clear: its keys are those of an emulator.
        token: a token of the user pool.
        ticket: a token that the shop has signed.
        over_tls: the command that reaches the domain of the APIs over TLS, to which a path is added.
    """
    api, notifications = outputs["apis"]["orders"]["url"], outputs["apis"]["notifications"]["url"]
    bearer = '-H "authorization: Bearer $TOKEN"'
    page = (ROOT / "docs" / "notifications.html").as_uri()
    return [
        f"API={api}",
        f"TOKEN={token}",
        f"TICKET={ticket}    # as from `make token FOR=ann`",
        f"KEY={outputs['apiKeys']['partner-customer']}",
        "curl -i $API/orders/health",
        "curl -i $API/orders    # no token: 401",
        f"curl -i $API/orders {bearer} -d '{ORDER}'",
        f"curl -i $API/orders {bearer}",
        f'curl -i $API/orders -X POST -H "authorization: Bearer $(make token)"    # lacks the scope {WRITE}: 403',
        f"curl -i $API/users {bearer} -d '{USER}'",
        'curl -i "$API/payments/rates?base=EUR"    # no API key: 403',
        'curl -i "$API/payments/rates?base=EUR" -H "x-api-key: $KEY"    # again within a minute: remembered',
        'curl -i $API/payments -d "{}" -H "x-api-key: $KEY" -H "authorization: Bearer $TICKET"    # 400',
        "curl -i $API/catalog/items    # a service behind a VPC link and a load balancer",
        'curl -i $API/ledger/entries -H "authorization: Bearer $TICKET"    # another one, told who asks',
        f"{over_tls}/orders/health    # the same name over TLS",
        f"open '{page}?url={notifications}&topic=orders&token={ticket}'    # notifications, in a browser",
    ]


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m local.requests_to_try", description=__doc__).parse_args()
    try:
        show(Console(highlight=False, soft_wrap=True))
    except (OutputsError, TokenError, process.EmulatorError) as error:
        sys.exit(f"error: {error}")
