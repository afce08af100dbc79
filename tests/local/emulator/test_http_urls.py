from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend


def test_path_variables_take_their_place_in_the_uri(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("ANY /shop/{kind}/{proxy+}", f"{backend.url}/base/{{kind}}/x/{{proxy}}")
    asked = api.request("PUT", "/shop/toys/a/b%20c?q=1&q=2", content="body").json()
    assert (asked["method"], asked["path"], asked["body"]) == ("PUT", "/base/toys/x/a/b%20c?q=1&q=2", "body")


def test_a_uri_without_variables_gets_no_path_appended(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("GET /one/{id}", f"{backend.url}/fixed?own=1", method="POST")
    asked = api.get("/one/2?a=b%20c").json()
    assert (asked["method"], asked["path"]) == ("POST", "/fixed?own=1&a=b%20c")


def test_a_request_is_mapped(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route(
        "POST /{id}",
        f"{backend.url}/old",
        RequestParameters={
            "overwrite:path": "/new/${request.path.id}/${request.body.name}",
            "append:header.x-source": "$context.identity.sourceIp",
            "overwrite:header.x-name": "$request.body.name",
            "append:header.x-name": "again",
            "remove:header.x-secret": "''",
            "append:querystring.stage": "$context.stage",
            "overwrite:querystring.keep": "$request.header.x-missing",
            "remove:querystring.drop": "''",
            "overwrite:header.authorization": "reserved",
        },
    )
    headers = {"x-secret": "1", "x-own": "2"}
    asked = api.post("/7?drop=1&keep=2", json={"name": "ann"}, headers=headers).json()
    assert asked["path"] == "/new/7/ann?keep=2&stage=%24default"
    assert asked["headers"]["x-source"] == "127.0.0.1"
    assert asked["headers"]["x-name"] == "ann,again"
    assert asked["headers"]["x-own"] == "2"
    assert not {"x-secret", "authorization"} & set(asked["headers"])


def test_an_answer_passes_as_it_is(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("GET /{proxy+}", f"{backend.url}/{{proxy}}")
    answer = api.get("/away")
    assert (answer.status_code, answer.headers["location"]) == (302, "/elsewhere")
    answer = api.get("/status/418")
    assert answer.status_code == 418
    assert answer.headers["x-from-backend"] == "yes"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_an_answer_is_mapped_by_its_status(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route(
        "GET /{proxy+}",
        f"{backend.url}/{{proxy}}",
        ResponseParameters={
            "200": {"overwrite:statuscode": "299", "append:header.x-path": "$response.body.path"},
            "404": {"overwrite:header.x-from-backend": "no", "remove:header.set-cookie": "''"},
        },
    )
    answer = api.get("/some")
    assert (answer.status_code, answer.headers["x-path"]) == (299, "/some")
    answer = api.get("/status/404")
    assert (answer.status_code, answer.headers["x-from-backend"]) == (404, "no")
    assert "set-cookie" not in answer.headers


def test_a_backend_that_is_late_or_gone_is_unavailable(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("GET /slow", f"{backend.url}/slow", TimeoutInMillis=300)
    api.url_route("GET /gone", "http://127.0.0.1:9/gone")
    for path in ("/slow", "/gone"):
        answer = api.get(path)
        assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})
