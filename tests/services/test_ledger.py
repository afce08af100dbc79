"""The ledger service, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.ledger.__main__ import MOST_BYTES
from tests.services.asking import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

ENTRY = {"orderId": "0" * 28, "account": "receivable", "amountCents": -900, "currency": "EUR"}
ANN, BOB = {"x-customer": "ann"}, {"x-customer": "bob"}


@pytest.fixture(scope="module")
def ledger() -> Iterator[httpx.Client]:
    with running("ledger") as client:
        yield client


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
    [(b"{", 400), (b"\xff", 400), (b"[]", 400), (b"[" * 20_000, 400), (b" " * (MOST_BYTES + 1), 413)],
    ids=["no JSON", "no UTF-8", "no object", "too deep", "too long"],
)
def test_a_body_that_is_no_entry_is_refused(body: bytes, status: int, ledger: httpx.Client) -> None:
    assert ledger.post("/entries", content=body, headers=ANN).status_code == status
    assert ledger.get("/health").status_code == 200


def test_a_body_without_a_length_is_refused(ledger: httpx.Client) -> None:
    def parts() -> Iterator[bytes]:
        yield b"{}"

    assert ledger.post("/entries", content=parts(), headers=ANN).status_code == 413


@pytest.mark.parametrize(("method", "path"), [("GET", "/accounts"), ("POST", "/entries/1")])
def test_what_there_is_not(method: str, path: str, ledger: httpx.Client) -> None:
    sent: dict[str, Any] = {"json": ENTRY} if method == "POST" else {}
    assert ledger.request(method, path, headers=ANN, **sent).status_code == 404
