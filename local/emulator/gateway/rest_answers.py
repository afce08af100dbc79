"""From an integration's answer to the client's: which integration response applies, and what it maps.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.exchange import Answer, Exchange, header_of, with_header
from local.emulator.gateway.observation import note_reply
from local.emulator.gateway.records import nested
from local.emulator.gateway.rest_mapping import response_value
from local.emulator.gateway.velocity import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.backends import Reply

HEADER = "method.response.header."
JSON = "application/json"


class NoResponseError(Exception):
    """No integration response matches, and there is no default one."""


def answer(integration: Mapping[str, Any], exchange: Exchange, reply: Reply, selector: str) -> Answer:
    """The client's answer.

    Args:
        integration: As ministack stores it.
        exchange: The request.
        reply: What the backend said.
        selector: What selection patterns are matched with: the backend's status, or the message of a function's error.

    Raises:
        NoResponseError: the integration has no response for this.
        TemplateFailedError: the template of the response failed.
    """
    note_reply(reply.status)
    response = _selected(list(nested(integration, "integrationResponses").values()), selector)
    status = int(response["statusCode"])
    mapped = {
        name.removeprefix(HEADER): response_value(str(expression), exchange, reply)
        for name, expression in nested(response, "responseParameters").items()
        if name.startswith(HEADER)
    }
    kind, template = _template(nested(response, "responseTemplates"), exchange.header("accept"))
    headers: dict[str, Any] = {"Content-Type": kind or header_of(reply.headers, "content-type") or JSON}
    body = reply.body
    if template:
        text, context = rendered(template, reply.text, exchange)
        body = text.encode()
        override = context["responseOverride"]
        status = int(override.get("status") or status)
        mapped |= {name: str(value) for name, value in override["header"].items()}
    for name, value in mapped.items():
        headers = headers if value is None else with_header(headers, name, value)
    return status, headers, body


def _selected(responses: list[dict[str, Any]], selector: str) -> dict[str, Any]:
    default: dict[str, Any] | None = None
    for response in responses:
        pattern = response.get("selectionPattern") or ""
        if not pattern:
            default = default or response
        elif selector and re.fullmatch(pattern, selector, re.DOTALL):
            return response
    if default is None:
        raise NoResponseError(selector)
    return default


def _template(templates: Mapping[str, str], accepted: str) -> tuple[str, str]:
    """The template for what the client accepts, else the first one, and its content type."""
    for part in accepted.split(","):
        kind = part.partition(";")[0].strip()
        if kind in templates:
            return kind, templates[kind]
    return next(iter(templates.items()), ("", ""))
