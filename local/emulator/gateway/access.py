"""Who may invoke: signatures, IAM policies and the resource policies of REST APIs, on the data plane only.

ministack can enforce IAM, but then everywhere, and the control plane must go on taking the dummy credentials. So its
evaluator is asked here for `execute-api` alone. As there, the dummy credential is the root of its account: it is
allowed all, and its signature is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from local.emulator.arrival import Arrival, arrival
from local.emulator.gateway.ministack import POLICIES, REST, ROUTER
from local.emulator.gateway.records import as_map

INVOKE, MANAGE_CONNECTIONS, INVALIDATE_CACHE = (
    f"execute-api:{action}" for action in ("Invoke", "ManageConnections", "InvalidateCache")
)


@dataclass(frozen=True)
class Refusal:
    """Why a caller is turned away; `code` is that of a failed signature, "" for a policy."""

    code: str
    text: str


def refusal_of_caller(action: str, resource: str, region: str, body: bytes) -> Refusal | None:
    """Checks the signature of the request that is being served, and what its signer may do.

    Args:
        action: An action of `execute-api`.
        resource: The ARN of what is called.
        region: The region of the API.
        body: The request's body, which is signed.

    Returns:
        None where the caller is allowed.
    """
    request = arrival()
    key: str = ROUTER.extract_access_key_id({"authorization": request.header("authorization")}, request.query)
    if not key:
        return Refusal("MissingAuthenticationToken", "Missing Authentication Token")
    _pin(request)
    POLICIES.pin_signed_request(request.method, request.raw_path, request.query, list(request.headers))
    POLICIES.pin_signed_body(body)
    denied: Any = POLICIES.enforce(key, action, "apigateway", region, resource_arn=resource)
    if denied is None:
        return None
    if isinstance(denied, POLICIES.AuthError):
        return Refusal(denied.code, denied.message)
    reason = (
        "with an explicit deny"
        if denied.decision == "Deny"
        else f"because no identity-based policy allows the {action} action"
    )
    return Refusal(
        "", f"User: {denied.principal_arn} is not authorized to perform: {action} on resource: {resource} {reason}"
    )


def signer_of(refusal: Refusal | None, headers: dict[str, str], query: dict[str, list[str]]) -> dict[str, Any]:
    """What `$context.identity` says of who signed a request; nothing where the signature does not hold.

    Args:
        refusal: What `refusal_of_caller` has against the request; a policy refuses signers that are known.
        headers: Of the request.
        query: Of the request.
    """
    return {} if refusal is not None and refusal.code else as_map(REST.iam_caller_identity(headers, query))


def refusal_by_resource_policy(api_id: str, resource: str, region: str) -> Refusal | None:
    """What the resource policy of a REST API says of a caller without a signature, who is anonymous to it."""
    _pin(arrival())
    policy, account = REST.rest_api_policy_for_arn(resource) or ("", "")
    if not policy:
        return None
    context = POLICIES.EvalContext("*", "Anonymous", "", INVOKE, resource, region)
    decision = POLICIES.evaluate_resource_policy(policy, context).decision
    if decision == "Allow":
        return None
    reason = (
        "with an explicit deny in a resource-based policy"
        if decision == "Deny"
        else f"because no resource-based policy allows the {INVOKE} action"
    )
    shown = resource.replace(f":{account}:{api_id}", f":********{account[-4:]}:{api_id}")
    return Refusal("", f"User: anonymous is not authorized to perform: {INVOKE} on resource: {shown} {reason}")


def _pin(request: Arrival) -> None:
    POLICIES.pin_request_origin(request.client, request.scheme in ("https", "wss"))
