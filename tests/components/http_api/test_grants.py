import pulumi
import pytest

from components import ComponentError, HttpApi, Route, jwt
from components.access.authorizers import iam
from components.access.grants import Grant
from components.http_api.args import HttpApiArgs
from tests.support.apis import ISSUER, arn, built, resolved
from tests.support.recording import Cloud

ARN = "arn:aws:execute-api:eu-west-1:123456789012:orders-0a1b2c3"


def signed(stage: str = "$default") -> HttpApiArgs:
    """An API whose routes want signed requests, but for one."""
    keys = ["GET /", "GET /orders", "ANY /orders/{id}/items/{rest+}", "$default"]
    return HttpApiArgs(
        throttle={"rate": 1, "burst": 1},
        authorizers={"callers": iam(), "customers": jwt(ISSUER, ["shop"])},
        default_authorizer="callers",
        stage=stage,
        routes={
            **{key: Route(function=arn("orders")) for key in keys},
            "POST /orders": Route(function=arn("orders"), authorizer="customers"),
        },
    )


def resources(cloud: Cloud, grant: Grant) -> list[str]:
    """The ARNs of a grant."""
    return resolved(cloud, lambda: pulumi.Output.all(*grant["resources"]))


def grant_of(cloud: Cloud, api: HttpApi, *keys: str) -> list[str]:
    """The ARNs of the grant for these routes."""
    grant = api.grant_invoke(*keys)
    assert grant["actions"] == ["execute-api:Invoke"]
    return resources(cloud, grant)


def test_a_grant_names_the_routes_and_no_more(cloud: Cloud) -> None:
    api = built(cloud, signed())
    assert grant_of(cloud, api, "GET /orders") == [f"{ARN}/$default/GET/orders"]
    assert grant_of(cloud, api, "ANY /orders/{id}/items/{rest+}") == [f"{ARN}/$default/*/orders/*/items/*"]
    assert grant_of(cloud, api, "GET /") == [f"{ARN}/$default/GET/"]


def test_a_grant_without_routes_is_for_all_that_want_signed_requests(cloud: Cloud) -> None:
    api = built(cloud, signed("v1"))
    assert grant_of(cloud, api) == [
        f"{ARN}/v1/*",
        f"{ARN}/v1/*/orders/*/items/*",
        f"{ARN}/v1/GET/",
        f"{ARN}/v1/GET/orders",
    ]


@pytest.mark.parametrize("key", ["POST /orders", "GET /order"])
def test_a_grant_for_a_route_that_does_not_look_at_grants_is_refused(cloud: Cloud, key: str) -> None:
    api = built(cloud, signed())
    with pytest.raises(ComponentError, match=f'the route "{key}"'):
        api.grant_invoke(key)


def test_a_grant_for_an_api_without_signed_requests_is_refused(cloud: Cloud) -> None:
    given = signed()
    given["default_authorizer"] = "customers"
    api = built(cloud, given)
    with pytest.raises(ComponentError, match=r"no route with an iam\(\) authorizer"):
        api.grant_invoke()
