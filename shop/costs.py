"""What the stack costs a month: what its settings expect of each API, and what the components have built."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from components import HttpApi, Kind, PrivateLoadBalancer, RestApi, WebAcl, WebSocketApi
from components.knowledge import shared_parts
from components.knowledge.api_of_stack import ApiOfStack, Expected
from components.knowledge.costs_output import costs_output
from components.knowledge.shared_parts import SharedPart
from shop.private_services import PrivateServices
from stacks.settings import Settings
from stacks.traffic_settings import MessageTraffic, RequestTraffic

Api = HttpApi | RestApi | WebSocketApi


def stack_costs(
    settings: Settings, apis: Mapping[str, Api], web_acl: WebAcl | None, services: PrivateServices
) -> dict[str, Any]:
    """The output `costs`, plain JSON: see components/knowledge/costs_output.py. Known in full at preview.

    Args:
        settings: the settings of the stack.
        apis: all APIs of the stack by their names, which are those of the settings.
        web_acl: the web ACL before some of them, where there is one.
        services: the network of the stack, and its load balancers.
    """
    known = {name: _api(api, getattr(settings.traffic, name), web_acl) for name, api in apis.items()}
    return costs_output(known, _shared(apis, known, web_acl, services), settings.region)


def _api(api: Api, expected: RequestTraffic | MessageTraffic | None, web_acl: WebAcl | None) -> ApiOfStack:
    carried = _expected(expected)
    if isinstance(api, WebSocketApi):
        return ApiOfStack(Kind.WEBSOCKET, carried, log_retention_days=api.log_retention_days)
    return ApiOfStack(
        Kind.REST if isinstance(api, RestApi) else Kind.HTTP,
        carried,
        api.features,
        cache_size=api.cache_size if isinstance(api, RestApi) else None,
        log_retention_days=api.log_retention_days,
        web_acl=web_acl is not None and web_acl.protects(api),
    )


def _expected(given: RequestTraffic | MessageTraffic | None) -> Expected:
    if given is None:
        return Expected()
    if isinstance(given, RequestTraffic):
        sizes = Decimal(str(given.kilobytes_in)), Decimal(str(given.kilobytes_out))
        return Expected(Decimal(given.requests_per_month), *sizes)
    size = Decimal(str(given.kilobytes_per_message))
    return Expected(Decimal(given.messages_per_month), size, size, Decimal(str(given.open_connections)))


def _shared(
    apis: Mapping[str, Api], known: Mapping[str, ApiOfStack], web_acl: WebAcl | None, services: PrivateServices
) -> Sequence[SharedPart]:
    link = services.link
    balancers = {one: _users(apis, one) for one in (services.catalog, services.ledger)}
    linked = sorted({name for users in balancers.values() for name in users})
    before = [name for name, api in known.items() if api.web_acl]
    private = [name for name, api in known.items() if "private-endpoint" in api.features]
    return [
        *(
            part
            for one, users in balancers.items()
            for part in shared_parts.load_balancer(
                one.pulumi_resource_name, one.kind, {name: known[name] for name in users}
            )
        ),
        *shared_parts.vpc_link(link.pulumi_resource_name, linked),
        *(shared_parts.web_acl(web_acl.pulumi_resource_name, web_acl.rule_count, before) if web_acl else ()),
        *shared_parts.interface_endpoint(link.network.pulumi_resource_name, link.network.endpoint_zones, private),
    ]


def _users(apis: Mapping[str, Api], balancer: PrivateLoadBalancer) -> list[str]:
    """The APIs with a route to the load balancer."""
    return [
        name
        for name, api in apis.items()
        if not isinstance(api, WebSocketApi)
        and any(service.get("load_balancer_arn") is balancer.arn for service in api.private_services)
    ]
