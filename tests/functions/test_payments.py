"""The handlers of the payments API against a table in memory. What this does not prove: that DynamoDB answers alike."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from functions.payments import create, get, payment, rates, receipt, store
from functions.payments import list as listing
from functions.payments.events import Event, Response, customer
from tests.functions.keyed_table import KeyedTable, failure

ORDER = "0a" * 14
OTHER_ORDER = "0b" * 14
CARD = "tok_4fX9pQ2m"
PAYMENT = {"amountCents": 123_450, "currency": "EUR", "orderId": ORDER, "cardToken": CARD}
SCHEMA: Any = json.loads(Path(payment.__file__).with_name("payment.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> KeyedTable:
    """The table of payments, empty."""
    table = KeyedTable("customer", "id")
    opened = store.PaymentStore(table, "payments")
    for handler in (create, get, listing, receipt):
        monkeypatch.setattr(handler, "store", lambda: opened)
    return table


def event(customer: str = "ann", **parts: Any) -> Event:
    """A request as API Gateway hands it over, with the principal that an authorizer found and the caller's API key."""
    context = {"authorizer": {"principalId": customer, "user": customer}, "identity": {"apiKeyId": "k1e2y3"}}
    return Event(requestContext=context, **parts)


def answer(response: Response) -> tuple[int, Any]:
    assert response["headers"]["content-type"] == "application/json"
    return response["statusCode"], json.loads(response["body"])


def asked(customer: str = "ann", key: str = "key-0001", **changes: object) -> Response:
    body = json.dumps({**PAYMENT, **changes})
    return create.handler(event(customer, body=body, headers={"Idempotency-Key": key}), None)


def taken(customer: str = "ann", key: str = "key-0001", **changes: object) -> dict[str, Any]:
    status, made = answer(asked(customer, key, **changes))
    assert status == 201
    return made


def problems(body: object, headers: dict[str, str] | None = None) -> dict[str, str]:
    sent = event(body=json.dumps(body), headers=headers or {"idempotency-key": "key-0001"})
    status, told = answer(create.handler(sent, None))
    assert status == 400
    return {one["field"]: one["problem"] for one in told["problems"]}


def test_a_payment_is_taken_and_found_again(table: KeyedTable) -> None:
    response = asked()
    status, made = answer(response)
    assert status == 201
    url = "https://api.example.com/shop/v1/payments"
    assert urljoin(url, response["headers"]["location"]) == f"{url}/{made['id']}"
    assert "idempotent-replayed" not in response["headers"]
    assert made == {
        "id": made["id"],
        "createdAt": made["createdAt"],
        "status": "pending",
        "orderId": ORDER,
        "amountCents": 123_450,
        "currency": "EUR",
    }
    assert answer(get.handler(event(pathParameters={"id": made["id"]}), None)) == (200, made)
    assert list(table.items) == [("ann", made["id"])]


@pytest.mark.usefixtures("table")
def test_no_answer_shows_the_token_of_the_card() -> None:
    made = taken()
    answers: list[object] = [
        asked(),
        get.handler(event(pathParameters={"id": made["id"]}), None),
        listing.handler(event(queryStringParameters={"orderId": ORDER}), None),
        receipt.handler({"payment": made["id"], "locale": "", "customer": "ann"}, None),
    ]
    assert not [told for told in answers if CARD in str(told)]


def test_the_same_request_twice_is_one_payment(table: KeyedTable) -> None:
    first, second = asked(), asked()
    assert second["headers"]["idempotent-replayed"] == "true"
    assert answer(second) == answer(first)
    assert len(table.items) == 1


def test_the_same_request_at_once_is_one_payment(table: KeyedTable, monkeypatch: pytest.MonkeyPatch) -> None:
    put, others = table.put_item, iter(["the other request"])

    def put_after_another(**kwargs: Any) -> Any:
        if next(others, None):
            put(**kwargs)
        return put(**kwargs)

    monkeypatch.setattr(table, "put_item", put_after_another)
    response = asked()
    assert (response["statusCode"], response["headers"]["idempotent-replayed"]) == (201, "true")
    assert len(table.items) == 1


