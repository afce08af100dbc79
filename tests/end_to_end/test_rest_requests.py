"""A REST API on the local stack, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.token import bearer_token
from tests.end_to_end.gallery.running import FOREIGN, ORIGIN, OTHER_ORIGIN, Gallery, client, signed
from tests.end_to_end.test_http_requests import caller, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

pytestmark = pytest.mark.xdist_group("gallery")


@pytest.fixture(scope="module")
def rest(gallery: Gallery) -> Iterator[httpx.Client]:
    with client(gallery.outputs()["urls"]["rest"]) as made:
        yield made


@pytest.mark.parametrize("path", ["/token", "/request"])
def test_lambda(path: str, rest: httpx.Client) -> None:
    assert rest.get(path).status_code == 401
    assert rest.get(path, headers={"x-door": "who"}).status_code == 401
    assert rest.get(path, headers={"x-door": "shut"}).status_code == 403
    answer = rest.get(path, headers={"x-door": "open"})
    assert answer.status_code == 200
    assert answer.json()["authorizer"]["door"] == "front"
    assert answer.json()["authorizer"]["principalId"] == "visitor"


def test_cognito(gallery: Gallery, rest: httpx.Client) -> None:
    emulator, identity = f"http://127.0.0.1:{gallery.run.port}", gallery.outputs()["identity"]

    def status(scopes: str) -> int:
        token = bearer_token(identity, scopes, emulator)
        return rest.get("/cognito", headers={"authorization": f"Bearer {token}"}).status_code

    assert rest.get("/cognito").status_code == 401
    assert rest.get("/cognito", headers={"authorization": "Bearer x.y.z"}).status_code == 401
    assert status("gallery/read") in {401, 403}  # AWS answers 401 or 403 to a token without the scope
    assert status("gallery/write") == 200


def test_iam(gallery: Gallery, rest: httpx.Client) -> None:
    url = f"{gallery.outputs()['urls']['rest']}/iam"
    key, secret = caller(gallery, "rest-caller", gallery.outputs()["invoke"][1])
    stranger, strange_secret = caller(gallery, "rest-stranger", None)
    assert rest.get("/iam").status_code == 403
    assert rest.get("/iam", headers=signed(url, key, "wrong" * 8)).status_code == 403
    assert rest.get("/iam", headers=signed(url, stranger, strange_secret)).status_code == 403
    assert rest.get("/iam", headers=signed(url, key, secret)).status_code == 200


def test_without_the_api_key_of_a_plan_403(gallery: Gallery, rest: httpx.Client) -> None:
    assert rest.get("/key").status_code == 403
    assert rest.get("/key", headers={"x-api-key": "guessed"}).status_code == 403
    key = gallery.outputs()["apiKeys"]["slow"]
    assert rest.get("/key", headers={"x-api-key": key}).status_code == 200


def test_a_plan_throttles_its_keys_also_where_it_has_no_quota(gallery: Gallery, rest: httpx.Client) -> None:
    key = gallery.outputs()["apiKeys"]["slow"]
    statuses = [rest.get("/key", headers={"x-api-key": key}).status_code for _ in range(8)]
    assert 429 in statuses


def test_a_plan_counts_the_requests_of_a_day(gallery: Gallery, rest: httpx.Client) -> None:
    key = gallery.outputs()["apiKeys"]["few"]
    statuses = [rest.get("/key", headers={"x-api-key": key}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_a_route_of_its_own_throttle_answers_429(rest: httpx.Client) -> None:
    statuses = [rest.get("/narrow").status_code for _ in range(8)]
    assert 429 in statuses
    assert {rest.get("/group").status_code for _ in range(8)} == {200}


def test_a_request_that_does_not_match_is_refused_before_the_function(rest: httpx.Client) -> None:
    assert rest.post("/paintings", json={"painter": "me"}).status_code == 400
    assert rest.post("/paintings", json={"title": "Two cats"}).status_code == 200
    assert rest.get("/paintings").status_code == 400
    assert rest.get("/paintings", params={"year": "1888"}).status_code == 200


def test_templates_make_the_request_and_the_answer(rest: httpx.Client) -> None:
    answer = rest.get("/greeting/Ann")
    assert (answer.status_code, answer.json()) == (200, {"said": "Hello Ann"})
    nobody = rest.get("/greeting/nobody")
    assert (nobody.status_code, nobody.json()) == (404, {"message": "nobody there"})


def test_a_mock_answers_by_itself(rest: httpx.Client) -> None:
    answer = rest.get("/mock")
    assert (answer.status_code, answer.json()) == (202, {"mock": True})


def test_an_answer_is_remembered_by_its_keys(rest: httpx.Client) -> None:
    def answer(page: str) -> str:
        return str(rest.get("/cached", params={"page": page}).json()["answer"])

    first = answer("1")
    assert answer("1") == first
    assert answer("2") != first


def test_a_message_arrives_in_the_queue_with_no_function_between(gallery: Gallery, rest: httpx.Client) -> None:
    answer = rest.post("/messages", json={"text": 'by the REST API: "&" and =, é'})
    assert answer.status_code == 200, answer.text
    assert 'by the REST API: "&" and =, é' in messages(gallery)


def test_a_web_service_gets_its_path(rest: httpx.Client) -> None:
    answer = rest.get("/elsewhere/seven")
    assert answer.json()["path"] == "/pages/seven"
    assert answer.headers["x-backend"] == "yes"


def test_one_function_for_a_group(rest: httpx.Client) -> None:
    assert rest.get("/group/of/three").json()["parameters"] == {"proxy": "of/three"}


def test_a_preflight_names_the_page_that_asks_if_it_is_allowed(rest: httpx.Client) -> None:
    for origin in (ORIGIN, OTHER_ORIGIN):
        asked = {"origin": origin, "access-control-request-method": "GET"}
        answer = rest.options("/token", headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == origin
        assert answer.headers["vary"].lower() == "origin"
    foreign = rest.options("/token", headers={"origin": FOREIGN, "access-control-request-method": "GET"})
    assert foreign.headers.get("access-control-allow-origin") != FOREIGN


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/token", 401), ("GET", "/key", 403), ("POST", "/paintings", 400), ("GET", "/nowhere", 403)],
)
def test_errors_can_be_read_by_a_page(method: str, path: str, status: int, rest: httpx.Client) -> None:
    answer = rest.request(method, path, headers={"origin": ORIGIN})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] in {"*", ORIGIN}


def test_templated_and_mock_answers_can_be_read_by_a_page(rest: httpx.Client) -> None:
    for path in ("/greeting/Ann", "/mock", "/greeting/nobody"):
        assert rest.get(path, headers={"origin": OTHER_ORIGIN}).headers["access-control-allow-origin"] == OTHER_ORIGIN
