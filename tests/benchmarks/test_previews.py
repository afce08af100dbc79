"""A ratio says something only when both sides make the same resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.previews import many_routes, orders_api

if TYPE_CHECKING:
    from pathlib import Path


def test_one_api_and_its_raw_twin_are_the_same_resources(tmp_path: Path) -> None:
    by_component, raw = (preview.resources() for preview in orders_api(tmp_path))
    assert by_component == raw
    assert len(by_component) == 37


# With execution logs, a group for them, and the account's setting with its role and the role's policy.
LOGS = 4


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("http", 7 + 6),
        ("websocket", 7 + 7 + LOGS),
        # A method and an integration a route; paths of three routes each, below their parent.
        ("rest", 2 * 7 + 4 + 8 + LOGS),
    ],
)
def test_many_routes_are_the_same_resources_either_way(tmp_path: Path, kind: str, expected: int) -> None:
    by_component, raw = (preview.resources() for preview in many_routes(tmp_path, kind, 7))
    assert by_component == raw
    assert len(by_component) == expected
