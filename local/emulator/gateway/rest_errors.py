"""Errors that a REST API answers of itself, each through its gateway response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import POLICIES, REST
from local.emulator.gateway.records import nested

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer

BAD_GATEWAY = 502


class GatewayError(Exception):
    """An error with a gateway response; `kind` is the response's type, `text` its message."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text

    def answer(self, request: dict[str, Any]) -> Answer:
        """The answer to a request, in ministack's record of it."""
        return REST.gateway_error_response(REST.gw_error(self.kind, self.text), request)


class BadGatewayError(GatewayError):
    """A function failed, or gave back something of which no answer can be made."""

    def __init__(self) -> None:
        super().__init__("DEFAULT_5XX", "Internal server error")

    def answer(self, request: dict[str, Any]) -> Answer:
        """502, unless the gateway response has a status of its own."""
        status, headers, body = super().answer(request)
        customized = REST.deployed_gateway_responses.get(request["api_id"], {}).get(
            request["stage"].get("deploymentId")
        )
        own = nested(customized or {}, "DEFAULT_5XX").get("statusCode")
        return status if own else BAD_GATEWAY, headers, body


def configuration_error() -> GatewayError:
    """500: the integration is not as it must be."""
    return GatewayError("API_CONFIGURATION_ERROR", "Internal server error")


class SignatureError(GatewayError):
    """A signature that does not hold; `kind` is AWS' code of the failure."""

    def answer(self, request: dict[str, Any]) -> Answer:
        """The gateway response that belongs to the code."""
        return REST.authentication_error_response(
            request["api_id"],
            request["stage_name"],
            POLICIES.AuthError(self.kind, self.text),
            request["headers"],
            request["query_params"],
        )
