"""Cross-origin answers of an HTTP API that has a CORS configuration.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.records import as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.exchange import Answer

NO_CONTENT = 204


def preflight(settings: Mapping[str, Any], origin: str) -> Answer:
    """The answer to OPTIONS, which reaches no route: without any header for a page that is not allowed."""
    headers = _origin_headers(settings, origin)
    if headers:
        for name, key in (("Methods", "allowMethods"), ("Headers", "allowHeaders")):
            if settings.get(key):
                headers[f"Access-Control-Allow-{name}"] = ",".join(settings[key])
        if settings.get("maxAge") is not None:
            headers["Access-Control-Max-Age"] = str(settings["maxAge"])
    return NO_CONTENT, headers, b""


def shared(settings: Mapping[str, Any], origin: str, headers: dict[str, Any]) -> dict[str, Any]:
    """Headers of any other answer: those of the configuration in the place of the backend's own."""
    own = {name: value for name, value in headers.items() if not name.lower().startswith("access-control-")}
    allowed = _origin_headers(settings, origin)
    if allowed and settings.get("exposeHeaders"):
        allowed["Access-Control-Expose-Headers"] = ",".join(settings["exposeHeaders"])
    return own | allowed


def _origin_headers(settings: Mapping[str, Any], origin: str) -> dict[str, Any]:
    allowed = [str(entry).lower() for entry in as_list(settings.get("allowOrigins"))]
    if "*" in allowed:
        headers = {"Access-Control-Allow-Origin": "*"}
    elif origin and any(_matches(entry, origin.lower()) for entry in allowed):
        headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
    else:
        return {}
    if settings.get("allowCredentials"):
        headers["Access-Control-Allow-Credentials"] = "true"
    return headers


def _matches(allowed: str, origin: str) -> bool:
    return origin.startswith(allowed.removesuffix("*")) if allowed in ("http://*", "https://*") else allowed == origin
