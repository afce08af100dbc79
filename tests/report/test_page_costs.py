"""The costs on the page, where a program puts them out."""

from __future__ import annotations

from typing import Any

import pytest

from report.page_costs import costs_of
from tests.report.bookshop import shelf
from tests.report.recording import document
from tests.report.reports import page

COSTS: dict[str, Any] = {
    "prices": "us-east-1, November 2026",
    "apis": {
        "shelf": {
            "kind": "HTTP",
            "requests": 10_000_000,
            "lines": ["HTTP API requests: 10 million at $1.00 = $10.00"],
            "total": "10.00",
            "otherKind": {"kind": "REST", "total": "35.00"},
        },
        "desk": {
            "kind": "REST",
            "requests": 0,
            "lines": [],
            "total": "0.00",
            "otherKind": {"kind": "HTTP", "lacks": "api-keys"},
        },
        "news": {"kind": "WEBSOCKET", "messages": 5_000_000, "lines": [], "total": "0.00"},
    },
    "shared": {"lines": ["web ACL: 1 month at $5.00 = $5.00 (<shield>; shared by desk)"], "total": "5.00"},
    "total": "15.00",
    "notModelled": ["Lambda"],
}


def test_a_program_may_put_out_no_costs() -> None:
    assert "This program puts out no costs." in page()


def test_the_page_tells_the_costs_of_each_api_and_all() -> None:
    html = page(document(*shelf(), outputs={"costs": COSTS}))
    for told in (
        "$15.00",
        "10,000,000 requests",
        "5,000,000 messages",
        "10 million \u00d7 $1.00",
        "As a REST API: <b>$35.00</b>",
        "api-keys: an HTTP API has no API keys",
        "&lt;shield&gt;: web ACL",
        '<svg role="img"',
        "<li>Lambda</li>",
        "November 2026",
    ):
        assert told in html
    assert "puts out no costs" not in html
    assert "<script" not in html


def test_costs_that_are_a_secret_are_not_shown() -> None:
    section = costs_of({"costs": "[secret]"})
    assert (section.costs, section.why_none) == (None, "The output `costs` is a secret, so it is not shown.")


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ({**COSTS, "total": 15}, "look at total."),
        ({**COSTS, "shared": {"lines": ["five dollars"], "total": "5.00"}}, "has a line of another form"),
        ({}, "has another form"),
        ([], "has another form"),
    ],
)
def test_costs_of_another_form_are_told(costs: object, said: str) -> None:
    section = costs_of({"costs": costs})
    assert section.costs is None
    assert said in section.why_none
