"""A real request to an HTTP API that the provider has made: Lambda from an archive, routes, a JWT authorizer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.local.provider.samples import TRUST, code

if TYPE_CHECKING:
    from tests.local.provider.engine import Engine, Resource


def call(url: str, token: str = "") -> tuple[int, str]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310  # always http
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def token_of(emulator: str, client: Resource) -> str:
    """A token of the local user pool for the client itself."""
    secret: Any = client.state["clientSecret"]
    fields = {
        "grant_type": "client_credentials",
        "client_id": client.id,
        "client_secret": secret.value,
        "scope": "orders/read",
    }
    request = urllib.request.Request(  # noqa: S310
        f"{emulator}/oauth2/token",
        data=urlencode(fields).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        token: str = json.load(answer)["access_token"]
    return token


def test_an_api_answers_requests_and_asks_for_tokens(engine: Engine, emulator: str) -> None:
    role = engine.create("aws:iam/role:Role", "service", {"assumeRolePolicy": TRUST})
    inputs = {"role": role.state["arn"], "runtime": "python3.12", "handler": "index.handler", "code": code()}
    function = engine.create("aws:lambda/function:Function", "list-orders", inputs)
    pool = engine.create("aws:cognito/userPool:UserPool", "customers", {})
    scopes = [{"scopeName": "read", "scopeDescription": "Read orders"}]
    server = {"userPoolId": pool.id, "identifier": "orders", "scopes": scopes}
    engine.create("aws:cognito/resourceServer:ResourceServer", "orders", server)
    client = engine.create(
        "aws:cognito/userPoolClient:UserPoolClient",
        "service",
        {
            "userPoolId": pool.id,
            "generateSecret": True,
            "allowedOauthFlows": ["client_credentials"],
            "allowedOauthFlowsUserPoolClient": True,
            "allowedOauthScopes": ["orders/read"],
        },
    )
    api = engine.create("aws:apigatewayv2/api:Api", "orders", {"protocolType": "HTTP"})
    authorizer = engine.create(
        "aws:apigatewayv2/authorizer:Authorizer",
        "customers",
        {
            "apiId": api.id,
            "authorizerType": "JWT",
            "identitySources": ["$request.header.Authorization"],
            "jwtConfiguration": {"issuer": f"https://{pool.state['endpoint']}", "audiences": [client.id]},
        },
    )
    integration = engine.create(
        "aws:apigatewayv2/integration:Integration",
        "list-orders",
        {
            "apiId": api.id,
            "integrationType": "AWS_PROXY",
            "integrationUri": function.state["invokeArn"],
            "payloadFormatVersion": "2.0",
        },
    )
    target = {"apiId": api.id, "target": f"integrations/{integration.id}"}
    guarded = {"authorizationType": "JWT", "authorizerId": authorizer.id, "authorizationScopes": ["orders/read"]}
    engine.create("aws:apigatewayv2/route:Route", "GET /orders", {**target, **guarded, "routeKey": "GET /orders"})
    engine.create("aws:apigatewayv2/route:Route", "GET /status", {**target, "routeKey": "GET /status"})
    inputs = {"apiId": api.id, "name": "$default", "autoDeploy": True}
    stage = engine.create("aws:apigatewayv2/stage:Stage", "default", inputs)
    engine.create(
        "aws:lambda/permission:Permission",
        "orders",
        {
            "action": "lambda:InvokeFunction",
            "function": function.state["name"],
            "principal": "apigateway.amazonaws.com",
            "sourceArn": f"{api.state['executionArn']}/*",
        },
    )

    base = stage.state["invokeUrl"].removesuffix("/")
    assert call(f"{base}/status") == (200, "answered /status")
    assert call(f"{base}/orders")[0] == 401
    assert call(f"{base}/orders", "not.a.token")[0] == 401
    assert call(f"{base}/orders", token_of(emulator, client)) == (200, "answered /orders")
    assert call(f"{base}/users")[0] == 404