@pytest.mark.parametrize("change", [{"amountCents": 1}, {"currency": "CHF"}, {"cardToken": "tok_00000000"}])
def test_a_key_that_made_another_payment_is_refused(table: KeyedTable, change: dict[str, Any]) -> None:
    made = taken()
    status, told = answer(asked(**change))
    assert (status, [one["field"] for one in told["problems"]]) == (422, ["Idempotency-Key"])
    assert answer(get.handler(event(pathParameters={"id": made["id"]}), None)) == (200, made)
    assert len(table.items) == 1


def test_a_key_counts_within_one_customer_and_order(table: KeyedTable) -> None:
    ids = {taken()["id"], taken("bob")["id"], taken(orderId=OTHER_ORDER)["id"], taken(key="key-0002")["id"]}
    assert len(ids) == len(table.items) == 4


def test_a_failing_table_is_not_taken_for_an_earlier_payment(
    table: KeyedTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_kwargs: Any) -> None:
        raise failure("ProvisionedThroughputExceededException", "PutItem")

    taken()
    monkeypatch.setattr(table, "put_item", fail)
    with pytest.raises(Exception, match="ProvisionedThroughputExceededException"):
        asked()


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "key 0001", "key-ü001", "key-0001\n"])
def test_a_key_out_of_range_is_refused(table: KeyedTable, key: str) -> None:
    assert list(problems(PAYMENT, {"Idempotency-Key": key})) == ["Idempotency-Key"]
    assert table.items == {}


def test_all_problems_of_a_payment_are_told_at_once(table: KeyedTable) -> None:
    body = {"amountCents": 0, "currency": "XXX", "orderId": "1", "cardToken": "4111111111111111", "tip": 1}
    assert problems(body, {"Accept": "*/*"}) == {
        "Idempotency-Key": "must be a header of 8 to 64 visible ASCII characters",
        "tip": "is not known; known are amountCents, currency, orderId, cardToken",
        "amountCents": "must be a whole number from 1 to 100000000",
        "currency": "must be one of CHF, EUR, GBP, USD",
        "orderId": "must be the id of an order, 28 hexadecimal digits",
        "cardToken": "must be a card's token: tok_ and 8 to 64 letters or digits",
    }
    assert table.items == {}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        *[({"amountCents": amount}, "amountCents") for amount in (None, "900", 1.0, True, -1, 100_000_001)],
        *[({"currency": currency}, "currency") for currency in (None, ["EUR"], "eur")],
        *[({"orderId": order}, "orderId") for order in (None, 1, ORDER.upper(), f"{ORDER}0", f"{ORDER}\n")],
        *[({"cardToken": token}, "cardToken") for token in (None, "tok_", f"tok_{'a' * 65}", "tok_4fX9pQ2m\n")],
    ],
)
def test_one_mistake_in_a_payment_is_one_problem(change: dict[str, object], field: str) -> None:
    assert list(problems({**PAYMENT, **change})) == [field]


@pytest.mark.parametrize("body", [None, "", "{", "\ud83d{"])
def test_a_body_that_is_no_json_is_refused(table: KeyedTable, body: str | None) -> None:
    status, told = answer(create.handler(event(body=body, headers={"Idempotency-Key": "key-0001"}), None))
    assert (status, told["message"]) == (400, "the body is no JSON text in UTF-8")
    assert table.items == {}


def test_the_schema_for_api_gateway_says_what_the_function_says() -> None:
    amount, currency, order, card = (SCHEMA["properties"][name] for name in PAYMENT)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert (SCHEMA["type"], SCHEMA["additionalProperties"]) == ("object", False)
    assert sorted(SCHEMA["required"]) == sorted(SCHEMA["properties"]) == sorted(PAYMENT)
    assert amount == {"type": "integer", "minimum": 1, "maximum": payment.MAX_AMOUNT_CENTS}
    assert currency == {"type": "string", "enum": [*payment.CURRENCIES]}
    assert order == {"type": "string", "pattern": f"^{payment.ORDER_ID.pattern}$"}
    assert card == {"type": "string", "pattern": f"^{payment.CARD_TOKEN.pattern}$"}


