"""Under which names the APIs are reached: HTTP and REST APIs under one, each at a path, WebSockets under another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import ApiDomain, ApiDomainArgs, HttpApi, RestApi, WebSocketApi
from shop.existing import existing_certificate, existing_zone
from stacks.settings import Settings


@dataclass(frozen=True)
class ShopZone:
    """The hosted zone of the shop's names."""

    zone_id: pulumi.Input[str]
    name_servers: pulumi.Output[Sequence[str]] | None
    """Of a zone that the stack makes: what has to be entered where the parent domain is kept."""


def shop_zone(settings: Settings) -> ShopZone:
    """The zone of the settings, or one that the stack makes."""
    existing = existing_zone(settings.domain)
    if existing:
        return ShopZone(existing, None)
    made = aws.route53.Zone("shop", name=settings.domain.name, tags=settings.tags)
    return ShopZone(made.zone_id, made.name_servers)


def api_domain(settings: Settings, zone: ShopZone, apis: Mapping[str, HttpApi | RestApi]) -> ApiDomain:
    """`api.` with each API at the path of its name. An API sees a request without this path."""
    return _domain("api", settings, zone, apis)


def socket_domain(settings: Settings, zone: ShopZone, api: WebSocketApi) -> ApiDomain:
    """`ws.`, since a WebSocket API needs a name of its own."""
    return _domain("ws", settings, zone, {"": api})


def _domain(
    label: str, settings: Settings, zone: ShopZone, apis: Mapping[str, HttpApi | RestApi | WebSocketApi]
) -> ApiDomain:
    args = ApiDomainArgs(
        domain_name=f"{label}.{settings.domain.name}", mappings=apis, zone_id=zone.zone_id, tags=settings.tags
    )
    certificate = existing_certificate(settings.domain)
    return ApiDomain(label, {**args, "certificate_arn": certificate} if certificate else args)


def at_path(name: str, api: HttpApi | RestApi, domain: ApiDomain) -> dict[str, pulumi.Output[Any]]:
    """What the stack tells about an API at the path of its name: its routes as callers see them below `url`."""
    return {
        "url": domain.url_for(api).apply(lambda url: url.removesuffix(f"/{name}")),
        "id": api.api_id,
        "routes": api.routes.apply(lambda routes: {_as_called(name, key): who for key, who in routes.items()}),
    }


def _as_called(name: str, key: str) -> str:
    method, _, path = key.partition(" ")
    return f"{method} /{name}{path.rstrip('/')}"
