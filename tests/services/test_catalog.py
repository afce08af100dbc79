"""The catalog service, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.asking import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


@pytest.fixture(scope="module")
def catalog() -> Iterator[httpx.Client]:
    with running("catalog") as client:
        yield client


def test_it_says_who_it_is_for_health_checks(catalog: httpx.Client) -> None:
    answer = catalog.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"service": "catalog", "status": "ok"})
    assert answer.headers["server"].strip() == "catalog"


def test_items_are_listed_and_found(catalog: httpx.Client) -> None:
    items = catalog.get("/items").json()["items"]
    assert len({item["sku"] for item in items}) == len(items) > 1
    for item in items:
        assert set(item) == {"sku", "name", "category", "unitPriceCents", "currency"}
        assert catalog.get(f"/items/{item['sku']}").json() == item


def test_items_of_a_category(catalog: httpx.Client) -> None:
    items = catalog.get("/items", params={"category": "cup"}).json()["items"]
    assert {item["category"] for item in items} == {"cup"}
    assert catalog.get("/items", params={"category": "none"}).json() == {"items": []}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/items/TEA-0", 404),
        ("GET", "/items/TEA-1/reviews", 404),
        ("GET", "/", 404),
        ("POST", "/items", 501),
        ("DELETE", "/items/TEA-1", 501),
    ],
)
def test_what_there_is_not(method: str, path: str, status: int, catalog: httpx.Client) -> None:
    assert catalog.request(method, path).status_code == status


def test_a_body_is_not_taken_for_the_next_request(catalog: httpx.Client) -> None:
    smuggled = b"GET /items HTTP/1.1\r\nhost: x\r\n\r\n"
    assert catalog.request("GET", "/health", content=smuggled).headers["connection"] == "close"
    assert catalog.get("/health").json()["service"] == "catalog"
