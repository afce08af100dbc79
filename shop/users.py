"""The users API: an HTTP API with one function for all of its routes. Customers keep the profiles of their users."""

from components import Group, HttpApi, HttpApiArgs, Throttle, table_read_write
from shop.functions import shop_function
from shop.identity import Identity
from shop.tables import customer_table
from stacks.settings import Settings


def users_api(settings: Settings, identity: Identity) -> HttpApi:
    """The API, its function and its table. Its paths begin below the /users of the domain."""
    table = customer_table(settings, "users")
    function = shop_function(
        settings, "users", "app", {"USERS_TABLE": table.name}, {"users": table_read_write(table.arn)}
    )
    users = settings.users
    return HttpApi(
        "users",
        HttpApiArgs(
            description="Customers keep the profiles of their users.",
            authorizers={"customers": identity.authorizer},
            throttle=Throttle(rate=users.throttle.rate, burst=users.throttle.burst),
            cors={"origins": users.cors.origins},
            groups={"/": Group(function=function, authorizer="customers", scopes=["users/manage"])},
            disable_default_endpoint=True,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )
