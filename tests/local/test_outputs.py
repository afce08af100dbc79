"""Addresses of custom domains, as this machine reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local.outputs import answering_here, at_emulator
from local.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

URL, HERE = "http://127.0.0.1:4566", "127.0.0.1:4566/_domain"


@pytest.mark.parametrize(
    ("told", "answering"),
    [
        ("https://api.shop.test", f"http://{HERE}/api.shop.test"),
        ("https://api.shop.test/orders", f"http://{HERE}/api.shop.test/orders"),
        ("wss://ws.shop.test", f"ws://{HERE}/ws.shop.test"),
        ("https://api.shop.test.example.com", "https://api.shop.test.example.com"),
        ("https://api.shop.test:8443/orders", "https://api.shop.test:8443/orders"),
        ("https://my.api.shop.test", "https://my.api.shop.test"),
        ("https://login.example.com", "https://login.example.com"),
    ],
)
def test_addresses_of_domains_answer_here(told: str, answering: str) -> None:
    outputs: dict[str, Any] = {"apis": {"orders": {"url": told, "ids": [1, told]}}}
    moved = at_emulator(outputs, URL, ["api.shop.test", "ws.shop.test"])
    assert moved == {"apis": {"orders": {"url": answering, "ids": [1, answering]}}}


def test_without_domains_or_an_emulator_the_outputs_stay(tmp_path: Path) -> None:
    told = {"url": "https://api.shop.test"}
    assert at_emulator(told, URL, []) == told
    assert answering_here(told, Workspace(tmp_path)) == told
