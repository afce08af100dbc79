"""The orders API of a shop, as a user of the library writes it."""

import pulumi
import pulumi_aws as aws

from components.access.authorizers import cognito
from components.access.cors import Cors
from components.access.grants import Grant, table_put, table_read
from components.access.throttling import Throttle
from components.access.user_pool import UserPool, UserPoolArgs
from components.function.args import LambdaFunctionArgs
from components.function.function import LambdaFunction
from components.function.packaging import python_package
from components.http_api.api import HttpApi
from components.http_api.args import HttpApiArgs
from components.routing.routes import Route

TAGS = {"application": "shop", "environment": "local"}
READING = ("orders/read", "orders/write")


def orders() -> None:
    """The API with its functions, its table, and the user pool of its callers."""
    pool = UserPool(
        "customers",
        UserPoolArgs(
            scopes={"orders": {"read": "See one's own orders.", "write": "Place orders."}},
            deletion_protection=False,
            tags=TAGS,
        ),
    )
    table = aws.dynamodb.Table(
        "orders",
        attributes=[{"name": "customer", "type": "S"}, {"name": "id", "type": "S"}],
        billing_mode="PAY_PER_REQUEST",
        deletion_protection_enabled=False,
        hash_key="customer",
        range_key="id",
        point_in_time_recovery={"enabled": True},
        server_side_encryption={"enabled": True},
        tags=TAGS,
    )
    read, put = table_read(table.arn), table_put(table.arn)
    api = HttpApi(
        "orders",
        HttpApiArgs(
            description="Customers place orders and see their own.",
            authorizers={"customers": cognito(pool)},
            default_authorizer="customers",
            throttle=Throttle(rate=50, burst=100),
            cors=Cors(origins=["http://localhost:3000"]),
            routes={
                "GET /orders": Route(function=_function("list", table, read), scopes=READING),
                "POST /orders": Route(
                    function=_function("create", table, put),
                    scopes=["orders/write"],
                    throttle=Throttle(rate=10, burst=20),
                ),
                "GET /orders/{id}": Route(function=_function("get", table, read), scopes=READING),
                "GET /orders/health": Route(
                    function=_function("health", table, None), public="called by the uptime monitor, returns no data"
                ),
            },
            log_retention_days=1,
            tags=TAGS,
        ),
    )
    pulumi.export("url", api.url)


def _function(action: str, table: aws.dynamodb.Table, grant: Grant | None) -> LambdaFunction:
    return LambdaFunction(
        f"orders-{action}",
        LambdaFunctionArgs(
            code=python_package("../../functions/orders"),
            handler=f"orders.{action}.handler",
            environment={"ORDERS_TABLE": table.name} if grant else {},
            grants={"orders": grant} if grant else {},
            log_retention_days=1,
            tags=TAGS,
        ),
    )
