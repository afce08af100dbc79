"""APIs that tests build."""

from collections.abc import Mapping

from components import Cors, HttpApiArgs, JwtAuthorizer, Route, Throttle, jwt
from components.integrations import FunctionReference

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
