"""The calls of API Gateway's control plane that make a stack for the first time, and how long they last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.knowledge import account_load
from report.use import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway_policies.resources import Resource, Stack

_V1, _V2 = "aws:apigateway/", "aws:apigatewayv2/"
# The call that makes a resource, where it is not Create and the name of the type.
_CALLS: Mapping[str, str] = {
    "Account": "UpdateAccount",
    "BasePathMapping": "CreateBasePathMapping",
    "Integration": "PutIntegration",
    "IntegrationResponse": "PutIntegrationResponse",
    "Method": "PutMethod",
    "MethodResponse": "PutMethodResponse",
    "MethodSettings": "UpdateStage",
    "Response": "PutGatewayResponse",
    "RestApiPolicy": "UpdateRestApi",
    "RestApiPut": "PutRestApi",
}


@dataclass(frozen=True)
class Deployment:
    """The calls of the control plane that make the stack for the first time."""

    calls: int
    seconds: Use
    """How long they last at least by the rates of AWS alone, beside the time from which components warn."""
    slowest: str
    """The operation of which AWS takes the fewest that matter, with its count; "" where none holds up the others."""


def first_deployment(stack: Stack) -> Deployment:
    """The calls that make everything of API Gateway in a stack: one a resource."""
    made = [one for one in stack.resources if one.managed and one.type.startswith((_V1, _V2))]
    calls = Counter(_call(one) for one in made)
    seconds = account_load.seconds_of_calls(calls)
    slow = {name: (count - 1) * account_load.SECONDS_PER_CALL.get(name, 0) for name, count in calls.items()}
    slowest = max(slow, key=lambda name: slow[name], default="")
    is_slowest = slowest and slow[slowest] == seconds and seconds > 0
    use = Use("seconds, at least", round(seconds), account_load.LONG_DEPLOYMENT, "components warn from there on")
    return Deployment(calls.total(), use, f"{calls[slowest]} calls of {slowest}" if is_slowest else "")


def _call(resource: Resource) -> str:
    name = resource.type.rpartition(":")[2]
    # Only REST APIs put what others create.
    is_put = resource.type.startswith(_V1) or name == "Account"
    return (_CALLS.get(name) if is_put else None) or f"Create{name}"
