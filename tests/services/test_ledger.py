"""The ledger service, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ledger.__main__ import MOST_BYTES
from tests.services.asking import Service, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

ENTRY = {"orderId": "0" * 28, "account": "receivable", "amountCents": -900, "currency": "EUR"}
ANN, BOB = {"x-customer": "ann"}, {"x-customer": "bob"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running("ledger", tmp_path_factory.mktemp("ledger") / "log") as started:
        yield started


@pytest.fixture
def ledger(service: Service) -> httpx.Client:
    return service.client


def test_it_says_who_it_is_to_anyone(ledger: httpx.Client) -> None:
    answer = ledger.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"service": "ledger", "status": "ok"})


def test_an_entry_is_found_again_by_its_customer_only(ledger: httpx.Client) -> None:
    made = ledger.post("/entries", json=ENTRY, headers=ANN)
    assert made.status_code == 201
    entry = made.json()
    assert entry == {**ENTRY, "id": entry["id"], "createdAt": entry["createdAt"]}
    assert made.headers["location"] == f"entries/{entry['id']}"
    assert ledger.get(f"/entries/{entry['id']}", headers=ANN).json() == entry
    assert ledger.get("/entries", headers=ANN).json()["entries"][-1] == entry
    assert ledger.get(f"/entries/{entry['id']}", headers=BOB).status_code == 404
    assert ledger.get("/entries", headers=BOB).json() == {"entries": []}


def test_entries_are_listed_oldest_first(ledger: httpx.Client) -> None:
    eve = {"x-customer": "eve"}
    made = [ledger.post("/entries", json={**ENTRY, "amountCents": cents}, headers=eve).json() for cents in (3, 1, 2)]
    entries = ledger.get("/entries?order=any", headers=eve).json()["entries"]
    assert entries == made
    moments = [entry["createdAt"] for entry in entries]
    assert moments == sorted(moments)


@pytest.mark.parametrize(("method", "path"), [("GET", "/entries"), ("GET", "/entries/1"), ("POST", "/entries")])
def test_who_does_not_come_through_the_api_is_refused(method: str, path: str, ledger: httpx.Client) -> None:
    answer = ledger.request(method, path, json=ENTRY)
    assert answer.status_code == 403
    assert "only the API" in answer.json()["message"]


def test_every_problem_of_an_entry_is_told(ledger: httpx.Client) -> None:
    wrong = {"orderId": "7", "account": "cash", "amountCents": 0.5, "currency": "eur", "note": "x"}
    answer = ledger.post("/entries", json=wrong, headers=ANN)
    assert answer.status_code == 400
    assert {one["field"] for one in answer.json()["problems"]} == wrong.keys()


@pytest.mark.parametrize("cents", [0, True, 10**12 + 1, "900", None])
def test_an_amount_is_a_whole_number_of_cents(cents: object, ledger: httpx.Client) -> None:
    answer = ledger.post("/entries", json={**ENTRY, "amountCents": cents}, headers=ANN)
    assert [one["field"] for one in answer.json()["problems"]] == ["amountCents"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[]", 400),
        (b"[" * 20_000, 400),
        (b'{"amountCents": ' + b"9" * 5000 + b"}", 400),
        (b" " * (MOST_BYTES + 1), 413),
    ],
    ids=["nothing", "no JSON", "no UTF-8", "no object", "too deep", "too many digits", "too long"],
)
def test_a_body_that_is_no_entry_is_refused(body: bytes, status: int, ledger: httpx.Client) -> None:
    answer = ledger.post("/entries", content=body, headers=ANN)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert ledger.get("/health").status_code == 200


def test_a_body_may_have_the_most_bytes(ledger: httpx.Client) -> None:
    body = b'{"note": "' + b"x" * (MOST_BYTES - 12) + b'"}'
    assert len(body) == MOST_BYTES
    answer = ledger.post("/entries", content=body, headers=ANN)
    assert {one["field"] for one in answer.json()["problems"]} == {*ENTRY, "note"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"transfer-encoding: chunked\r\n", b"411"),
        (b"content-length: " + b"9" * 5000 + b"\r\n", b"400"),
        (b"content-length: -1\r\n", b"400"),
        (b"content-length: 1\r\ncontent-length: 2\r\n", b"400"),
        (b"content-length: 9\r\n", b"400"),
    ],
    ids=["chunked", "too many digits", "negative", "two lengths", "more than comes"],
)
def test_a_length_that_cannot_be_believed_ends_the_connection(headers: bytes, status: bytes, service: Service) -> None:
    head = b"POST /entries HTTP/1.1\r\nhost: x\r\nx-customer: ann\r\n" + headers
    answered = service.ask_raw(head + b"\r\n{}")
    assert answered.startswith(b"HTTP/1.1 " + status)
    assert b"connection: close" in answered
    assert answered.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("path", ["/", "/accounts", "/entriesandmore", "/entries/1/lines", "/health/more"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_there_is_not(method: str, path: str, ledger: httpx.Client) -> None:
    answer = ledger.request(method, path, headers=ANN)
    assert (answer.status_code, answer.json()) == (404, {"message": f"there is no {path}"})


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/health", "GET"),
        ("POST", "/entries/1", "GET"),
        ("DELETE", "/entries/1", "GET"),
        ("PUT", "/entries", "GET, POST"),
        ("OPTIONS", "/entries", "GET, POST"),
        ("HEAD", "/entries", "GET, POST"),
    ],
)
def test_what_a_path_takes_is_told(method: str, path: str, allowed: str, ledger: httpx.Client) -> None:
    answer = ledger.request(method, path, headers=ANN)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_a_connection_stays_open_for_the_next_request(service: Service) -> None:
    first = b"GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}"
    last = b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert service.ask_raw(first + last).count(b"HTTP/1.1 200 OK") == 2


def test_a_request_is_one_line_in_the_log(service: Service) -> None:
    assert service.client.get("/entries/logged", headers=ANN).status_code == 404
    assert service.logged("/entries/logged").endswith('"GET /entries/logged HTTP/1.1" 404 -')
