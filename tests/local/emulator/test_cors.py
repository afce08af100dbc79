from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.local.emulator.account import Account, HttpApi

SHOP = "https://shop.example.com"


@pytest.fixture(scope="module")
def api(account: Account) -> HttpApi:
    """An API that one page may call, with a function that has CORS headers of its own."""
    settings = {
        "AllowOrigins": [SHOP],
        "AllowMethods": ["GET", "POST"],
        "AllowHeaders": ["authorization"],
        "ExposeHeaders": ["x-count"],
        "AllowCredentials": True,
        "MaxAge": 60,
    }
    api = account.http_api(CorsConfiguration=settings)
    own = {"statusCode": 200, "headers": {"access-control-allow-origin": "*"}}
    code = f"def handler(event, context):\n    return {own}\n"
    api.function_route("GET /", account.function(code))
    api.function_route("GET /fails", account.function("def handler(event, context):\n    1 / 0\n"))
    api.function_route("GET /private", account.function(), AuthorizationType="AWS_IAM")
    return api


def _cors(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


def test_a_preflight_of_an_allowed_page(api: HttpApi) -> None:
    answer = api.request("OPTIONS", "/", headers={"origin": SHOP, "access-control-request-method": "GET"})
    assert answer.status_code == 204
    assert _cors(answer.headers) == {
        "access-control-allow-origin": SHOP,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "60",
    }


def test_a_preflight_of_a_foreign_page_has_no_headers(api: HttpApi) -> None:
    answer = api.request("OPTIONS", "/", headers={"origin": "https://evil.example.com"})
    assert (answer.status_code, answer.content, _cors(answer.headers)) == (204, b"", {})


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/fails", 500), ("/private", 403), ("/none", 404)])
def test_answers_and_errors_carry_the_headers_of_the_api_and_not_the_functions(
    api: HttpApi, path: str, status: int
) -> None:
    answer = api.get(path, headers={"origin": SHOP})
    assert answer.status_code == status
    assert _cors(answer.headers) == {
        "access-control-allow-origin": SHOP,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "x-count",
    }
    assert _cors(api.get(path, headers={"origin": "https://evil.example.com"}).headers) == {}


def test_without_cors_options_reaches_its_route(account: Account) -> None:
    api = account.http_api()
    api.function_route("OPTIONS /", account.function("def handler(event, context):\n    return 'own'\n"))
    assert api.request("OPTIONS", "/", headers={"origin": SHOP}).text == "own"
    assert api.request("OPTIONS", "/other").status_code == 404


def test_any_page_with_https(account: Account) -> None:
    api = account.http_api(CorsConfiguration={"AllowOrigins": ["https://*"], "AllowMethods": ["GET"]})
    assert _cors(api.request("OPTIONS", "/", headers={"origin": SHOP}).headers)["access-control-allow-origin"] == SHOP
    assert _cors(api.request("OPTIONS", "/", headers={"origin": "http://shop.example.com"}).headers) == {}
