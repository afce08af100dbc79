"""The function of the users API against a table in memory. What this does not prove: that DynamoDB answers alike."""

import base64
import json
from typing import Any
from urllib.parse import urljoin

import pytest

from functions.users import actions, app, cursor, store
from functions.users.events import Event, Response, path
from tests.functions.keyed_table import KeyedTable, failure

USER = {"name": "Ann Lee", "email": "ann@example.com"}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> KeyedTable:
    """The table of users, empty."""
    table = KeyedTable("customer", "id")
    opened = store.UserStore(table, "users")
    monkeypatch.setattr(actions, "store", lambda: opened)
    return table


def request(method: str, below: str = "", customer: str = "ann", **parts: Any) -> Event:
    """A request for /users or below, as API Gateway hands it over behind a domain, with the claims of a token."""
    context = {
        "authorizer": {"jwt": {"claims": {"sub": customer}}},
        "http": {"method": method, "path": f"/users{below}"},
        "routeKey": "ANY /{proxy+}" if below else "ANY /",
        "stage": "prod",
    }
    parameters = {"pathParameters": {"proxy": below.removeprefix("/")}} if below else {}
    return Event(requestContext=context, **parameters, **parts)


def answer(response: Response) -> tuple[int, Any]:
    assert response["headers"]["content-type"] == "application/json"
    return response["statusCode"], json.loads(response["body"])


def call(method: str, below: str = "", customer: str = "ann", body: object = None, **parts: Any) -> tuple[int, Any]:
    sent = {} if body is None else {"body": json.dumps(body)}
    return answer(app.handler(request(method, below, customer, **sent, **parts), None))


def added(customer: str = "ann", body: object = USER) -> dict[str, Any]:
    status, user = call("POST", customer=customer, body=body)
    assert status == 201
    return user


def problems(body: object, method: str = "POST", below: str = "") -> dict[str, str]:
    status, told = call(method, below, body=body)
    assert status == 400
    return {one["field"]: one["problem"] for one in told["problems"]}


def test_a_user_is_added_and_found_again(table: KeyedTable) -> None:
    response = app.handler(request("POST", body=json.dumps(USER)), None)
    status, user = answer(response)
    assert status == 201
    url = "https://api.example.com/shop/v1/users"
    assert urljoin(url, response["headers"]["location"]) == f"{url}/{user['id']}"
    assert user == {**USER, "id": user["id"], "createdAt": user["createdAt"], "changedAt": user["createdAt"]}
    assert call("GET", f"/{user['id']}") == (200, user)
    assert list(table.items) == [("ann", user["id"])]


@pytest.mark.usefixtures("table")
def test_a_user_is_replaced_and_keeps_its_id_and_its_beginning() -> None:
    user = added()
    status, changed = call("PUT", f"/{user['id']}", body={"name": "Zoë Žižek", "email": "zoe@example.org"})
    assert status == 200
    assert changed == {**user, "name": "Zoë Žižek", "email": "zoe@example.org", "changedAt": changed["changedAt"]}
    assert changed["changedAt"] >= user["changedAt"]
    assert call("GET", f"/{user['id']}") == (200, changed)


def test_a_user_is_deleted_once(table: KeyedTable) -> None:
    user = added()
    gone = app.handler(request("DELETE", f"/{user['id']}"), None)
    assert gone == {"statusCode": 204, "headers": {}, "body": ""}
    assert table.items == {}
    assert call("DELETE", f"/{user['id']}")[0] == 404
    assert call("GET", f"/{user['id']}")[0] == 404
    assert call("PUT", f"/{user['id']}", body=USER)[0] == 404
    assert table.items == {}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_user_of_another_customer_does_not_exist(table: KeyedTable, method: str) -> None:
    user = added("ann")
    before = dict(table.items)
    status, told = call(method, f"/{user['id']}", "bob", {"name": "Bob", "email": "bob@example.com"})
    assert (status, told["message"]) == (404, f"there is no user {user['id']}")
    assert table.items == before


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("user_id", ["0" * 28, "..", "x" * 3000, "0" * 27 + "٣", "0" * 28 + "\n"])
def test_a_user_that_never_was_does_not_exist(method: str, user_id: str) -> None:
    assert call(method, f"/{user_id}", body=USER)[0] == 404


def test_a_failing_table_is_not_taken_for_a_missing_user(table: KeyedTable, monkeypatch: pytest.MonkeyPatch) -> None:
    user = added()

    def fail(**_kwargs: Any) -> None:
        raise failure("ProvisionedThroughputExceededException", "UpdateItem")

    monkeypatch.setattr(table, "update_item", fail)
    with pytest.raises(Exception, match="ProvisionedThroughputExceededException"):
        call("PUT", f"/{user['id']}", body=USER)


