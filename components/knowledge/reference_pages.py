"""The pages of docs/ that are written from tables, by `python -m components.knowledge.reference_pages`."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from components.knowledge import account_load, capabilities, limits, prices
from components.knowledge.limits import Quota
from components.knowledge.prices import Price

DOCS = Path(__file__).parents[2] / "docs"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {"capabilities.md": capabilities.markdown(), "limits-and-prices.md": limits_and_prices()}


def limits_and_prices() -> str:
    """The page docs/limits-and-prices.md."""
    return "\n".join(
        [
            "# Limits and prices",
            "",
            "Written from `limits.py`, `account_load.py` and `prices.py` in `components/knowledge/` by",
            f"`python -m components.knowledge.reference_pages`. The figures are of {prices.READ}; AWS was not asked:",
            "read the linked pages before you build on one.",
            "",
            "## Limits",
            *_quotas("The account", limits.ACCOUNT),
            *_quotas("HTTP APIs", limits.HTTP),
            *_quotas("REST APIs", limits.REST),
            *_quotas("WebSocket APIs", limits.WEBSOCKET),
            "",
            f"Small Regions: {', '.join(limits.SMALL_REGIONS)}.",
            "",
            "### Calls that build APIs",
            "",
            f"All operations of the control plane together: {account_load.CALLS_PER_SECOND} a second,",
            f"{account_load.CALL_BURST} at one moment ([AWS]({account_load.RATES_SOURCE})). Slower ones:",
            "",
            "| operation | seconds from one call to the next |",
            "|---|---|",
            *(f"| {name} | {seconds:g} |" for name, seconds in account_load.SECONDS_PER_CALL.items()),
            "",
            "## Prices",
            "",
            f"US dollars in {prices.REGION}. An HTTP API counts a request for every {prices.HTTP_METER} KB of it,",
            f"a WebSocket API a message for every {prices.WEBSOCKET_METER} KB.",
            "",
            "| item | price | unit | source |",
            "|---|---|---|---|",
            *(_price(price) for price in prices.ALL),
            "",
            "Left out of `monthly_cost`:",
            "",
            *(f"- {note}" for note in prices.LEFT_OUT),
            "",
        ]
    )


def _quotas(title: str, quotas: Mapping[str, Quota]) -> list[str]:
    rows = [
        f"| {name} | {quota.value:,} | {quota.unit} | {'yes' if quota.raisable else 'no'} | [AWS]({quota.source}) |"
        for name, quota in quotas.items()
    ]
    return [
        "",
        f"### {title}",
        "",
        "| what | limit | unit | raised on request | source |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _price(price: Price) -> str:
    steps = [
        f"${step.price} up to {step.up_to:,f}" if step.up_to is not None else f"${step.price}" for step in price.steps
    ]
    return f"| {price.item} | {', then '.join(steps)} | {price.unit} | [AWS]({price.source}) |"


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m components.knowledge.reference_pages", description=__doc__).parse_args()
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
