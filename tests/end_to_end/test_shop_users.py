"""The shop's users API on the local stack: one function for the whole group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")

ANN = {"name": "Ann Lee", "email": "ann@example.com"}


@pytest.fixture(scope="module")
def users(shop: LocalRun) -> Iterator[httpx.Client]:
    url, token = shop.outputs()["apis"]["users"]["url"], shop.bearer("users/manage")
    with httpx.Client(base_url=url, headers=token, trust_env=False, timeout=30) as client:
        yield client


def test_a_user_comes_changes_and_goes(users: httpx.Client) -> None:
    made = users.post("/users", json=ANN)
    assert made.status_code == 201, made.text
    path = f"/users/{made.json()['id']}"
    assert users.get(path).json() == made.json()
    assert made.json() in users.get("/users").json()["users"]
    changed = users.put(path, json={**ANN, "name": "Ann Li"})
    assert (changed.status_code, changed.json()["name"]) == (200, "Ann Li")
    assert users.delete(path).status_code == 204
    assert users.get(path).status_code == 404


def test_who_may_call(shop: LocalRun, users: httpx.Client) -> None:
    assert users.get("/users", headers={"authorization": ""}).status_code == 401
    assert users.get("/users", headers=shop.bearer("orders/read")).status_code == 403


def test_a_preflight_needs_no_token(users: httpx.Client) -> None:
    asked = {"authorization": "", "origin": "http://localhost:3000", "access-control-request-method": "PUT"}
    answer = users.options("/users/1", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"


def test_a_method_that_the_function_lacks_is_answered_with_those_it_has(users: httpx.Client) -> None:
    answer = users.patch("/users")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
