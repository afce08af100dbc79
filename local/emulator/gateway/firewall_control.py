"""What ministack's control plane of web ACLs lacks: fields, checks, logging, and that a stage shows its web ACL."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import FIREWALLS, REST, SCOPES
from local.emulator.gateway.records import as_list, as_map, held

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.emulator.gateway.exchange import Answer

OK = 200
STAGE = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+::/restapis/(?P<api>[\w-]+)/stages/(?P<stage>[\w-]+)")
# The others than stages of REST APIs that take a web ACL of a region.
OTHERS = re.compile(
    r"arn:aws[\w-]*:(elasticloadbalancing:[^:]+:\d{12}:loadbalancer/app/|appsync:|cognito-idp:|apprunner:|ec2:).+"
)
LOG_GROUP_PREFIX = "aws-waf-logs-"
# Fields of a web ACL that ministack leaves out.
FIELDS = (
    "AssociationConfig",
    "CaptchaConfig",
    "ChallengeConfig",
    "CustomResponseBodies",
    "Description",
    "TokenDomains",
)

logging_configurations: Any = SCOPES.AccountRegionScopedDict()  # by the ARN of a web ACL


def updating_ip_set(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """UpdateIPSet with the description."""

    def update(data: dict[str, Any]) -> Answer:
        answer = original(data)
        if answer[0] == OK:
            held_set = next(one for one in FIREWALLS.ip_sets.all_values() if one["Id"] == data["Id"])
            held_set["Description"] = data.get("Description") or ""
        return answer

    return update


def creating(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """CreateWebACL with all its fields."""

    def create(data: dict[str, Any]) -> Answer:
        answer = original(data)
        if answer[0] == OK:
            _complete(json.loads(answer[2])["Summary"]["Id"], data)
        return answer

    return create


def updating(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """UpdateWebACL with all its fields."""

    def update(data: dict[str, Any]) -> Answer:
        answer = original(data)
        if answer[0] == OK:
            _complete(data["Id"], data)
        return answer

    return update


def _complete(identifier: str, data: dict[str, Any]) -> None:
    web_acl = next(one for one in FIREWALLS.web_acls.all_values() if one["Id"] == identifier)
    for name in FIELDS:
        web_acl.pop(name, None)
    web_acl |= {name: data[name] for name in FIELDS if name in data}


def deleting(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """DeleteWebACL that refuses one in use."""

    def delete(data: dict[str, Any]) -> Answer:
        arn = next((one["ARN"] for one in FIREWALLS.web_acls.values() if one["Id"] == data.get("Id")), "")
        if arn in FIREWALLS.associations.values():
            return FIREWALLS.waf_err(
                "WAFAssociatedItemException",
                "AWS WAF couldn't perform the operation because your resource is being used by another resource.",
            )
        logging_configurations.pop(arn, None)
        return original(data)

    return delete


def associating(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """AssociateWebACL that refuses what takes no web ACL, such as an HTTP API, and is shown by the stage."""

    def associate(data: dict[str, Any]) -> Answer:
        arn = data.get("ResourceArn") or ""
        stage = STAGE.fullmatch(arn)
        if stage is None and not OTHERS.fullmatch(arn):
            return FIREWALLS.waf_err(
                "WAFInvalidParameterException",
                "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information "
                f"separated by colons or slashes., field: RESOURCE_ARN, parameter: {arn}",
            )
        record = held(REST.stages_v1, stage["api"], stage["stage"]) if stage else None
        if record == {}:
            return FIREWALLS.waf_err(
                "WAFNonexistentItemException",
                "AWS WAF couldn't perform the operation because your resource doesn't exist.",
            )
        answer = original(data)
        if answer[0] == OK and record:
            record["webAclArn"] = data["WebACLArn"]
        return answer

    return associate


def disassociating(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """DisassociateWebACL, which the stage shows."""

    def disassociate(data: dict[str, Any]) -> Answer:
        if stage := STAGE.fullmatch(data.get("ResourceArn") or ""):
            held(REST.stages_v1, stage["api"], stage["stage"]).pop("webAclArn", None)
        return original(data)

    return disassociate


def handling(original: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """The router of the control plane with logging configurations."""

    async def handle(
        method: str, path: str, headers: dict[str, str], body: bytes, query_params: dict[str, Any]
    ) -> Answer:
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if not action.endswith(("LoggingConfiguration", "LoggingConfigurations")):
            return await original(method, path, headers, body, query_params)
        return _configured(action, as_map(json.loads(body or b"{}")))

    return handle


def _configured(action: str, data: dict[str, Any]) -> Answer:
    if action == "ListLoggingConfigurations":
        return FIREWALLS.json_response({"LoggingConfigurations": list(logging_configurations.values())})
    if action == "PutLoggingConfiguration":
        configuration = as_map(data.get("LoggingConfiguration"))
        destinations = as_list(configuration.get("LogDestinationConfigs"))
        if len(destinations) != 1 or LOG_GROUP_PREFIX not in destinations[0]:
            return FIREWALLS.waf_err(
                "WAFInvalidParameterException",
                "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information "
                f"separated by colons or slashes., field: LOG_DESTINATION, parameter: {destinations}",
            )
        logging_configurations[configuration["ResourceArn"]] = configuration
        return FIREWALLS.json_response({"LoggingConfiguration": configuration})
    arn = data.get("ResourceArn") or ""
    found = logging_configurations.get(arn)
    if found is None:
        return FIREWALLS.waf_err(
            "WAFNonexistentItemException", "AWS WAF couldn't perform the operation because your resource doesn't exist."
        )
    if action == "DeleteLoggingConfiguration":
        del logging_configurations[arn]
        return FIREWALLS.json_response({})
    return FIREWALLS.json_response({"LoggingConfiguration": found})
