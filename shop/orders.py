"""The orders API: an HTTP API with a function for each route. Customers place orders and see their own."""

from components import Grant, HttpApi, HttpApiArgs, Route, Throttle, table_put, table_read
from shop.functions import shop_function
from shop.identity import Identity
from shop.tables import customer_table
from stacks.settings import Settings

# Who may place orders may see them too: one of the scopes is enough.
READING = ("orders/read", "orders/write")


def orders_api(settings: Settings, identity: Identity) -> HttpApi:
    """The API, its functions and its table. Its paths begin below the /orders of the domain."""
    table = customer_table(settings, "orders")
    read, put = {"orders": table_read(table.arn)}, {"orders": table_put(table.arn)}
    orders = settings.orders

    def route(action: str, grants: dict[str, Grant]) -> Route:
        environment = {"ORDERS_TABLE": table.name} if grants else {}
        return Route(function=shop_function(settings, "orders", action, environment, grants))

    return HttpApi(
        "orders",
        HttpApiArgs(
            description="Customers place orders and see their own.",
            authorizers={"customers": identity.authorizer},
            default_authorizer="customers",
            throttle=Throttle(rate=orders.throttle.rate, burst=orders.throttle.burst),
            cors={"origins": orders.cors.origins},
            routes={
                "GET /": {**route("list", read), "scopes": READING},
                "POST /": {
                    **route("create", put),
                    "scopes": ["orders/write"],
                    "throttle": Throttle(rate=orders.create_throttle.rate, burst=orders.create_throttle.burst),
                },
                "GET /{id}": {**route("get", read), "scopes": READING},
                "GET /health": {
                    **route("health", {}),
                    "public": "called by the uptime monitor, returns no data",
                },
            },
            disable_default_endpoint=True,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )
