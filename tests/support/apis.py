"""APIs that tests build."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import pulumi
import pytest

from components import ComponentError, Cors, HttpApi, HttpApiArgs, JwtAuthorizer, Route, Throttle, jwt
from components.routing.integrations import FunctionReference
from tests.support.recording import Cloud

API = "aws:apigatewayv2/api:Api"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
PERMISSION = "aws:lambda/permission:Permission"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"

ISSUER = "https://login.example.com/"


def arn(function: str) -> str:
    """ARN of a function that exists already."""
    return f"arn:aws:lambda:eu-west-1:123456789012:function:{function}"


def customers() -> JwtAuthorizer:
    """An authorizer for customers."""
    return jwt(issuer=ISSUER, audiences=["shop"])


def route(function: FunctionReference | None = None) -> Route:
    """A route with the default authorizer."""
    return Route(function=arn("orders") if function is None else function)


def args(routes: Mapping[str, Route] | None = None) -> HttpApiArgs:
    """Arguments of an API with one authorizer, the default one, and these routes."""
    return HttpApiArgs(
        authorizers={"customers": customers()},
        default_authorizer="customers",
        throttle=Throttle(rate=200, burst=400),
        routes={"GET /orders": route()} if routes is None else routes,
    )


def orders() -> HttpApiArgs:
    """Arguments with every kind of route and setting."""
    return HttpApiArgs(
        description="Orders of the shop.",
        authorizers={"customers": customers(), "staff": jwt(issuer=ISSUER, audiences=["back-office", "audit"])},
        default_authorizer="customers",
        throttle=Throttle(rate=200, burst=400),
        cors=Cors(origins=["https://shop.example.com"], max_age=600),
        routes={
            "GET /orders": route(),
            "POST /orders": Route(
                function=arn("create"),
                scopes=["orders/write"],
                throttle=Throttle(rate=20, burst=40),
            ),
            "GET /orders/{id}": route(),
            "DELETE /orders/{id}": Route(
                function=arn("delete:live"),
                authorizer="staff",
                throttle=Throttle(rate=0.5, burst=1),
            ),
            "GET /orders/health": Route(function=arn("health"), public="called by the uptime monitor, returns no data"),
        },
        log_retention_days=14,
        tags={"application": "shop"},
    )


def changed(**changes: object) -> HttpApiArgs:
    """Valid arguments but for these."""
    return cast("HttpApiArgs", {**args(), **changes})


def one_route(key: str = "GET /orders", **changes: object) -> HttpApiArgs:
    """Valid arguments with one route that is valid but for these changes."""
    return args({key: cast("Route", {**route(), **changes})})


def answered(key: str = "GET /orders", **answers: object) -> HttpApiArgs:
    """Valid arguments with one route that something else than a function answers."""
    return args({key: cast("Route", answers)})


def built(cloud: Cloud, given: HttpApiArgs, name: str = "orders") -> HttpApi:
    """The API, after the program that builds it has ended."""
    apis: list[HttpApi] = []
    cloud.run(lambda: apis.append(HttpApi(name, given)))
    return apis[0]


def resolved(cloud: Cloud, read: Callable[[], pulumi.Output[Any]]) -> Any:
    """What an output of a program resolves to."""
    seen: list[Any] = []
    cloud.run(lambda: read().apply(seen.append))
    return seen[0]


def problems_of(cloud: Cloud, given: HttpApiArgs, name: str = "orders") -> list[tuple[str, str, str, str]]:
    """Where, found, allowed and remedy of each problem; nothing may have been registered."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: HttpApi(name, given))
    assert isinstance(caught.value, pulumi.RunError)
    assert cloud.mocks.registrations == []
    return [(one.where, one.found, one.allowed, one.remedy) for one in caught.value.problems]


def faults_of(cloud: Cloud, given: HttpApiArgs) -> list[tuple[str, str]]:
    """Where and what of each problem."""
    return [(where, found) for where, found, _, _ in problems_of(cloud, given)]


def warned(cloud: Cloud, given: HttpApiArgs) -> list[str]:
    """The warnings of a program that builds the API."""
    built(cloud, given)
    return cloud.warnings
