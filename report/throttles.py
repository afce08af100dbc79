"""How many requests a stage and its routes take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.belonging import settings_of_stage
from gateway_policies.reading import Known
from gateway_policies.resource_types import REST_STAGE
from gateway_policies.resources import Resource
from gateway_policies.throttling.api_routes import method_path_of, written
from gateway_policies.throttling.stages import throttling_settings

if TYPE_CHECKING:
    from gateway_policies.properties import Value
    from gateway_policies.resources import Stack


@dataclass(frozen=True)
class Throttle:
    """Requests per second, and requests at one moment."""

    rate: float
    burst: float
    of_route: bool = False
    """Whether it is a route's own, in place of that of the stage."""


def stage_throttle(stack: Stack, stage: Resource) -> Throttle | None:
    """The throttle of all routes of a stage; None where it has none or it is not known."""
    if stage.type != REST_STAGE:
        return _read(stage.at("defaultRouteSettings"))
    settings = throttling_settings(stack, stage)
    return _read(settings.at("settings")) if isinstance(settings, Resource) else None


def route_throttle(stack: Stack, stage: Resource, key: str) -> Throttle | None:
    """The throttle of one route of a stage, that of the stage where it has none of its own."""
    of_stage = stage_throttle(stack, stage)
    own = _own(stack, stage, key)
    if own and of_stage and (own.rate, own.burst) == (of_stage.rate, of_stage.burst):
        return of_stage
    return own or of_stage


def _own(stack: Stack, stage: Resource, key: str) -> Throttle | None:
    if stage.type == REST_STAGE:
        path = method_path_of(key)
        blocks = [
            one.at("settings")
            for one in settings_of_stage(stack, stage).certain
            if written(one.known_text("methodPath")) == path
        ]
    else:
        items = stage.at("routeSettings").items()
        found = items.value if isinstance(items, Known) else []
        blocks = [item for item in found if item.at("routeKey").text() == Known(key)]
    return next((throttle for block in blocks if (throttle := _read(block, of_route=True))), None)


def _read(block: Value, *, of_route: bool = False) -> Throttle | None:
    rate, burst = (block.at(name).number() for name in ("throttlingRateLimit", "throttlingBurstLimit"))
    if isinstance(rate, Known) and isinstance(burst, Known) and rate.value >= 0 and burst.value >= 0:
        return Throttle(rate.value, burst.value, of_route)
    return None
