"""Routing rules of custom domains: which stage of a REST API a request reaches, by its path and its headers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

from __future__ import annotations

import fnmatch
import json
import random
import string
from typing import TYPE_CHECKING, Any

from local.emulator.arrival import arrival
from local.emulator.gateway.ministack import HTTP, REST, SCOPES
from local.emulator.gateway.records import as_list, as_map, held, nested

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

ONLY_RULES, RULES_FIRST = "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"
PRIORITIES = range(1, 1_000_001)

rules: Any = SCOPES.AccountRegionScopedDict()  # of a domain's name, its rules by their ids

Found = tuple[str, str, str]  # API, stage, and the path that the API gets


def answer(method: str, parts: list[str], body: bytes, query: dict[str, Any]) -> Answer | None:
    """Answers the control plane at `/v2/domainnames/{name}/routingrules`; None for other paths."""
    match parts:
        case ["v2", "domainnames", name, "routingrules", *rest]:
            if name not in REST.domain_names:
                return HTTP.domain_not_found()
            return _answer(method, name, rest, as_map(json.loads(body or b"{}")), query)
        case _:
            return None


def _answer(method: str, name: str, rest: list[str], data: dict[str, Any], query: dict[str, Any]) -> Answer:
    own: dict[str, Any] = rules.setdefault(name, {})
    if not rest and method == "GET":
        page = HTTP.page(sorted(own.values(), key=lambda rule: rule["priority"]), query)
        status, headers, content = page
        shown = as_map(json.loads(content))
        return status, headers, json.dumps({**shown, "routingRules": shown.pop("items", [])}).encode()
    identifier = rest[0] if rest else "".join(random.choices(string.ascii_lowercase + string.digits, k=6))  # noqa: S311  a name, no secret
    if rest and identifier not in own:
        return HTTP.apigw_error("NotFoundException", "Invalid routing rule identifier specified", 404)
    if method == "DELETE":
        del own[identifier]
        return 204, {}, b""
    if method in ("POST", "PUT"):
        if wrong := _problem(own, identifier, data):
            return wrong
        own[identifier] = {
            "actions": data["actions"],
            "conditions": as_list(data.get("conditions")),
            "priority": data["priority"],
            "routingRuleArn": f"{HTTP.domain_arn(name)}/routingrules/{identifier}",
            "routingRuleId": identifier,
        }
    return HTTP.apigw_response(own[identifier], 201 if method == "POST" else 200)


def _problem(own: dict[str, Any], identifier: str, data: dict[str, Any]) -> Answer | None:
    invoked = [nested(action, "invokeApi") for action in as_list(data.get("actions"))]
    if len(invoked) != 1 or data.get("priority") not in PRIORITIES:
        return HTTP.apigw_error("BadRequestException", "A routing rule has one action and a priority from 1", 400)
    api, stage = invoked[0].get("apiId") or "", invoked[0].get("stage") or ""
    if not held(REST.stages_v1, api, stage):
        return HTTP.apigw_error("BadRequestException", "Invalid REST API or stage identifier specified", 400)
    if any(rule["priority"] == data["priority"] for key, rule in own.items() if key != identifier):
        return HTTP.apigw_error("ConflictException", "Priority already exists for this domain name", 409)
    return None


def deleting_domain(original: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """DeleteDomainName with the domain's rules."""

    def delete(name: str) -> Answer:
        rules.pop(name, None)
        return original(name)

    return delete


def resolving(original: Callable[[str, str], Found | None]) -> Callable[[str, str], Found | None]:
    """Finds what a domain leads to by its rules, its mappings, or the rules first, as its routing mode says."""

    def resolve(domain_name: str, path: str) -> Found | None:
        scope: tuple[str, str, str] | None = REST.find_domain_scope(domain_name)
        record = as_map(REST.domain_names.get_scoped(*scope)) if scope else {}
        mode = record.get("routingMode")
        if scope and mode in (ONLY_RULES, RULES_FIRST):
            found = _found(rules.get_scoped(*scope, {}).values(), path)
            if found or mode == ONLY_RULES:
                return found
        return original(domain_name, path)

    return resolve


def _found(own: Any, path: str) -> Found | None:
    for rule in sorted(own, key=lambda rule: rule["priority"]):
        conditions = as_list(rule["conditions"])
        base = ""
        for condition in conditions:
            matched = _matched_base(condition, path)
            if matched is None or not _has_headers(condition):
                break
            base = matched or base
        else:
            invoked = nested(rule["actions"][0], "invokeApi")
            rest = path[len(base) + 1 :] if base and invoked.get("stripBasePath") else path
            return invoked["apiId"], invoked["stage"], f"/{rest.lstrip('/')}"
    return None


def _matched_base(condition: dict[str, Any], path: str) -> str | None:
    """The base path of a condition that a path begins with; "" for a condition that has none, None for no match."""
    wanted = as_list(nested(condition, "matchBasePaths").get("anyOf"))
    if not wanted:
        return ""
    return next((base for base in wanted if f"{path}/".startswith(f"/{base}/")), None)


def _has_headers(condition: dict[str, Any]) -> bool:
    wanted = as_list(nested(condition, "matchHeaders").get("anyOf"))
    request = arrival()
    return not wanted or any(
        fnmatch.fnmatchcase(request.header(one["header"].lower()), one["valueGlob"]) for one in wanted
    )
