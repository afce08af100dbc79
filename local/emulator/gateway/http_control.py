"""What ministack's control plane of HTTP and WebSocket APIs lacks: fields of integrations, and models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from local.emulator.gateway import routing_rules, vpc_links
from local.emulator.gateway.http_services import problem
from local.emulator.gateway.ministack import HTTP, REST, SCOPES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.emulator.gateway.exchange import Answer

INTEGRATION_FIELDS = (
    "connectionId", "credentialsArn", "integrationSubtype", "passthroughBehavior", "templateSelectionExpression",
    "tlsConfig",
)  # fmt: skip
# Paths of the control plane of REST APIs that ministack's router takes for those of this one.
OF_REST = ("clientcertificates", "domainnameaccessassociations", "vpclinks")
MODEL_FIELDS = ("name", "contentType", "schema", "description")

models: Any = SCOPES.AccountRegionScopedDict()  # of an API's id, its models by their ids


def creating_integration(original: Callable[[str, dict[str, Any]], Answer]) -> Callable[[str, dict[str, Any]], Answer]:
    """CreateIntegration with the fields that ministack leaves out, and AWS' checks of a service integration."""

    def create(api_id: str, data: dict[str, Any]) -> Answer:
        wrong = _private_problem(data) or (problem(data) if data.get("integrationSubtype") else None)
        if wrong:
            return HTTP.apigw_error("BadRequestException", wrong, 400)
        return _completed(original(api_id, data), api_id, data)

    return create


def updating_integration(
    original: Callable[[str, str, dict[str, Any]], Answer],
) -> Callable[[str, str, dict[str, Any]], Answer]:
    """UpdateIntegration with the same fields."""

    def update(api_id: str, int_id: str, data: dict[str, Any]) -> Answer:
        return _completed(original(api_id, int_id, data), api_id, data)

    return update


def handling(original: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """The router of the control plane with models, VPC links and routing rules."""

    async def handle(
        method: str, path: str, headers: dict[str, str], body: bytes, query_params: dict[str, Any]
    ) -> Answer:
        parts = path.strip("/").split("/")
        if parts[0] in OF_REST:
            return await REST.handle_request(method, path, headers, body, query_params)
        for own in (vpc_links.answer, routing_rules.answer):
            if (answered := own(method, parts, body, query_params)) is not None:
                return answered
        if parts[:2] == ["v2", "apis"] and parts[3:4] == ["models"]:
            return _models(method, parts[2], parts[4:], json.loads(body or b"{}"))
        return await original(method, path, headers, body, query_params)

    return handle


def deleting_api(original: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """DeleteApi with all that belongs to the API."""

    def delete(api_id: str) -> Answer:
        answer = original(api_id)
        for store in (models, HTTP.authorizers, HTTP.route_responses, HTTP.integration_responses):
            store.pop(api_id, None)
        return answer

    return delete


def _private_problem(data: dict[str, Any]) -> str | None:
    """What is wrong with an integration through a VPC link, in AWS' words."""
    uri = str(data.get("integrationUri") or "")
    if data.get("connectionType") != "VPC_LINK" or "${" in uri:
        return None
    if not data.get("connectionId"):
        return "ConnectionId is required for VPC_LINK connectionType"
    if ":listener/" not in uri and ":servicediscovery:" not in uri:
        return "For VpcLink V2, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN."
    return None


def _completed(answer: Answer, api_id: str, data: dict[str, Any]) -> Answer:
    status, _, body = answer
    if status not in (200, 201):
        return answer
    integration = HTTP.integrations.get(api_id)[json.loads(body)["integrationId"]]
    for name in INTEGRATION_FIELDS:
        if data.get(name):
            integration[name] = data[name]
        elif name in data:
            integration.pop(name, None)
    return HTTP.apigw_response(integration, status)


def _models(method: str, api_id: str, rest: list[str], data: dict[str, Any]) -> Answer:
    if missing := HTTP.require_api(api_id):
        return missing
    held: dict[str, Any] = models.setdefault(api_id, {})
    given = {name: data[name] for name in MODEL_FIELDS if name in data}
    if not rest and method == "GET":
        return HTTP.apigw_response({"items": list(held.values())})
    identifier = rest[0] if rest else uuid4().hex[:8]
    if not rest:
        held[identifier] = {"modelId": identifier, "contentType": "application/json"}
    elif identifier not in held:
        return HTTP.apigw_error("NotFoundException", f"Unable to find Model by identifier: {identifier}", 404)
    if method == "DELETE":
        del held[identifier]
        return 204, {}, b""
    held[identifier] |= given if method in ("POST", "PATCH") else {}
    return HTTP.apigw_response(held[identifier], 200 if rest else 201)
