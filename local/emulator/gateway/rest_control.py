"""What ministack's control plane of REST APIs lacks: updates of responses, canaries, some fields, and cache flushes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import backend_certificates, execution_logs, patching, private_domains, vpc_links
from local.emulator.gateway.deployments import snapshots
from local.emulator.gateway.ministack import REST, SCOPES
from local.emulator.gateway.records import as_list, held, nested
from local.emulator.gateway.response_cache import cache

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.emulator.gateway.exchange import Answer

INTEGRATION_FIELDS = ("cacheNamespace", "connectionId", "integrationTarget", "responseTransferMode", "tlsConfig")
STAGE_FIELDS = ("canarySettings",)
CREATED = 201


def putting_integration(
    original: Callable[[str, str, str, dict[str, Any]], Answer],
) -> Callable[[str, str, str, dict[str, Any]], Answer]:
    """PutIntegration with the fields that ministack leaves out."""

    def put(api_id: str, resource_id: str, http_method: str, data: dict[str, Any]) -> Answer:
        answer = original(api_id, resource_id, http_method, data)
        if answer[0] != CREATED:
            return answer
        method = REST.resources.get(api_id)[resource_id]["resourceMethods"][http_method]
        method["methodIntegration"] |= {name: data[name] for name in INTEGRATION_FIELDS if data.get(name)}
        return REST.v1_response(method["methodIntegration"], CREATED)

    return put


def creating_stage(original: Callable[[str, dict[str, Any]], Answer]) -> Callable[[str, dict[str, Any]], Answer]:
    """CreateStage with the fields that ministack leaves out."""

    def create(api_id: str, data: dict[str, Any]) -> Answer:
        answer = original(api_id, data)
        if answer[0] != CREATED:
            return answer
        stage = REST.stages_v1.get(api_id)[data["stageName"]]
        stage |= {name: data[name] for name in STAGE_FIELDS if data.get(name)}
        return REST.v1_response(stage, CREATED)

    return create


def updating_stage(
    original: Callable[[str, str, dict[str, Any]], Answer],
) -> Callable[[str, str, dict[str, Any]], Answer]:
    """UpdateStage with AWS' checks of what the operations refer to."""

    def update(api_id: str, stage_name: str, data: dict[str, Any]) -> Answer:
        operations = as_list(data.get("patchOperations"))
        if wrong := execution_logs.rest_problem(operations):
            return wrong
        for operation in operations:
            shown = operation.get("path") == "/clientCertificateId" and operation.get("op") != "remove"
            if shown and (wrong := backend_certificates.problem(operation.get("value") or "")):
                return wrong
        return original(api_id, stage_name, data)

    return update


def deleting_api(original: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """DeleteRestApi with all that belongs to the API."""

    def delete(api_id: str) -> Answer:
        snapshots.pop(api_id, None)
        REST.request_validators.pop(api_id, None)
        return original(api_id)

    return delete


def patched(original: Callable[..., None]) -> Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any]]:
    """Patch operations as AWS has them."""
    del original

    def patch(obj: dict[str, Any], patch_ops: list[dict[str, Any]]) -> dict[str, Any]:
        return patching.apply(obj, patch_ops)

    return patch


def handling(original: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """The router of the control plane with the operations that ministack does not know."""

    async def handle(
        method: str, path: str, headers: dict[str, str], body: bytes, query_params: dict[str, Any]
    ) -> Answer:
        parts = [part for part in path.strip("/").split("/") if part]
        for own in (vpc_links.rest_answer, backend_certificates.answer, private_domains.answer):
            if (answered := own(method, parts, body, query_params)) is not None:
                return answered
        if method == "DELETE" and parts[0] == "restapis" and parts[4:] == ["cache", "data"]:
            cache.flush(SCOPES.get_account_id(), SCOPES.get_region(), parts[1], parts[3])
            return 202, {}, b""
        if method == "DELETE" and parts[0] == "restapis" and parts[4:] == ["cache", "authorizers"]:
            REST.authorizer_cache.clear()
            return 202, {}, b""
        if method == "PATCH" and (record := _patchable(parts)) is not None:
            operations = as_list(json.loads(body or b"{}").get("patchOperations"))
            return REST.v1_response(patching.apply(record, operations))
        return await original(method, path, headers, body, query_params)

    return handle


def _patchable(parts: list[str]) -> dict[str, Any] | None:
    """The record that a PATCH of one of these paths changes; None for a path that is none, or has no record."""
    found: dict[str, Any] = {}
    match parts:
        case ["domainnames", name]:
            found = held(REST.domain_names, name)
        case ["domainnames", name, "basepathmappings", path]:
            found = held(REST.base_path_mappings, name, path)
        case ["restapis", api_id, "gatewayresponses", kind] if api_id in REST.rest_apis:
            default = REST.default_gateway_response(kind) | {"defaultResponse": False}
            found = REST.gateway_responses.setdefault(api_id, {}).setdefault(kind, default)
        case ["restapis", api_id, "resources", resource, "methods", method, *rest]:
            record = held(REST.resources, api_id, resource, "resourceMethods", method)
            if rest[:1] == ["responses"]:
                found = nested(record, "methodResponses", *rest[1:])
            elif rest[:2] == ["integration", "responses"]:
                found = nested(record, "methodIntegration", "integrationResponses", *rest[2:])
        case _:
            pass
    return found or None
