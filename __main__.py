"""The shop: who may call its APIs, the APIs themselves, and where they answer."""

import pulumi

from shop.identity import customer_identity
from shop.notifications import notifications_api
from shop.orders import orders_api
from shop.payments import payments_api
from shop.signed_tokens import signed_tokens
from shop.users import users_api
from stacks.stack_config import settings_of_stack

settings = settings_of_stack()
identity = customer_identity(settings)
tokens = signed_tokens(settings)

orders = orders_api(settings, identity)
users = users_api(settings, identity)
payments = payments_api(settings, tokens)
notifications = notifications_api(settings, tokens)

pulumi.export(
    "apis",
    {
        name: {"url": api.url, "id": api.api_id, "routes": api.routes}
        for name, api in {
            "orders": orders,
            "users": users,
            "payments": payments,
            "notifications": notifications,
        }.items()
    },
)
pulumi.export("identity", identity.facts)
pulumi.export("tokenKey", tokens.key_arn)
pulumi.export("apiKeys", payments.api_keys)