@pytest.mark.usefixtures("table")
def test_the_payment_of_another_customer_does_not_exist() -> None:
    made = taken("ann")
    status, told = answer(get.handler(event("bob", pathParameters={"id": made["id"]}), None))
    assert (status, told["message"]) == (404, f"there is no payment {made['id']}")


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("payment_id", ["", f"{ORDER}-{'0' * 20}", "../../etc", "x" * 3000])
def test_a_payment_that_never_was_does_not_exist(payment_id: str) -> None:
    assert get.handler(event(pathParameters={"id": payment_id}), None)["statusCode"] == 404


@pytest.mark.usefixtures("table")
def test_the_list_shows_the_payments_of_the_order_and_customer_alone() -> None:
    mine = [taken(key=f"key-{number:04}") for number in range(3)]
    taken("bob")
    taken(orderId=OTHER_ORDER)
    status, page = answer(listing.handler(event(queryStringParameters={"orderId": ORDER}), None))
    assert status == 200
    assert page == {"payments": sorted(mine, key=lambda one: one["id"]), "next": None}


@pytest.mark.usefixtures("table")
def test_pages_show_each_payment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    mine = {taken(key=f"key-{number:04}")["id"] for number in range(5)}
    query, found, sizes = {"orderId": ORDER}, list[str](), list[int]()
    while True:
        _, page = answer(listing.handler(event(queryStringParameters=query), None))
        found += [one["id"] for one in page["payments"]]
        sizes.append(len(page["payments"]))
        if page["next"] is None:
            break
        query["next"] = page["next"]
    assert (sizes, found) == ([2, 2, 1], sorted(mine))


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (None, ["orderId"]),
        ({"orderId": "1"}, ["orderId"]),
        ({"orderId": "1", "next": "x"}, ["orderId", "next"]),
        ({"orderId": ORDER, "next": f"{OTHER_ORDER}-{'0' * 20}"}, ["next"]),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(query: dict[str, str] | None, fields: list[str]) -> None:
    status, told = answer(listing.handler(event(queryStringParameters=query), None))
    assert (status, [one["field"] for one in told["problems"]]) == (400, fields)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"authorizer": {"principalId": "ann"}, "identity": {"apiKeyId": "k1"}}, "ann"),
        ({"authorizer": {"claims": {"sub": "bob"}}, "identity": {"apiKeyId": "k1"}}, "bob"),
        ({"authorizer": None, "identity": {"apiKeyId": "k1"}}, "k1"),
        ({"identity": {"apiKeyId": "k1"}}, "k1"),
    ],
)
def test_the_caller_is_the_principal_and_else_the_api_key(context: dict[str, Any], expected: str) -> None:
    assert customer(Event(requestContext=context)) == expected


@pytest.mark.parametrize("context", [{}, {"identity": {}}, {"identity": {"apiKeyId": None}}])
def test_a_request_of_nobody_is_a_mistake_of_the_deployment(table: KeyedTable, context: dict[str, Any]) -> None:
    sent = Event(requestContext=context, body=json.dumps(PAYMENT), headers={"Idempotency-Key": "key-0001"})
    with pytest.raises(KeyError):
        create.handler(sent, None)
    assert table.items == {}


def shown(query: dict[str, str] | None = None) -> tuple[int, Any]:
    # A cached answer is given to everyone: nothing of the caller may be needed for it.
    return answer(rates.handler(Event(requestContext={}, queryStringParameters=query), None))


