from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local.emulator.gateway import patching
from tests.local.emulator.account import RestApi

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def _replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


@pytest.mark.parametrize(
    ("record", "operation", "after"),
    [
        ({"a": 1}, _replace("/name", "x"), {"a": 1, "name": "x"}),
        ({"templates": {}}, _replace("/templates/application~1json", "{}"), {"templates": {"application/json": "{}"}}),
        ({"apiKeyRequired": True}, _replace("/apiKeyRequired", "false"), {"apiKeyRequired": False}),
        ({}, _replace("/timeoutInMillis", "5000"), {"timeoutInMillis": 5000}),
        ({"throttle": {"rateLimit": 1.0}}, _replace("/throttle/rateLimit", "2.5"), {"throttle": {"rateLimit": 2.5}}),
        (
            {"requestParameters": {}},
            {"op": "add", "path": "/requestParameters/method.request.querystring.q", "value": "true"},
            {"requestParameters": {"method.request.querystring.q": True}},
        ),
        (
            {"responseParameters": {}},
            {"op": "add", "path": "/responseParameters/method.response.header.x", "value": "'true'"},
            {"responseParameters": {"method.response.header.x": "'true'"}},
        ),
        ({"variables": {}}, _replace("/variables/limit", "5"), {"variables": {"limit": "5"}}),
        (
            {"binaryMediaTypes": ["a/b"]},
            {"op": "add", "path": "/binaryMediaTypes/image~1png"},
            {"binaryMediaTypes": ["a/b", "image/png"]},
        ),
        (
            {"binaryMediaTypes": ["a/b", "image/png"]},
            {"op": "remove", "path": "/binaryMediaTypes/image~1png"},
            {"binaryMediaTypes": ["a/b"]},
        ),
        (
            {"endpointConfiguration": {"types": ["EDGE"]}},
            _replace("/endpointConfiguration/types/EDGE", "REGIONAL"),
            {"endpointConfiguration": {"types": ["REGIONAL"]}},
        ),
        (
            {"authorizationScopes": ["a"]},
            {"op": "add", "path": "/authorizationScopes", "value": "b"},
            {"authorizationScopes": ["a", "b"]},
        ),
        (
            {"authorizationScopes": ["a", "b"]},
            {"op": "remove", "path": "/authorizationScopes", "value": "b"},
            {"authorizationScopes": ["a"]},
        ),
        ({"policy": "{}"}, {"op": "remove", "path": "/policy"}, {}),
        (
            {"canarySettings": {"deploymentId": "d2"}, "deploymentId": "d1"},
            {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
            {"canarySettings": {"deploymentId": "d2"}, "deploymentId": "d2"},
        ),
        (
            {"apiStages": []},
            {"op": "add", "path": "/apiStages", "value": "a:dev"},
            {"apiStages": [{"apiId": "a", "stage": "dev"}]},
        ),
        (
            {"apiStages": [{"apiId": "a", "stage": "dev"}, {"apiId": "b", "stage": "dev"}]},
            {"op": "remove", "path": "/apiStages", "value": "a:dev"},
            {"apiStages": [{"apiId": "b", "stage": "dev"}]},
        ),
        (
            {"apiStages": [{"apiId": "a", "stage": "dev"}]},
            _replace("/apiStages/a:dev/throttle/~1pets~1{id}/GET/rateLimit", "2"),
            {"apiStages": [{"apiId": "a", "stage": "dev", "throttle": {"/pets/{id}/GET": {"rateLimit": 2.0}}}]},
        ),
        (
            {"apiStages": [{"apiId": "a", "stage": "dev", "throttle": {"/pets/GET": {"rateLimit": 2.0}}}]},
            {"op": "remove", "path": "/apiStages/a:dev/throttle"},
            {"apiStages": [{"apiId": "a", "stage": "dev"}]},
        ),
    ],
)
def test_a_patch(record: dict[str, Any], operation: dict[str, Any], after: dict[str, Any]) -> None:
    assert patching.apply(record, [operation]) == after


def test_responses_are_updated(account: Account) -> None:
    api = RestApi(account)
    named = api.method("GET /", {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}})
    api.response(named)
    updated = api.gateway.update_integration_response(
        **named, statusCode="200", patchOperations=[_replace("/responseTemplates/application~1json", '"new"')]
    )
    assert updated["responseTemplates"] == {"application/json": '"new"'}
    updated = api.gateway.update_method_response(
        **named, statusCode="200", patchOperations=[_replace("/responseParameters/method.response.header.x", "true")]
    )
    assert updated["responseParameters"] == {"method.response.header.x": True}
    api.deploy()
    assert api.get("/").json() == "new"


def test_an_integration_keeps_its_connection_and_namespace(account: Account) -> None:
    api = RestApi(account)
    named = api.method(
        "GET /",
        {
            "type": "HTTP_PROXY",
            "integrationHttpMethod": "GET",
            "uri": "http://127.0.0.1/",
            "connectionType": "VPC_LINK",
            "connectionId": "link1",
            "cacheNamespace": "own",
        },
    )
    stored = api.gateway.get_integration(**named)
    assert (stored["connectionId"], stored["cacheNamespace"]) == ("link1", "own")
