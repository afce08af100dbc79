"""VPC links: those of HTTP APIs, which are also V2 of REST APIs, and V1 of REST APIs.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html
https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html
"""

from __future__ import annotations

import json
import random
import string
import time
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import patching, resource_tags
from local.emulator.gateway.ministack import BALANCERS, HTTP, REST, SCOPES
from local.emulator.gateway.records import as_list, as_map, nested

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer

NETWORK_LOAD_BALANCER = ":loadbalancer/net/"
PATCHED = {"/name", "/description"}

links: Any = SCOPES.AccountRegionScopedDict()  # V2, by their ids
rest_links: Any = SCOPES.AccountRegionScopedDict()  # V1, by their ids


def answer(method: str, parts: list[str], body: bytes, query: dict[str, Any]) -> Answer | None:
    """Answers the control plane at `/v2/vpclinks` and of the tags of links; None for other paths."""
    data = as_map(json.loads(body or b"{}"))
    match parts:
        case ["v2", "vpclinks"] if method == "POST":
            return _create(data)
        case ["v2", "vpclinks"]:
            return HTTP.page(list(links.values()), query)
        case ["v2", "vpclinks", identifier]:
            return _at(method, identifier, data)
        case ["v2", "tags", *arn] if (tags := _tags(links, arn)) is not None:
            return resource_tags.answered(method, tags, data, query, HTTP.apigw_response({"tags": tags}))
        case _:
            return None


def rest_answer(method: str, parts: list[str], body: bytes, query: dict[str, Any]) -> Answer | None:
    """Answers the control plane at `/vpclinks` and of the tags of links; None for other paths."""
    data = as_map(json.loads(body or b"{}"))
    match parts:
        case ["vpclinks"] if method == "POST":
            return _create_for_rest(data)
        case ["vpclinks"]:
            return REST.v1_paginated_response(list(rest_links.values()), query)
        case ["vpclinks", identifier]:
            return _at_for_rest(method, identifier, data)
        case ["tags", *arn] if (tags := _tags(rest_links, arn)) is not None:
            return resource_tags.answered(method, tags, data, query, REST.v1_response({"tags": tags}))
        case _:
            return None


def _identifier() -> str:
    return "".join(random.choices(string.ascii_lowercase + string.digits, k=6))  # noqa: S311  a name, no secret


def _create(data: dict[str, Any]) -> Answer:
    if not data.get("name") or not data.get("subnetIds"):
        return HTTP.apigw_error("BadRequestException", "Name and SubnetIds are required", 400)
    identifier = _identifier()
    links[identifier] = {
        "createdDate": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "name": data["name"],
        "securityGroupIds": as_list(data.get("securityGroupIds")),
        "subnetIds": as_list(data["subnetIds"]),
        "tags": as_map(data.get("tags")),
        "vpcLinkId": identifier,
        "vpcLinkStatus": "AVAILABLE",
        "vpcLinkStatusMessage": "VPC link is ready to route traffic",
        "vpcLinkVersion": "V2",
    }
    return HTTP.apigw_response(links[identifier], 201)


def _at(method: str, identifier: str, data: dict[str, Any]) -> Answer:
    link = links.get(identifier)
    if link is None:
        return HTTP.apigw_error("NotFoundException", f"Unable to find VpcLink with identifier {identifier}", 404)
    if method == "DELETE":
        del links[identifier]
        return HTTP.apigw_response({}, 202)
    if method == "PATCH" and data.get("name"):
        link["name"] = data["name"]
    return HTTP.apigw_response(link)


def _create_for_rest(data: dict[str, Any]) -> Answer:
    targets = as_list(data.get("targetArns"))
    if not data.get("name") or len(targets) != 1 or NETWORK_LOAD_BALANCER not in targets[0]:
        return REST.v1_error(
            "BadRequestException", "A VPC link needs a name and the ARN of one Network Load Balancer", 400
        )
    identifier = _identifier()
    found = targets[0] in BALANCERS.lbs
    rest_links[identifier] = {
        "id": identifier,
        "name": data["name"],
        **({"description": data["description"]} if data.get("description") else {}),
        "targetArns": targets,
        "status": "AVAILABLE" if found else "FAILED",
        "statusMessage": "Your vpc link is ready for use" if found else "NLB was not found",
        "tags": as_map(data.get("tags")),
    }
    return REST.v1_response(rest_links[identifier], 202)


def _at_for_rest(method: str, identifier: str, data: dict[str, Any]) -> Answer:
    link = rest_links.get(identifier)
    if link is None:
        return REST.v1_error("NotFoundException", "Invalid Vpc Link identifier specified", 404)
    if method == "DELETE":
        if users := _users(identifier):
            where = ", ".join(users)
            text = f"Cannot delete vpc link. Vpc link '{identifier}', is referenced in [{where}] in format of"
            return REST.v1_error("BadRequestException", f"{text} [Method:Resource:Api].", 400)
        del rest_links[identifier]
        return 202, {}, b""
    if method == "PATCH":
        operations = as_list(data.get("patchOperations"))
        wrong = next((operation["path"] for operation in operations if operation.get("path") not in PATCHED), None)
        if wrong:
            return REST.v1_error("BadRequestException", f"Invalid patch path {wrong}", 400)
        patching.apply(link, operations)
    return REST.v1_response(link)


def _users(identifier: str) -> list[str]:
    """The methods whose integrations go through a link, as `<method>:<resource>:<api>`."""
    return [
        f"{method}:{resource}:{api_id}"
        for api_id, resources in REST.resources.items()
        for resource, record in as_map(resources).items()
        for method, settings in nested(record, "resourceMethods").items()
        if nested(settings, "methodIntegration").get("connectionId") == identifier
    ]


def _tags(store: Any, arn: list[str]) -> dict[str, Any] | None:
    """The tags of the link that an ARN names, `arn:aws:apigateway:<region>::/vpclinks/<id>`; else None."""
    _, mark, identifier = "/".join(arn).partition("/vpclinks/")
    link = store.get(identifier) if mark else None
    return None if link is None else link["tags"]
