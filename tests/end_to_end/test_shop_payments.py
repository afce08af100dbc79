"""The shop's payments API on the local stack: keys, plans, validation, templates, a cache and a resource policy."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")

ORDER = "0" * 28
PAYMENT = {"amountCents": 123450, "currency": "EUR", "orderId": ORDER, "cardToken": "tok_12345678"}


@pytest.fixture(scope="module")
def keys(shop: LocalRun) -> dict[str, str]:
    keys: dict[str, str] = json.loads(shop.pulumi("stack", "output", "apiKeys", "--json", "--show-secrets").stdout)
    return keys


@pytest.fixture(scope="module")
def payments(shop: LocalRun, keys: dict[str, str]) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {shop.signed_token('ann')}", "x-api-key": keys["partner-customer"]}
    url = shop.outputs()["apis"]["payments"]["url"]
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def paid(payments: httpx.Client) -> str:
    """Identifier of a payment."""
    made = payments.post("/payments", json=PAYMENT, headers={"idempotency-key": str(uuid.uuid4())})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def test_token_and_key_are_both_needed(payments: httpx.Client) -> None:
    query = {"orderId": ORDER}
    assert payments.get("/payments", params=query).status_code == 200
    assert payments.get("/payments", params=query, headers={"x-api-key": ""}).status_code == 403
    assert payments.get("/payments", params=query, headers={"authorization": "Bearer wrong"}).status_code == 401


def test_a_payment_is_found_again_by_its_customer_only(paid: str, shop: LocalRun, payments: httpx.Client) -> None:
    found = payments.get(f"/payments/{paid}")
    assert (found.status_code, found.json()["amountCents"]) == (200, 123450)
    assert found.json() in payments.get("/payments", params={"orderId": ORDER}).json()["payments"]
    other = {"authorization": f"Bearer {shop.signed_token('bob')}"}
    assert payments.get(f"/payments/{paid}", headers=other).status_code == 404


def test_a_request_that_does_not_match_the_model_is_refused(payments: httpx.Client) -> None:
    answer = payments.post("/payments", json={**PAYMENT, "currency": "XXX"}, headers={"idempotency-key": "12345678"})
    assert answer.status_code == 400
    assert payments.get("/payments").status_code == 400  # lacks the order


def test_templates_make_a_receipt_of_the_callers_own_payment(paid: str, payments: httpx.Client) -> None:
    path = f"/payments/{paid}/receipt"
    receipt = payments.get(path, params={"locale": "de-DE"})
    assert receipt.status_code == 200, receipt.text
    assert receipt.json()["receipt"]["amount"] == "EUR 1.234,50"
    refused = payments.get(path, params={"locale": "xx"})
    assert refused.status_code == 400
    assert refused.json()["message"].startswith("the locale must be one of")
    missing = payments.get("/payments/it's-none/receipt", params={"locale": "de-DE"})
    assert (missing.status_code, missing.json()) == (404, {"message": "there is no such payment"})


def test_rates_are_remembered_for_each_base(payments: httpx.Client) -> None:
    def answered_at(base: str) -> str:
        return str(payments.get("/payments/rates", params={"base": base}).json()["answeredAt"])

    first = answered_at("EUR")
    assert answered_at("EUR") == first
    assert payments.get("/payments/rates", params={"base": "CHF"}).json()["base"] == "CHF"


def test_a_trial_ends_for_the_day(keys: dict[str, str], payments: httpx.Client) -> None:
    statuses = {
        payments.get("/payments/rates", headers={"x-api-key": keys["trial-customer"]}).status_code for _ in range(30)
    }
    assert statuses == {200, 429}
