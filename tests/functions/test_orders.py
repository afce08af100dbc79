"""The handlers of the orders API against a table in memory. What this does not prove: that DynamoDB answers alike."""

import base64
import json
from typing import Any
from urllib.parse import urljoin

import pytest

from functions.orders import create, cursor, get, health, store
from functions.orders import list as listing
from functions.orders.events import Event, Response
from tests.functions.table import Table

ORDER = {"currency": "EUR", "items": [{"sku": "TEA-1", "quantity": 2, "unitPriceCents": 450}]}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    """The table of orders, empty."""
    table = Table()
    opened = store.OrderStore(table, "orders")
    for handler in (create, get, listing):
        monkeypatch.setattr(handler, "store", lambda: opened)
    return table


def event(customer: str = "ann", **parts: Any) -> Event:
    """A request as API Gateway hands it over, with the claims of a token it checked."""
    return Event(requestContext={"authorizer": {"jwt": {"claims": {"sub": customer}}}}, **parts)


def answer(response: Response) -> tuple[int, Any]:
    assert response["headers"]["content-type"] == "application/json"
    return response["statusCode"], json.loads(response["body"])


def placed(customer: str = "ann", body: object = ORDER) -> dict[str, Any]:
    status, order = answer(create.handler(event(customer, body=json.dumps(body)), None))
    assert status == 201
    return order


def problems(body: object) -> dict[str, str]:
    status, told = answer(create.handler(event(body=json.dumps(body)), None))
    assert status == 400
    return {one["field"]: one["problem"] for one in told["problems"]}


def test_an_order_is_taken_and_found_again(table: Table) -> None:
    response = create.handler(event(body=json.dumps(ORDER)), None)
    status, order = answer(response)
    assert status == 201
    url = "https://api.example.com/shop/v1/orders"
    assert urljoin(url, response["headers"]["location"]) == f"{url}/{order['id']}"
    assert order == {**ORDER, "id": order["id"], "createdAt": order["createdAt"], "totalCents": 900}
    assert answer(get.handler(event(pathParameters={"id": order["id"]}), None)) == (200, order)
    assert list(table.items) == [("ann", order["id"])]


def test_a_body_in_base64_is_read(table: Table) -> None:
    body = base64.b64encode(json.dumps(ORDER).encode()).decode()
    assert create.handler(event(body=body, isBase64Encoded=True), None)["statusCode"] == 201
    assert len(table.items) == 1


def test_money_stays_in_whole_cents(table: Table) -> None:
    items = [{"sku": "GOLD", "quantity": 1000, "unitPriceCents": 10_000_000}] * 100
    order = placed(body={"currency": "CHF", "items": items})
    _, found = answer(get.handler(event(pathParameters={"id": order["id"]}), None))
    assert found["totalCents"] == 1_000_000_000_000
    assert type(found["items"][0]["unitPriceCents"]) is int
    assert len(table.items) == 1


@pytest.mark.usefixtures("table")
def test_the_order_of_another_customer_does_not_exist() -> None:
    order = placed("ann")
    status, told = answer(get.handler(event("bob", pathParameters={"id": order["id"]}), None))
    assert (status, told["message"]) == (404, f"there is no order {order['id']}")


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("order_id", ["", "0" * 28, "../../etc", "x" * 3000])
def test_an_order_that_never_was_does_not_exist(order_id: str) -> None:
    assert get.handler(event(pathParameters={"id": order_id}), None)["statusCode"] == 404


@pytest.mark.parametrize("body", [None, "", "{", "\ud83d{"])
def test_a_body_that_is_no_json_is_refused(table: Table, body: str | None) -> None:
    status, told = answer(create.handler(event(body=body), None))
    assert (status, told["message"]) == (400, "the body is no JSON text in UTF-8")
    assert table.items == {}


def test_a_body_that_is_no_base64_is_refused(table: Table) -> None:
    assert create.handler(event(body="{}", isBase64Encoded=True), None)["statusCode"] == 400
    assert table.items == {}


