"""The catalog service, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.asking import Service, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running("catalog", tmp_path_factory.mktemp("catalog") / "log") as started:
        yield started


@pytest.fixture
def catalog(service: Service) -> httpx.Client:
    return service.client


def test_it_says_who_it_is_for_health_checks(catalog: httpx.Client) -> None:
    answer = catalog.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"service": "catalog", "status": "ok"})
    assert answer.headers["server"].strip() == "catalog"


def test_items_are_listed_and_found(catalog: httpx.Client) -> None:
    items = catalog.get("/items").json()["items"]
    assert len({item["sku"] for item in items}) == len(items) > 1
    for item in items:
        assert set(item) == {"sku", "name", "category", "unitPriceCents", "currency"}
        assert item["unitPriceCents"] > 0
        assert catalog.get(f"/items/{item['sku']}").json() == item


def test_items_of_a_category(catalog: httpx.Client) -> None:
    items = catalog.get("/items", params={"category": "cup"}).json()["items"]
    assert {item["category"] for item in items} == {"cup"}
    assert catalog.get("/items", params={"category": "none"}).json() == {"items": []}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/items/TEA-0", "there is no item TEA-0"),
        ("/items/a%20b", "there is no item a b"),
        ("/items/TEA-1/reviews", "there is no /items/TEA-1/reviews"),
        ("/itemsandmore", "there is no /itemsandmore"),
        ("/", "there is no /"),
    ],
)
def test_what_there_is_not(path: str, message: str, catalog: httpx.Client) -> None:
    answer = catalog.get(path)
    assert (answer.status_code, answer.json()) == (404, {"message": message})


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["/health", "/items", "/items/TEA-1"])
def test_nothing_takes_another_method(method: str, path: str, catalog: httpx.Client) -> None:
    answer = catalog.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.text if method != "HEAD" else not answer.text


def test_an_unknown_path_is_unknown_to_every_method(catalog: httpx.Client) -> None:
    assert catalog.post("/prices").status_code == 404


def test_a_connection_stays_open_for_the_next_request(service: Service) -> None:
    ask, last = b"GET /items/TEA-1 HTTP/1.1\r\nhost: x\r\n", b"connection: close\r\n\r\n"
    assert service.ask_raw(ask + b"\r\n" + ask + last).count(b"HTTP/1.1 200 OK") == 2


def test_a_body_is_not_taken_for_the_next_request(service: Service) -> None:
    smuggled = b"GET /items HTTP/1.1\r\nhost: x\r\n\r\n"
    head = b"GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(smuggled)
    answered = service.ask_raw(head + smuggled)
    assert answered.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answered


@pytest.mark.parametrize(
    ("request_line", "status"),
    [(b"GET http://[x HTTP/1.1", b"404"), (b"GET", b"400"), (b"BREW /items HTTP/1.1", b"501")],
)
def test_what_is_no_request_gets_an_answer_in_json(request_line: bytes, status: bytes, service: Service) -> None:
    answered = service.ask_raw(request_line + b"\r\nhost: x\r\n\r\n")
    # A request line without a version is answered as HTTP/0.9: without a head.
    assert answered.startswith((b"HTTP/1.1 " + status, b'{"message": "Bad request'))
    assert answered.endswith(b'"}')
    assert service.client.get("/health").status_code == 200


def test_a_request_is_one_line_in_the_log(service: Service) -> None:
    assert service.client.get("/items/logged").status_code == 404
    assert service.logged("/items/logged").endswith('"GET /items/logged HTTP/1.1" 404 -')
