from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.local.emulator.account import RestApi, WebSocketApi
from tests.local.emulator.domains import domain
from tests.local.emulator.sockets import Refused, WebSocket

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def test_apis_answer_under_their_domain_while_their_own_endpoint_is_off(account: Account) -> None:
    name = domain(account)
    http = account.http_api(DisableExecuteApiEndpoint=True)
    http.stage("live")
    http.function_route("GET /orders/{id}", account.function())
    rest = RestApi(account, disableExecuteApiEndpoint=True)
    rest.function_method("GET /pay", account.function())
    rest.deploy()
    gateway = account.client("apigatewayv2")
    gateway.create_api_mapping(DomainName=name, ApiId=http.id, Stage="live", ApiMappingKey="shop")
    gateway.create_api_mapping(DomainName=name, ApiId=rest.id, Stage="dev", ApiMappingKey="v1/payments")

    event = httpx.get(f"{account.url}/_domain/{name}/shop/orders/a%20b?q=1", trust_env=False).json()
    assert (event["pathParameters"], event["requestContext"]["stage"]) == ({"id": "a b"}, "live")
    assert event["requestContext"]["domainName"] == name
    assert event["rawPath"] == "/shop/orders/a b"
    answer = httpx.get(f"{account.url}/_domain/{name}/v1/payments/pay", trust_env=False)
    event = answer.json()
    assert (event["path"], event["requestContext"]["path"]) == ("/v1/payments/pay", "/v1/payments/pay")
    assert (event["resource"], event["requestContext"]["domainName"]) == ("/pay", name)
    assert (http.get("/live/orders/1").status_code, rest.get("/pay").status_code) == (404, 403)


def test_a_websocket_api_answers_under_its_domain(account: Account) -> None:
    name = domain(account)
    api = WebSocketApi(account, DisableExecuteApiEndpoint=True)
    api.function_route(
        "$default", account.function("def handler(event, context):\n    return {'body': 'ok'}\n"), two_way=True
    )
    api.gateway.create_api_mapping(DomainName=name, ApiId=api.id, Stage="dev")
    with WebSocket(f"{account.url}/_domain/{name}/") as socket:
        socket.say("x")
        assert socket.hear() == "ok"
    with pytest.raises(Refused) as refusal:
        WebSocket(api.url)
    assert refusal.value.status == 403
