"""What a stage sets for its routes: throttles, logs, a web ACL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway_policies import belonging
from gateway_policies import resource_types as types
from gateway_policies.all_methods import ALL_METHODS
from gateway_policies.reading import Absent, Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway_policies.properties import Value
    from gateway_policies.resources import Resource, Stack

_LIMITS = ("throttlingRateLimit", "throttlingBurstLimit")
Throttle = tuple[float, float]


@dataclass(frozen=True)
class StageSettings:
    """Of the first stage of an API; nothing of an API without one."""

    name: str = ""
    throttle: Throttle | None = None
    """Requests per second and burst of every route without its own."""
    own_throttles: Mapping[str, Throttle] = field(default_factory=dict[str, Throttle])
    access_logs: bool = False
    web_acl: str = ""

    def throttle_of(self, key: str) -> str:
        """The throttle of a route, as people read it."""
        own = self.own_throttles.get(key) or self.throttle
        return f"{own[0]:,g} a second, {own[1]:,g} at once" if own else "none"


def settings_of_stage(stages: list[Resource]) -> StageSettings:
    """Of an HTTP or WebSocket API."""
    if not stages:
        return StageSettings()
    stage = stages[0]
    items = stage.at("routeSettings").items()
    own = {_text(one.at("routeKey")): _throttle(one) for one in items.value} if isinstance(items, Known) else {}
    return StageSettings(
        stage.known_text("name"),
        _throttle(stage.at("defaultRouteSettings")),
        {key: throttle for key, throttle in own.items() if throttle},
        _has_logs(stage),
    )


def settings_of_rest_stage(stack: Stack, stages: list[Resource]) -> StageSettings:
    """Of a REST API; a path of method settings is `orders/{id}/GET`, with `~1` in place of each slash."""
    if not stages:
        return StageSettings()
    stage = stages[0]
    of_stage = belonging.settings_of_stage(stack, stage).certain
    throttles = {one.known_text("methodPath"): _throttle(one.at("settings")) for one in of_stage}
    return StageSettings(
        stage.known_text("stageName"),
        throttles.pop(ALL_METHODS, None),
        {_key(path): throttle for path, throttle in throttles.items() if throttle},
        _has_logs(stage),
        _web_acl(stack, stage),
    )


def _key(method_path: str) -> str:
    path, _, method = method_path.rpartition("/")
    return f"{method} /{path.replace('~1', '/').strip('/')}"


def _throttle(block: Value) -> Throttle | None:
    rate, burst = (block.at(name).number() for name in _LIMITS)
    return (rate.value, burst.value) if isinstance(rate, Known) and isinstance(burst, Known) else None


def _has_logs(stage: Resource) -> bool:
    return not isinstance(stage.at("accessLogSettings", "destinationArn").reading, Absent)


def _web_acl(stack: Stack, stage: Resource) -> str:
    for association in stack.referring(stage, "resourceArn", types.WEB_ACL_ASSOCIATION).certain:
        acl = stack.linked(association, "webAclArn", types.WEB_ACL)
        return acl.name if acl else "of another stack"
    return ""


def _text(value: Value) -> str:
    found = value.text()
    return found.value if isinstance(found, Known) else ""
