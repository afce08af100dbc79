"""What the role of an integration may do: API Gateway assumes it, and calls the service with its policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from local.emulator.gateway.ministack import ACTIONS, POLICIES, ROLES
from local.emulator.gateway.records import as_list, as_map

if TYPE_CHECKING:
    from local.emulator.gateway.backends import ServiceCall

GATEWAY = "apigateway.amazonaws.com"
# Of a service in a signature, the name under which ministack knows its actions.
NAMES = {"events": "eventbridge", "states": "stepfunctions"}


class RoleNotAssumableError(Exception):
    """There is no such role, or it does not trust API Gateway."""


def denial(role_arn: str, call: ServiceCall) -> str | None:
    """Why a role may not make a call, in AWS' words; None where it may.

    Raises:
        RoleNotAssumableError: the role cannot be used at all.
    """
    account, name = role_arn.split(":")[4], role_arn.rsplit("/", 1)[-1]
    role: dict[str, Any] | None = ROLES.roles.get_scoped(account, None, name)
    if role is None or not _trusts_gateway(role.get("AssumeRolePolicyDocument") or {}):
        raise RoleNotAssumableError(role_arn)
    action, resource = _asked_for(call)
    if not action or not resource:
        return None
    context = POLICIES.EvalContext(role_arn, "AssumedRole", account, action, resource, call.region)
    if POLICIES.evaluate(context, POLICIES.gather_role_policies(name, account)).decision == "Allow":
        return None
    session = f"arn:aws:sts::{account}:assumed-role/{name}/BackplaneAssumeRoleSession"
    return f"User: {session} is not authorized to perform: {action} on resource: {resource}"


def _trusts_gateway(document: str | dict[str, Any]) -> bool:
    parsed: dict[str, Any] = json.loads(document) if isinstance(document, str) else document
    given = parsed.get("Statement")
    matching = [
        as_map(statement).get("Effect")
        for statement in as_list(given) or [given]
        if POLICIES.service_principal_matches(as_map(statement).get("Principal"), GATEWAY)
    ]
    return "Allow" in matching and "Deny" not in matching


def _asked_for(call: ServiceCall) -> tuple[str, str]:
    """The action of a call and the resource that it names; "" for what ministack cannot tell."""
    service = NAMES.get(call.service, call.service)
    parameters = {name: [value] for name, value in call.query}
    if "x-www-form-urlencoded" in call.headers.get("content-type", ""):
        parameters |= parse_qs(call.body.decode("utf-8", "replace"), keep_blank_values=True)
    request = (service, call.method, call.path, call.headers, call.body, parameters)
    action = ACTIONS.extract_iam_action(*request) or ""
    resource = ACTIONS.extract_resource_arn(*request, call.region, call.account)
    return action, "" if resource == "*" else resource
