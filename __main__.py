"""The shop: who may call its APIs, what stores and answers, and the APIs themselves."""

import pulumi
import pulumi_aws as aws

from components import (
    Grant,
    HttpApi,
    HttpApiArgs,
    JwtAuthorizer,
    LambdaFunction,
    LambdaFunctionArgs,
    Route,
    Throttle,
    UserPool,
    UserPoolArgs,
    jwt,
    python_package,
    table_put,
    table_read,
)
from stacks.settings import OidcIdentity, Settings
from stacks.stack_config import settings_of_stack


def customer_identity(settings: Settings) -> tuple[JwtAuthorizer, dict[str, pulumi.Input[str]]]:
    """Who signs the tokens of customers: a user pool of the stack, or the provider that the settings name."""
    identity = settings.identity
    if isinstance(identity, OidcIdentity):
        return jwt(issuer=identity.issuer, audiences=identity.audiences), {"issuer": identity.issuer}
    pool = UserPool(
        "customers",
        UserPoolArgs(
            resource_server="orders",
            scopes={"read": "See one's own orders.", "write": "Place orders."},
            deletion_protection=settings.deletion_protection,
            tags=settings.tags,
        ),
    )
    facts: dict[str, pulumi.Input[str]] = {
        "issuer": pool.issuer,
        "clientId": pool.client_id,
        "userPoolId": pool.user_pool_id,
        "tokenUrl": pool.token_url,
    }
    return jwt(issuer=pool.issuer, audiences=[pool.client_id]), facts


def orders_table(settings: Settings) -> aws.dynamodb.Table:
    """The orders, each under the customer it belongs to."""
    return aws.dynamodb.Table(
        "orders",
        attributes=[{"name": "customer", "type": "S"}, {"name": "id", "type": "S"}],
        billing_mode="PAY_PER_REQUEST",
        deletion_protection_enabled=settings.deletion_protection,
        hash_key="customer",
        range_key="id",
        point_in_time_recovery={"enabled": True},
        server_side_encryption={"enabled": True},
        tags=settings.tags,
    )


def orders_function(
    settings: Settings, table: aws.dynamodb.Table, action: str, grants: dict[str, Grant]
) -> LambdaFunction:
    """The function of one route of the orders API: functions/orders/ACTION.py."""
    return LambdaFunction(
        f"orders-{action}",
        LambdaFunctionArgs(
            code=python_package("functions/orders"),
            handler=f"orders.{action}.handler",
            environment={"ORDERS_TABLE": table.name} if grants else {},
            grants=grants,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )


def orders_api(settings: Settings, customers: JwtAuthorizer, table: aws.dynamodb.Table) -> HttpApi:
    """The orders API: customers place orders and see their own."""
    read, put = {"orders": table_read(table.arn)}, {"orders": table_put(table.arn)}
    # Who may place orders may see them too: one of the scopes is enough.
    reading = ["orders/read", "orders/write"]
    orders = settings.orders
    return HttpApi(
        "orders",
        HttpApiArgs(
            description="Customers place orders and see their own.",
            authorizers={"customers": customers},
            default_authorizer="customers",
            throttle=Throttle(rate=orders.throttle.rate, burst=orders.throttle.burst),
            cors={"origins": orders.cors.origins},
            routes={
                "GET /orders": Route(function=orders_function(settings, table, "list", read), scopes=reading),
                "POST /orders": Route(
                    function=orders_function(settings, table, "create", put),
                    scopes=["orders/write"],
                    throttle=Throttle(rate=orders.create_throttle.rate, burst=orders.create_throttle.burst),
                ),
                "GET /orders/{id}": Route(function=orders_function(settings, table, "get", read), scopes=reading),
                "GET /orders/health": Route(
                    function=orders_function(settings, table, "health", {}),
                    public="called by the uptime monitor, returns no data",
                ),
            },
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )


stack_settings = settings_of_stack()
customer_authorizer, identity_facts = customer_identity(stack_settings)
orders = orders_api(stack_settings, customer_authorizer, orders_table(stack_settings))

pulumi.export("apis", {"orders": {"url": orders.url, "id": orders.api_id, "routes": orders.routes}})
pulumi.export("identity", identity_facts)