@pytest.mark.parametrize(
    ("method", "below", "allowed"),
    [
        ("PUT", "", "GET, POST"),
        ("DELETE", "", "GET, POST"),
        ("HEAD", "", "GET, POST"),
        ("POST", "/0192", "DELETE, GET, PUT"),
        ("PATCH", "/0192", "DELETE, GET, PUT"),
        ("get", "/0192", "DELETE, GET, PUT"),
    ],
)
def test_another_method_is_refused_and_told_which_there_are(
    table: KeyedTable, method: str, below: str, allowed: str
) -> None:
    response = app.handler(request(method, below, body=json.dumps(USER)), None)
    assert (response["statusCode"], response["headers"]["allow"]) == (405, allowed)
    assert table.items == {}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("below", ["/0192/orders", "//0192", "/0192/"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_path_is_not_found(method: str, below: str) -> None:
    status, told = call(method, below)
    assert (status, told["message"]) == (404, f"there is no {below} below /users")


@pytest.mark.parametrize(
    ("route", "parameters", "asked", "stage", "expected"),
    [
        ("ANY /users", None, "/users", "$default", "/users"),
        ("ANY /users", None, "/prod/users", "prod", "/users"),
        ("ANY /users/{proxy+}", {"proxy": "0192"}, "/prod/users/0192", "prod", "/users/0192"),
        # Behind a domain whose mapping has a key, which AWS leaves in the path.
        ("ANY /users/{proxy+}", {"proxy": "0192"}, "/shop/v1/users/0192", "$default", "/users/0192"),
        ("ANY /users/{proxy+}", {"proxy": "0192/a"}, "/users/0192/a", "prod", "/users/0192/a"),
        ("GET /users/{id}", {"id": r"\g<0>"}, "/prod/users/x", "prod", r"/users/\g<0>"),
        # A stage called like the group.
        ("ANY /users", None, "/users/users", "users", "/users"),
        ("ANY /users/{proxy+}", {"proxy": "users"}, "/users/users/users", "users", "/users/users"),
        ("$default", None, "/prod/users/0192", "prod", "/users/0192"),
        ("$default", None, "/users/0192", "$default", "/users/0192"),
        ("$default", None, "/production/users", "prod", "/production/users"),
    ],
)
def test_the_path_is_that_of_the_route_without_stage_and_mapping(
    route: str, parameters: dict[str, str] | None, asked: str, stage: str, expected: str
) -> None:
    context = {"routeKey": route, "stage": stage, "http": {"method": "GET", "path": asked}}
    assert path(Event(requestContext=context, pathParameters=parameters)) == expected


def test_all_problems_of_a_user_are_told_at_once(table: KeyedTable) -> None:
    assert problems({"name": " ", "email": "ann", "role": "admin"}) == {
        "role": "is not known; known are name, email",
        "name": "must be 1 to 100 characters, not only spaces, on one line",
        "email": "must be a mail address of at most 254 characters",
    }
    assert table.items == {}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], ""),
        ("text", ""),
        ({"email": "ann@example.com"}, "name"),
        ({"name": 5, "email": "ann@example.com"}, "name"),
        ({"name": "x" * 101, "email": "ann@example.com"}, "name"),
        ({"name": "Ann\nLee", "email": "ann@example.com"}, "name"),
        ({"name": "Ann\ud83d", "email": "ann@example.com"}, "name"),
        ({"name": "Ann"}, "email"),
        *[
            ({"name": "Ann", "email": email}, "email")
            for email in (None, "", "@", "a@b", "a@@b.c", "a b@c.d", "a@b.c\n", "a@b..c", "ä@b.c", f"{'a' * 250}@b.cd")
        ],
    ],
)
def test_one_mistake_in_a_user_is_one_problem(body: object, field: str) -> None:
    assert list(problems(body)) == [field]


@pytest.mark.usefixtures("table")
def test_a_replacement_is_judged_like_a_new_user() -> None:
    user = added()
    assert list(problems({"name": "Ann"}, "PUT", f"/{user['id']}")) == ["email"]
    assert call("GET", f"/{user['id']}") == (200, user)


@pytest.mark.parametrize("body", [None, "", "{", "\ud83d{"])
def test_a_body_that_is_no_json_is_refused(table: KeyedTable, body: str | None) -> None:
    status, told = answer(app.handler(request("POST", body=body), None))
    assert (status, told["message"]) == (400, "the body is no JSON text in UTF-8")
    assert table.items == {}


def test_a_body_in_base64_is_read(table: KeyedTable) -> None:
    body = base64.b64encode(json.dumps(USER).encode()).decode()
    assert app.handler(request("POST", body=body, isBase64Encoded=True), None)["statusCode"] == 201
    assert len(table.items) == 1


def pages(customer: str, limit: int) -> list[list[str]]:
    """Ids of each page, following next to the end."""
    found: list[list[str]] = []
    query = {"limit": str(limit)}
    while True:
        status, page = call("GET", customer=customer, queryStringParameters=query)
        assert status == 200
        found.append([user["id"] for user in page["users"]])
        if page["next"] is None:
            return found
        query["next"] = page["next"]


@pytest.mark.usefixtures("table")
def test_pages_show_each_user_of_the_customer_once_newest_first() -> None:
    mine = sorted((added("ann")["id"] for _ in range(5)), reverse=True)
    added("bob")
    assert pages("ann", 2) == [mine[:2], mine[2:4], mine[4:]]
    assert [user for page in pages("ann", 5) for user in page] == mine


@pytest.mark.usefixtures("table")
def test_a_query_with_two_mistakes_is_refused_with_both() -> None:
    status, told = call("GET", queryStringParameters={"limit": "+7", "next": "made up"})
    assert (status, [one["field"] for one in told["problems"]]) == (400, ["limit", "next"])


def test_a_cursor_gives_back_the_user_it_was_made_of() -> None:
    assert cursor.read(cursor.write("0a" * 14)) == "0a" * 14


def test_a_request_without_a_checked_token_is_a_mistake_of_the_deployment(table: KeyedTable) -> None:
    event = request("POST", body=json.dumps(USER))
    context = {key: value for key, value in event["requestContext"].items() if key != "authorizer"}
    with pytest.raises(KeyError):
        app.handler({**event, "requestContext": context}, None)
    assert table.items == {}


def test_the_store_is_of_the_table_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv(store.TABLE_VARIABLE, "users-0a1b2c3")
    store.store.cache_clear()
    try:
        assert store.store() is store.store()
    finally:
        store.store.cache_clear()
