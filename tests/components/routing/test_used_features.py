"""What an API says it uses of what only some kinds have."""

from typing import Any, cast

import pytest

from components.access.authorizers import iam, jwt, request_authorizer, token_authorizer
from components.knowledge.capabilities import FEATURES
from components.routing import route_keys
from components.routing.routing import Routing
from components.routing.used_features import used_features

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
SERVICE = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"
ROUTE = {"function": FUNCTION}


def used(**args: Any) -> set[str]:
    given = cast("Any", {"throttle": {"rate": 1, "burst": 1}, "routes": {"GET /": ROUTE}, **args})
    return {*used_features(given, Routing.of(given, (route_keys.DEFAULT,)))} - {"throttling"}


@pytest.mark.parametrize(
    ("args", "features"),
    [
        ({}, set[str]()),
        ({"cors": {"origins": ["https://a.example"]}, "tracing": True}, {"cors", "tracing"}),
        ({"routes": {"GET /": {**ROUTE, "api_key": True, "validate": {}}}}, {"api-keys", "request-validation"}),
        ({"groups": {"/users": {"function": FUNCTION, "scopes": ["a"]}}}, {"path-routes", "scopes"}),
        ({"authorizers": {"a": jwt("https://a.example/", ["b"]), "b": iam()}}, {"jwt-authorizer", "iam-authorization"}),
        ({"authorizers": {"a": token_authorizer(FUNCTION)}}, {"token-authorizer"}),
        ({"authorizers": {"a": request_authorizer(FUNCTION)}}, {"request-authorizer"}),
        ({"routes": {"$default": ROUTE}}, {"default-route"}),
        ({"function": FUNCTION}, set[str]()),
        ({"endpoint": "PRIVATE"}, {"endpoint-type", "private-endpoint"}),
        ({"endpoint": "REGIONAL"}, {"endpoint-type"}),
        ({"routes": {"GET /": {"private": {"kind": "cloud-map", "link_id": "l"}}}}, {"vpc-link-v2", "cloud-map"}),
    ],
)
def test_what_is_asked_for_is_told(args: dict[str, Any], features: set[str]) -> None:
    assert used(**args) == features
    assert features <= FEATURES.keys()
