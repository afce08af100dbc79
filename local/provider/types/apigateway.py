"""Amazon API Gateway V1: REST APIs, their paths, and what belongs to a whole API or account.

https://docs.aws.amazon.com/apigateway/latest/api/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from local.provider.places import found_in
from local.provider.resource_type import Attribute, Change, Exact, Naming, Patch, Reading, ResourceType, Tagging
from local.provider.values import as_list, object_of

if TYPE_CHECKING:
    from local.provider.resource_type import PatchOperation, Problem, Request
    from local.provider.values import Properties, Value

_MAX_COMPRESSION_BYTES: Final = 10 * 1024 * 1024
_NO_IMPORT: Final = Attribute(refused="the emulator imports no OpenAPI document; declare the methods as resources")
_PATH_PART: Final = Exact(
    pattern=r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._:-]+\+?\}",
    meaning="a path part has letters, digits and ._-: only, or is a variable in braces: {id}, or {proxy+}",
)


def _policy(text: str) -> str:
    """API Gateway shows a policy as the inside of a JSON text."""
    policy: str = json.loads(f'"{text}"')
    return policy


def _check_api(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    endpoint = object_of(inputs.get("endpointConfiguration"))
    if endpoint.get("vpcEndpointIds") and endpoint.get("types") in {"EDGE", "REGIONAL"}:
        reason = f"is for PRIVATE endpoints only, and `types` is {endpoint['types']}"
        problems.append(("endpointConfiguration.vpcEndpointIds", reason))
    size = inputs.get("minimumCompressionSize")
    if isinstance(size, str) and size.isdecimal() and int(size) > _MAX_COMPRESSION_BYTES:
        problems.append(("minimumCompressionSize", f"is {size}; it must be from 0 to {_MAX_COMPRESSION_BYTES} bytes"))
    return problems


def _endpoint_operations(before: Value, wanted: Value) -> list[PatchOperation]:
    """An API has one type of endpoint, and a new one takes the place of that which the pointer names."""
    known, new, pointer = object_of(before), object_of(wanted), "/endpointConfiguration"
    operations: list[PatchOperation] = []
    if new.get("types") != known.get("types"):
        operations.append({"op": "replace", "path": f"{pointer}/types/{known['types']}", "value": new["types"]})
    if new.get("ipAddressType") not in {None, known.get("ipAddressType")}:
        operations.append({"op": "replace", "path": f"{pointer}/ipAddressType", "value": new["ipAddressType"]})
    old_links, links = as_list(known.get("vpcEndpointIds")) or [], as_list(new.get("vpcEndpointIds")) or []
    changed = [("remove", link) for link in old_links if link not in links]
    changed += [("add", link) for link in links if link not in old_links]
    operations += [{"op": kind, "path": f"{pointer}/vpcEndpointIds", "value": link} for kind, link in changed]
    return operations


def _amend_api(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """The emulator makes a regional API where AWS makes an edge-optimized one."""
    del inputs, state
    return {"endpointConfiguration": {"types": ["EDGE"]}, **request} if operation == "CreateRestApi" else request


def _amend_policy(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """An API keeps its policy until an empty one takes its place."""
    del inputs, state
    if operation == "UpdateRestApi" and "patchOperations" not in request:
        return {**request, "patchOperations": [{"op": "replace", "path": "/policy", "value": ""}]}
    return request


def _with_policy(answer: Request, facts: Properties) -> Request | None:
    del facts
    return answer if answer.get("policy") else None


def _amend_account(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """An account cannot be deleted; its role can be taken away."""
    del inputs, state
    if operation == "UpdateAccount" and "patchOperations" not in request:
        return {"patchOperations": [{"op": "replace", "path": "/cloudwatchRoleArn", "value": ""}]}
    return request


def _throttles(settings: Any) -> list[Properties]:
    return [{"burstLimit": float(settings["burstLimit"]), "rateLimit": float(settings["rateLimit"])}]


REST_API: Final = ResourceType(
    type="aws:apigateway/restApi:RestApi",
    service="apigateway",
    create="CreateRestApi",
    read=(Reading("GetRestApi"),),
    update=(
        Change(
            "UpdateRestApi",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "name", "description", "apiKeySource", "disableExecuteApiEndpoint", "minimumCompressionSize",
                        "policy", "securityPolicy", "endpointAccessMode",
                    )
                },
                "binaryMediaTypes": Patch("/binaryMediaTypes", named=True),
                "endpointConfiguration": Patch("/endpointConfiguration", operations=_endpoint_operations),
            },
        ),
    ),
    delete="DeleteRestApi",
    id="{id}",
    identity={"restApiId": "id"},
    attributes={
        **dict.fromkeys(("body", "failOnWarnings", "parameters", "putRestApiMode"), _NO_IMPORT),
        "apiKeySource": Attribute(default="HEADER"),
        "endpointConfiguration": Attribute(computed=True),
        "endpointConfiguration.types": Attribute(
            exact=Exact(allowed=("EDGE", "REGIONAL", "PRIVATE")),
            send=lambda kind: [kind],
            receive=lambda kinds: kinds[0],
        ),
        "endpointConfiguration.ipAddressType": Attribute(computed=True),
        "minimumCompressionSize": Attribute(
            exact=Exact(pattern=r"|-1|\d{1,8}", meaning="it is a number of bytes as a text, or -1 for no compression"),
            send=lambda size: int(size) if size not in {"", "-1"} else None,
        ),
        "name": Attribute(exact=Exact(minimum=1, maximum=1024)),
        "policy": Attribute(document=True, receive=_policy),
        # The emulator drops these.
        "securityPolicy": Attribute(unechoed=True, default="TLS_1_0"),
        "endpointAccessMode": Attribute(unechoed=True),
    },
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/restapis/{id}",
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{id}",
        "policy": lambda facts: facts.get("policy", ""),
        "minimumCompressionSize": lambda facts: facts.get("minimumCompressionSize", ""),
        "securityPolicy": lambda facts: facts.get("securityPolicy") or "TLS_1_0",
    },
    naming=Naming(max_length=1024),
    tags=Tagging(member="tags", listing="GetTags"),
    check=_check_api,
    amend=_amend_api,
)  # fmt: skip

RESOURCE: Final = ResourceType(
    type="aws:apigateway/resource:Resource",
    service="apigateway",
    create="CreateResource",
    read=(Reading("GetResource"),),
    update=(Change("UpdateResource", patches={name: Patch(f"/{name}") for name in ("parentId", "pathPart")}),),
    delete="DeleteResource",
    id="{id}",
    # One answer shows up to 500, and an API may have 300.
    find=found_in("GetResources", "items", "id", place=("parentId", "pathPart"), within=("restApiId",), limit=500),
    identity={"restApiId": "restApi", "resourceId": "id"},
    import_id=("restApi", "id"),
    attributes={"restApi": Attribute("restApiId"), "pathPart": Attribute(exact=_PATH_PART)},
    unsettled=frozenset({"path"}),
)

REST_API_POLICY: Final = ResourceType(
    type="aws:apigateway/restApiPolicy:RestApiPolicy",
    service="apigateway",
    create="GetRestApi",  # a policy is a member of its API, which has to be there
    read=(Reading("GetRestApi", select=_with_policy),),
    update=(Change("UpdateRestApi", patches={"policy": Patch("/policy")}),),
    delete="UpdateRestApi",
    id="{restApiId}",
    identity={"restApiId": "restApiId"},
    import_id=("restApiId",),
    attributes={"policy": Attribute(document=True, receive=_policy)},
    amend=_amend_policy,
)

ACCOUNT: Final = ResourceType(
    type="aws:apigateway/account:Account",
    service="apigateway",
    create="GetAccount",  # there is one in each region from the start
    read=(Reading("GetAccount"),),
    update=(Change("UpdateAccount", patches={"cloudwatchRoleArn": Patch("/cloudwatchRoleArn")}),),
    delete="UpdateAccount",
    id="api-gateway-account",
    identity={},
    attributes={"throttleSettings": Attribute(receive=_throttles)},
    outputs={"cloudwatchRoleArn": lambda facts: facts.get("cloudwatchRoleArn", "")},
    amend=_amend_account,
)

TYPES: Final = (REST_API, RESOURCE, REST_API_POLICY, ACCOUNT)