def test_all_problems_of_an_order_are_told_at_once(table: Table) -> None:
    items: list[object] = [
        {"sku": "a b", "quantity": 0, "unitPriceCents": 4.5},
        5,
        {"sku": "TEA", "quantity": True, "unitPriceCents": "450", "price": 4},
    ]
    assert problems({"currency": "XXX", "items": items, "discount": 1}) == {
        "discount": "is not known; known are currency, items",
        "currency": "must be one of CHF, EUR, GBP, USD",
        "items[0].sku": "must be 1 to 64 letters, digits, dots, hyphens or underscores",
        "items[0].quantity": "must be a whole number from 1 to 1000",
        "items[0].unitPriceCents": "must be a whole number from 0 to 10000000",
        "items[1]": "must be a JSON object",
        "items[2].price": "is not known; known are sku, quantity, unitPriceCents",
        "items[2].quantity": "must be a whole number from 1 to 1000",
        "items[2].unitPriceCents": "must be a whole number from 0 to 10000000",
    }
    assert table.items == {}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], ""),
        ("text", ""),
        ({"currency": "EUR"}, "items"),
        ({"currency": "EUR", "items": []}, "items"),
        ({"currency": "EUR", "items": [ORDER["items"][0]] * 101}, "items"),
        ({"items": ORDER["items"]}, "currency"),
        ({"currency": ["EUR"], "items": ORDER["items"]}, "currency"),
        ({"currency": "EUR", "items": [{"sku": "A", "quantity": 1, "unitPriceCents": 1.0}]}, "items[0].unitPriceCents"),
    ],
)
def test_one_mistake_in_an_order_is_one_problem(body: object, field: str) -> None:
    assert list(problems(body)) == [field]


def pages(customer: str, limit: int) -> list[list[str]]:
    """Ids of each page, following next to the end."""
    found: list[list[str]] = []
    query = {"limit": str(limit)}
    while True:
        status, page = answer(listing.handler(event(customer, queryStringParameters=query), None))
        assert status == 200
        found.append([order["id"] for order in page["orders"]])
        if page["next"] is None:
            return found
        query["next"] = page["next"]


@pytest.mark.usefixtures("table")
def test_pages_show_each_order_of_the_customer_once_newest_first() -> None:
    mine = [placed("ann")["id"] for _ in range(5)]
    placed("bob")
    assert [[*page] for page in pages("ann", 2)] == [*_chunks(sorted(mine, reverse=True), 2)]
    assert [order for page in pages("ann", 5) for order in page] == sorted(mine, reverse=True)


def _chunks(ids: list[str], size: int) -> list[list[str]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


@pytest.mark.usefixtures("table")
def test_without_orders_the_list_is_empty() -> None:
    assert answer(listing.handler(event(), None)) == (200, {"orders": [], "next": None})


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", " 7", "+7", "1_0", "٣", "1e2", "9" * 5000])
def test_a_limit_out_of_range_is_refused(limit: str) -> None:
    status, told = answer(listing.handler(event(queryStringParameters={"limit": limit}), None))
    assert (status, [one["field"] for one in told["problems"]]) == (400, ["limit"])


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    "text",
    ["", "x", "%%%", "ünï", encoded([]), encoded({}), encoded({"after": 5}), encoded({"after": "../x"})],
)
def test_a_cursor_that_was_made_up_is_refused(text: str) -> None:
    status, told = answer(listing.handler(event(queryStringParameters={"next": text, "limit": "0"}), None))
    assert (status, [one["field"] for one in told["problems"]]) == (400, ["limit", "next"])


def test_a_cursor_gives_back_the_order_it_was_made_of() -> None:
    assert cursor.read(cursor.write("0a" * 14)) == "0a" * 14


def test_a_request_without_a_checked_token_is_a_mistake_of_the_deployment(table: Table) -> None:
    with pytest.raises(KeyError):
        create.handler(Event(requestContext={}, body=json.dumps(ORDER)), None)
    assert table.items == {}


def test_health_needs_no_caller() -> None:
    assert answer(health.handler(Event(requestContext={}), None)) == (200, {"status": "ok"})


def test_the_store_is_of_the_table_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(store.TABLE_VARIABLE, "orders-0a1b2c3")
    store.store.cache_clear()
    try:
        assert store.store() is store.store()
    finally:
        store.store.cache_clear()