def test_the_rates_say_when_they_were_answered() -> None:
    status, first = shown()
    assert status == 200
    assert (first["base"], first["setOn"]) == ("EUR", rates.SET_ON)
    assert first["rates"] == {"CHF": "0.9300", "GBP": "0.8700", "USD": "1.1600"}
    _, second = shown({"base": "EUR"})
    assert datetime.fromisoformat(second["answeredAt"]) >= datetime.fromisoformat(first["answeredAt"])
    assert {**second, "answeredAt": ""} == {**first, "answeredAt": ""}


def test_the_rates_of_another_base_are_its_own() -> None:
    status, told = shown({"base": "USD"})
    assert (status, told["rates"]) == (200, {"CHF": "0.8017", "EUR": "0.8621", "GBP": "0.7500"})


@pytest.mark.parametrize("base", ["", "eur", "XXX"])
def test_the_rates_of_an_unknown_base_are_refused(base: str) -> None:
    status, told = shown({"base": base})
    assert (status, [one["field"] for one in told["problems"]]) == (400, ["base"])


def test_there_is_a_rate_for_each_currency_of_a_payment() -> None:
    assert sorted(rates.PER_EURO) == sorted(payment.CURRENCIES)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("locale", "amount"),
    [
        ("", "EUR 1,234.50"),
        ("en-US", "EUR 1,234.50"),
        ("de-DE", "EUR 1.234,50"),
        ("de-CH", "EUR 1\u2019234.50"),
        ("fr-FR", "EUR 1\u202f234,50"),
    ],
)
def test_a_receipt_is_written_as_its_reader_writes(locale: str, amount: str) -> None:
    made = taken()
    assert receipt.handler({"payment": made["id"], "locale": locale, "customer": "ann"}, None) == {
        "receipt": {
            "payment": made["id"],
            "order": ORDER,
            "date": made["createdAt"][:10],
            "status": "pending",
            "amount": amount,
        }
    }


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(("cents", "amount"), [(1, "0.01"), (100, "1.00"), (100_000_000, "1,000,000.00")])
def test_a_receipt_shows_every_cent(cents: int, amount: str) -> None:
    made = taken(amountCents=cents)
    told = receipt.handler({"payment": made["id"], "locale": "en-GB", "customer": "ann"}, None)
    assert told["receipt"]["amount"] == f"EUR {amount}"


def selected(pattern: str, error: BaseException) -> bool:
    """Whether API Gateway takes an integration response for an error: its pattern has to match the whole text."""
    return re.fullmatch(pattern, str(error)) is not None


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("payment_id", ["", "1", f"{ORDER}-{'0' * 20}", "two\nlines"])
def test_the_receipt_of_no_payment_is_an_error_that_selects_404(payment_id: str) -> None:
    with pytest.raises(receipt.NotFoundError) as raised:
        receipt.handler({"payment": payment_id, "locale": "", "customer": "ann"}, None)
    assert selected("NotFound:.*", raised.value)


@pytest.mark.usefixtures("table")
def test_the_receipt_of_another_customer_does_not_exist() -> None:
    made = taken("ann")
    with pytest.raises(receipt.NotFoundError):
        receipt.handler({"payment": made["id"], "locale": "", "customer": "bob"}, None)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("locale", ["xx", "de", "two\nlines"])
def test_the_receipt_in_an_unknown_locale_is_an_error_that_selects_400(locale: str) -> None:
    with pytest.raises(receipt.BadRequestError) as raised:
        receipt.handler({"payment": taken()["id"], "locale": locale, "customer": "ann"}, None)
    assert selected("BadRequest:.*", raised.value)
    assert not selected("NotFound:.*", raised.value)


@pytest.mark.usefixtures("table")
def test_a_template_that_gives_no_customer_is_a_mistake_of_the_deployment() -> None:
    with pytest.raises(KeyError) as raised:
        receipt.handler({"payment": taken()["id"], "locale": "", "customer": ""}, None)
    assert selected(r"(.|\n)+", raised.value)


def test_the_store_is_of_the_table_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(store.TABLE_VARIABLE, "payments-0a1b2c3")
    store.store.cache_clear()
    try:
        assert store.store() is store.store()
    finally:
        store.store.cache_clear()
