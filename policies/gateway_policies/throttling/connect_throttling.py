"""A WebSocket API limits how many connections are opened."""

from collections.abc import Iterator

from gateway_policies.belonging import protocol_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, ROUTE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.throttling.stages import LIMITS

_CONNECT = "$connect"
_DEFAULT = "defaultRouteSettings"


def _check(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(STAGE):
        protocol = protocol_of(stack, stage)
        if isinstance(protocol, Known) and protocol.value != "WEBSOCKET":
            continue
        limited = _is_limited(stage)
        if limited is True:
            continue
        if isinstance(protocol, Absent):
            protocol = Unknown("apiId", "names no API whose protocolType is known")
        unread = next((one for one in (protocol, limited) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(stage, unread)
        else:
            message = f"neither {_DEFAULT} nor an entry of routeSettings for {_CONNECT!r} sets {' and '.join(LIMITS)}"
            yield violation(stage, _DEFAULT, message)


def _is_limited(stage: Resource) -> bool | Unknown:
    """Whether connecting is limited, by the default of the stage or by settings of the `$connect` route."""
    found = [_has_limits(stage.at(_DEFAULT))]
    items = stage.at("routeSettings").items()
    if isinstance(items, Unknown):
        found.append(items)
    for item in items.value if isinstance(items, Known) else ():
        key = item.at("routeKey").text()
        if isinstance(key, Unknown):
            found.append(key)
        elif key == Known(_CONNECT):
            found.append(_has_limits(item))
    return True in found or next((one for one in found if isinstance(one, Unknown)), False)


def _has_limits(block: Value) -> bool | Unknown:
    """Whether both limits are set; zero is the matter of throttle-not-zero."""
    limits = [block.at(name).number() for name in LIMITS]
    if any(isinstance(one, Absent) or (isinstance(one, Known) and one.value < 0) for one in limits):
        return False
    return next((one for one in limits if isinstance(one, Unknown)), True)


WEBSOCKET_CONNECT_THROTTLE = Rule(
    name="websocket-connect-throttle",
    group="throttling",
    severity="medium",
    level="advisory",
    title="A WebSocket API lets clients connect as fast as they like",
    why="Each connection stays open for up to two hours and calls the authorizer; a flood of them uses up the quota "
    "that all APIs of the account share.",
    fix="Set throttlingRateLimit and throttlingBurstLimit in defaultRouteSettings, or in routeSettings for routeKey "
    "'$connect'.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html",
    controls=("OWASP API4:2023",),
    check_stack=_check,
    stack_types=(STAGE, API, ROUTE),
)

RULES = (WEBSOCKET_CONNECT_THROTTLE,)
