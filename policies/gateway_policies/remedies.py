"""Properties made right, for rules at the level `remediate`. Only what makes a resource safer and breaks no caller.

Unknown values and secrets stand in the properties as the engine writes them. They are handed on as they are, and what
is not of the form it should have is left for the rule to report.
"""

import json
from collections.abc import Callable, Mapping
from typing import cast

from gateway_policies.properties import read
from gateway_policies.reading import Absent, Known
from gateway_policies.rule import Settings, number

Properties = Mapping[str, object]
Change = Callable[[Properties], dict[str, object]]

LOG_FORMAT = json.dumps(
    {
        name: f"$context.{variable}"
        for name, variable in {
            "requestId": "requestId",
            "ip": "identity.sourceIp",
            "requestTime": "requestTime",
            "httpMethod": "httpMethod",
            "routeKey": "routeKey",
            "resourcePath": "resourcePath",
            "status": "status",
            "responseLength": "responseLength",
            "integrationError": "integrationErrorMessage",
            "authorizerError": "authorizer.error",
        }.items()
    },
    separators=(",", ":"),
)
"""What a stage of any kind may write; AWS puts a hyphen for a variable that the kind of API does not have."""


def encrypt_cache(properties: Properties, _settings: Settings) -> dict[str, object]:
    """Method settings that cache encrypt what they keep."""
    if read(properties).at("settings", "cachingEnabled").flag() == Known(value=True):
        return _with(properties, value=True, path=("settings", "cacheDataEncrypted"))
    return {**properties}


def stop_method_trace(properties: Properties, _settings: Settings) -> dict[str, object]:
    """Method settings that trace data no longer do."""
    if read(properties).at("settings", "dataTraceEnabled").flag() == Known(value=True):
        return _with(properties, value=False, path=("settings", "dataTraceEnabled"))
    return {**properties}


def stop_route_trace(properties: Properties, _settings: Settings) -> dict[str, object]:
    """A stage of a WebSocket API that traces data no longer does."""

    def stopped(block: Properties) -> dict[str, object]:
        traces = read(block).at("dataTraceEnabled").flag() == Known(value=True)
        return {**block, "dataTraceEnabled": False} if traces else {**block}

    return _each_block(properties, stopped)


def write_known_format(properties: Properties, _settings: Settings) -> dict[str, object]:
    """A stage that writes an access log writes it as JSON, with what tells requests apart."""
    if isinstance(read(properties).at("accessLogSettings", "destinationArn").reading, Absent):
        return {**properties}
    return _with(properties, value=LOG_FORMAT, path=("accessLogSettings", "format"))


def raise_rest_tls(properties: Properties, _settings: Settings) -> dict[str, object]:
    """A domain of REST APIs takes TLS 1.2 and newer."""
    return _with(properties, value="TLS_1_2", path=("securityPolicy",))


def raise_tls(properties: Properties, _settings: Settings) -> dict[str, object]:
    """A domain of HTTP and WebSocket APIs takes TLS 1.2 and newer."""
    return _with(properties, value="TLS_1_2", path=("domainNameConfiguration", "securityPolicy"))


def throttle_stage(properties: Properties, settings: Settings) -> dict[str, object]:
    """A stage of an HTTP or WebSocket API has both limits; a zero, which shuts it, is left."""
    block = cast("object", properties.get("defaultRouteSettings"))
    if block is not None and not isinstance(block, Mapping):
        return {**properties}
    default = cast("Properties", block or {})
    return {**properties, "defaultRouteSettings": _throttled(default, settings)}


def throttle_methods(properties: Properties, settings: Settings) -> dict[str, object]:
    """Method settings for all methods of a stage have both limits."""
    block = cast("object", properties.get("settings"))
    if properties.get("methodPath") != "*/*" or not isinstance(block, Mapping):
        return {**properties}
    return {**properties, "settings": _throttled(cast("Properties", block), settings)}


def _throttled(block: Properties, settings: Settings) -> dict[str, object]:
    missing = {
        name: number(settings, setting)
        for name, setting in (("throttlingRateLimit", "rateLimit"), ("throttlingBurstLimit", "burstLimit"))
        if block.get(name) is None
    }
    return {**block, **missing}


def _each_block(properties: Properties, change: Change) -> dict[str, object]:
    """The properties of a stage with its default route settings and those of each route changed."""
    better = {**properties}
    default, routes = properties.get("defaultRouteSettings"), properties.get("routeSettings")
    if isinstance(default, Mapping):
        better["defaultRouteSettings"] = change(cast("Properties", default))
    if isinstance(routes, list):
        blocks = cast("list[object]", routes)
        better["routeSettings"] = [
            change(cast("Properties", one)) if isinstance(one, Mapping) else one for one in blocks
        ]
    return better


def _with(properties: Properties, *, value: object, path: tuple[str, ...]) -> dict[str, object]:
    """Properties in which a value stands at a path of keys; what stands in the way, as an unknown map, is left."""
    key, *below = path
    if not below:
        return {**properties, key: value}
    inner = properties.get(key)
    if inner is not None and not isinstance(inner, Mapping):
        return {**properties}
    return {**properties, key: _with(cast("Properties", inner or {}), value=value, path=tuple(below))}
