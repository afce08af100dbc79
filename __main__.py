"""The shop: who may call its APIs, the APIs themselves, where they answer, and who watches them."""

import pulumi

from components import ApiGatewayAccount, ApiGatewayAccountArgs
from shop.catalog import catalog_api
from shop.costs import stack_costs
from shop.domains import api_domain, at_path, shop_zone, socket_domain
from shop.identity import customer_identity
from shop.ledger import ledger_api
from shop.notifications import notifications_api
from shop.observability import watch
from shop.orders import orders_api
from shop.payments import payments_api
from shop.private_services import private_services
from shop.protection import keep_roots
from shop.signed_tokens import signed_tokens
from shop.users import users_api
from shop.web_acl import shield
from stacks.stack_config import settings_of_stack

settings = settings_of_stack()
if settings.deletion_protection:
    keep_roots()
identity = customer_identity(settings)
tokens = signed_tokens(settings)
account = ApiGatewayAccount("account", ApiGatewayAccountArgs(tags=settings.tags))
zone = shop_zone(settings)
services = private_services(settings, zone.zone_id)

orders = orders_api(settings, identity)
users = users_api(settings, identity)
payments = payments_api(settings, tokens, account)
notifications = notifications_api(settings, tokens, account)
catalog = catalog_api(settings, services)
ledger = ledger_api(settings, tokens, services, account)
web_acl = shield(settings, payments, ledger)

at_paths = {"orders": orders, "users": users, "payments": payments, "catalog": catalog, "ledger": ledger}
api_names = api_domain(settings, zone, at_paths)
socket_names = socket_domain(settings, zone, notifications)
apis = {**at_paths, "notifications": notifications}
dashboard = watch(settings, apis)

pulumi.export(
    "apis",
    {
        **{name: at_path(name, api, api_names) for name, api in at_paths.items()},
        "notifications": {
            "url": socket_names.url_for(notifications),
            "id": notifications.api_id,
            "routes": notifications.routes,
        },
    },
)
pulumi.export("identity", identity.facts)
pulumi.export("tokenKey", tokens.key_arn)
pulumi.export("apiKeys", payments.api_keys)
pulumi.export("services", services.facts)
pulumi.export("nameServers", zone.name_servers)
pulumi.export("dashboard", dashboard.dashboard_name)
pulumi.export("costs", stack_costs(settings, apis, web_acl, services))
