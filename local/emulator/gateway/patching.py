"""Patch operations of the REST control plane, applied to ministack's records.

A path is a JSON Pointer. Its last part may also name an item of a list, values come as texts, and a usage plan has
forms of its own (https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html).
"""

from __future__ import annotations

from typing import Any

from local.emulator.gateway.records import as_list

FLAGS = {
    "apiKeyRequired", "cacheClusterEnabled", "defaultResponse", "disableExecuteApiEndpoint", "enabled",
    "tracingEnabled", "useStageCache", "validateRequestBody", "validateRequestParameters",
}  # fmt: skip
INTEGERS = {
    "authorizerResultTtlInSeconds", "burstLimit", "limit", "minimumCompressionSize", "offset", "timeoutInMillis",
}  # fmt: skip
FRACTIONS = {"percentTraffic", "rateLimit"}
LISTS = {
    "authorizationScopes", "binaryMediaTypes", "cacheKeyParameters", "providerARNs", "types", "vpcEndpointIds",
}  # fmt: skip
# In these maps a name may look like a field, and a parameter is a flag only where it is `true` or `false`.
FREE_MAPS = {"requestTemplates", "responseTemplates", "requestModels", "responseModels", "variables", "tags"}


def apply(record: dict[str, Any], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """Applies the operations to a record, in place; the record."""
    for operation in operations:
        keys = [
            part.replace("~1", "/").replace("~0", "~") for part in (operation.get("path") or "").lstrip("/").split("/")
        ]
        kind = operation.get("op") or "replace"
        if kind == "copy":
            _put(record, keys, _found(record, str(operation.get("from") or "").lstrip("/").split("/")))
        elif keys[0] == "apiStages":
            _patch_stages_of_plan(record, kind, keys[1:], operation.get("value"))
        elif kind == "remove":
            _remove(record, keys, operation.get("value"))
        elif keys[-1] in LISTS or (len(keys) > 1 and keys[-2] in LISTS):
            _put_item(record, kind, keys, operation.get("value"))
        else:
            _put(record, keys, _typed(keys, operation.get("value")))
    return record


def _typed(keys: list[str], value: Any) -> Any:
    free = len(keys) > 1 and keys[-2] in FREE_MAPS
    flag = keys[-1] in FLAGS or (keys[0] in ("requestParameters", "responseParameters") and value in ("true", "false"))
    if not isinstance(value, str) or free:
        return value
    if flag:
        return value.lower() == "true"
    if keys[-1] in INTEGERS:
        return int(value) if value else None
    return float(value) if keys[-1] in FRACTIONS else value


def _parent(record: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    for key in keys[:-1]:
        if not isinstance(record.get(key), dict):
            record[key] = {}
        record = record[key]
    return record


def _found(record: dict[str, Any], keys: list[str]) -> Any:
    return _parent(record, keys).get(keys[-1])


def _put(record: dict[str, Any], keys: list[str], value: Any) -> None:
    _parent(record, keys)[keys[-1]] = value


def _put_item(record: dict[str, Any], kind: str, keys: list[str], value: Any) -> None:
    """Adds to a list: the value, or the item that the path names, in whose place a replacement puts the value."""
    named = keys[-1] not in LISTS
    path = keys[:-1] if named else keys
    items: list[Any] = list(_found(record, path) or [])
    if named and kind == "replace" and keys[-1] in items:
        items[items.index(keys[-1])] = value
    elif not named and kind == "replace":
        items = [part.strip() for part in str(value or "").split(",") if part.strip()]
    else:
        item = keys[-1] if named else value
        items += [] if item in items else [item]
    _put(record, path, items)


def _remove(record: dict[str, Any], keys: list[str], value: Any) -> None:
    if keys[-1] in LISTS and value:
        _put(record, keys, [item for item in as_list(_found(record, keys)) if item != value])
    elif len(keys) > 1 and keys[-2] in LISTS:
        _put(record, keys[:-1], [item for item in as_list(_found(record, keys[:-1])) if item != keys[-1]])
    else:
        _parent(record, keys).pop(keys[-1], None)


def _patch_stages_of_plan(plan: dict[str, Any], kind: str, keys: list[str], value: Any) -> None:
    """`/apiStages` with `<api>:<stage>`, or `/apiStages/<api>:<stage>/throttle/<path>/<method>/rateLimit`."""
    api_id, _, stage = (keys[0] if keys else str(value)).partition(":")
    entries: list[dict[str, Any]] = plan.setdefault("apiStages", [])
    entry = next((item for item in entries if (item["apiId"], item["stage"]) == (api_id, stage)), None)
    if not keys:
        plan["apiStages"] = [item for item in entries if item is not entry]
        if kind != "remove":
            plan["apiStages"].append(entry or {"apiId": api_id, "stage": stage})
    elif entry is not None:
        *method, field = keys[2:] if keys[-1] in ("rateLimit", "burstLimit") else [*keys[2:], ""]
        throttles: dict[str, Any] = entry.setdefault("throttle", {})
        name = "/".join(method)
        if kind != "remove":
            throttles.setdefault(name, {})[field] = _typed([field], value)
        elif name:
            throttles.pop(name, None)
        else:
            entry.pop("throttle")
