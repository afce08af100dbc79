"""A ratio says something only when both sides make the same resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.previews import many_routes, shop

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shop_and_its_raw_twin_are_the_same_resources(tmp_path: Path) -> None:
    by_component, raw = (preview.resources() for preview in shop(tmp_path))
    assert by_component == raw
    assert len(by_component) == 37


def test_many_routes_are_the_same_resources_either_way(tmp_path: Path) -> None:
    by_component, raw = (preview.resources() for preview in many_routes(tmp_path, 7))
    assert by_component == raw
    assert len(by_component) == 7 + 6
