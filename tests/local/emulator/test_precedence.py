from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.local.emulator.account import RestApi
from tests.local.emulator.domains import domain

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend

PATHS = (
    "/health",
    "/_ministack/health",
    "/_ministack/ready",
    "/_localstack/x",
    "/oauth2/token",
    "/.well-known/jwks.json",
    "/iceberg/v1/config",
    "/v2/email/outbound-emails",
    "/v2/orders/manifests/1",
    "/Execute",
    "/v20180820/x",
)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "HEAD"])
def test_every_path_reaches_the_api(account: Account, backend: Backend, method: str) -> None:
    http = account.http_api()
    http.url_route("ANY /{proxy+}", f"{backend.url}/{{proxy}}")
    rest = RestApi(account)
    named = {"type": "HTTP_PROXY", "integrationHttpMethod": "ANY", "uri": f"{backend.url}/{{proxy}}"}
    mapped = {"requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"}}
    rest.method("ANY /{proxy+}", named | mapped, requestParameters={"method.request.path.proxy": True})
    rest.deploy()
    name = domain(account)
    account.client("apigatewayv2").create_api_mapping(DomainName=name, ApiId=http.id, Stage="$default")
    for path in PATHS:
        for url in (f"{http.url}{path}", f"{rest.url}{path}", f"{account.url}/_domain/{name}{path}"):
            answer = httpx.request(method, url, trust_env=False)
            assert (answer.status_code, answer.headers.get("x-from-backend")) == (200, "yes"), url
            if method != "HEAD":
                assert answer.json()["path"] == path


def test_the_health_of_the_emulator_is_still_asked_at_its_own_address(account: Account) -> None:
    assert httpx.get(f"{account.url}/_ministack/health", trust_env=False).is_success
