"""The shop's orders API on the local stack, and the stack itself: the policies enforced, and real requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx
import pytest

from local.token import TokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")

ORDER = {"currency": "EUR", "items": [{"sku": "TEA-1", "quantity": 2, "unitPriceCents": 450}]}
PAGE, OTHER_PAGE = "http://localhost:3000", "https://elsewhere.example"


@pytest.fixture(scope="module")
def orders(shop: LocalRun) -> Iterator[httpx.Client]:
    url = shop.outputs()["apis"]["orders"]["url"]
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield client


def test_the_public_route_answers_anyone(orders: httpx.Client) -> None:
    answer = orders.get("/orders/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("method", "path"), [("GET", "/orders"), ("POST", "/orders"), ("GET", "/orders/1")])
def test_without_a_token_every_other_route_answers_401(method: str, path: str, orders: httpx.Client) -> None:
    assert orders.request(method, path).status_code == 401


def test_a_token_that_nobody_signed_is_refused(shop: LocalRun, orders: httpx.Client) -> None:
    head, _, rest = shop.token("orders/read").partition(".")
    claims, _, _ = rest.partition(".")
    answer = orders.get("/orders", headers={"authorization": f"Bearer {head}.{claims}.c2lnbmVk"})
    assert answer.status_code == 401


def test_an_order_is_stored_and_found_again(shop: LocalRun, orders: httpx.Client) -> None:
    placed = orders.post("/orders", json=ORDER, headers=shop.bearer("orders/write"))
    assert placed.status_code == 201, placed.text
    order = placed.json()
    assert order["totalCents"] == 900

    reader = shop.bearer("orders/read")
    location = urljoin(str(placed.request.url), placed.headers["location"])
    assert httpx.get(location, headers=reader, trust_env=False).json() == order
    assert order in orders.get("/orders", headers=reader).json()["orders"]


def test_a_token_that_lacks_the_scope_gets_403(shop: LocalRun, orders: httpx.Client) -> None:
    assert orders.post("/orders", json=ORDER, headers=shop.bearer("orders/read")).status_code == 403


def test_an_order_that_cannot_be_taken_names_every_problem(shop: LocalRun, orders: httpx.Client) -> None:
    nothing: dict[str, Any] = {}
    answer = orders.post("/orders", json={"items": [nothing]}, headers=shop.bearer("orders/write"))
    assert answer.status_code == 400
    fields = {problem["field"] for problem in answer.json()["problems"]}
    assert fields == {"currency", "items[0].sku", "items[0].quantity", "items[0].unitPriceCents"}


def test_a_preflight_is_answered_to_an_allowed_page_only(orders: httpx.Client) -> None:
    def allowed(origin: str) -> str | None:
        headers = {"origin": origin, "access-control-request-method": "POST"}
        return orders.options("/orders", headers=headers).headers.get("access-control-allow-origin")

    assert allowed(PAGE) == PAGE
    assert allowed(OTHER_PAGE) is None


def test_answers_carry_cors_headers_for_an_allowed_page_only(orders: httpx.Client) -> None:
    def allowed(origin: str) -> str | None:
        return orders.get("/orders/health", headers={"origin": origin}).headers.get("access-control-allow-origin")

    assert allowed(PAGE) == PAGE
    assert allowed(OTHER_PAGE) is None


def test_scopes_that_the_client_may_not_have_are_refused_with_those_it_may(shop: LocalRun) -> None:
    with pytest.raises(TokenError, match=r"refuses the scopes 'orders/delete'.*orders/read, orders/write"):
        shop.token("orders/delete")


def test_the_outputs_tell_who_may_call_what_and_hold_no_secret(shop: LocalRun) -> None:
    outputs: dict[str, Any] = shop.outputs()
    assert outputs["apiKeys"] == "[secret]"
    assert outputs["apis"]["orders"]["routes"] == {
        "GET /orders": "customers [orders/read orders/write]",
        "GET /orders/health": "public: called by the uptime monitor, returns no data",
        "GET /orders/{id}": "customers [orders/read orders/write]",
        "POST /orders": "customers [orders/write]",
    }
    assert set(outputs["identity"]) == {"issuer", "clientId", "userPoolId", "tokenUrl"}


def test_the_secret_of_the_client_is_encrypted_in_the_state(shop: LocalRun) -> None:
    clients = [each for each in shop.exported()["resources"] if each["type"].endswith(":UserPoolClient")]
    assert [set(client["outputs"]["clientSecret"]) for client in clients] == [
        {"4dabf18193072939515e22adb298388d", "ciphertext"}
    ]


def test_no_api_key_is_in_clear_in_the_state(shop: LocalRun) -> None:
    keys = json.loads(shop.pulumi("stack", "output", "apiKeys", "--json", "--show-secrets").stdout)
    assert keys.keys() == {"trial-customer", "partner-customer"}
    state = json.dumps(shop.exported())
    assert not any(value in state for value in keys.values())


def test_a_refresh_finds_no_drift_and_the_next_up_nothing_to_change(shop: LocalRun) -> None:
    refreshed = shop.pulumi("refresh", "--yes", "--expect-no-changes")
    assert refreshed.returncode == 0, refreshed.stdout + refreshed.stderr
    again = shop.up("--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr
