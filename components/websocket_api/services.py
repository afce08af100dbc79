"""Actions of AWS services that a message calls with no function between. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from collections.abc import Mapping
from typing import cast

from components.problems import Problem, choices, did_you_mean
from components.rest_api.service_actions import ACTIONS as ALL_ACTIONS
from components.rest_api.service_actions import service_problems as problems_of_call
from components.routing import expressions
from components.routing.expressions import ExpressionError
from components.routing.service_actions import ServiceAction, action_problems

ACTIONS = tuple(action for action in ALL_ACTIONS if action.partition(":")[0] not in {"appconfig", "s3"})
"""Those that take everything in a body, as a message is one."""

_SOURCES = ("context", "request.body", "stageVariables")

FAILURE = '{"message": "Internal server error"}'
"""What a sender gets to know of a failure: what the service says of it names accounts and ARNs."""
SUCCESS = "/2\\d\\d/"
"""The key of the answers to calls that succeeded."""


def service_problems(where: str, given: object) -> list[Problem]:
    """Everything wrong with the action that a route of messages shall call."""
    found = action_problems(where, given)
    if found:
        return found
    action = cast("ServiceAction", given)
    if action["action"] not in ACTIONS:
        remedy = did_you_mean(action["action"], ACTIONS, "call it from a function")
        return [Problem(where, f'the action "{action["action"]}"', choices(ACTIONS), remedy)]
    found = problems_of_call(where, action)
    return found or _source_problems(where, action["parameters"])


def _source_problems(where: str, parameters: Mapping[str, object]) -> list[Problem]:
    found: list[Problem] = []
    allowed = "$request.body, $context.NAME and $stageVariables.NAME: a message has no headers, no query and no path"
    remedy = "put the value into the message, or into the context of the authorizer"
    for name, value in parameters.items():
        try:
            named = expressions.expressions(value) if isinstance(value, str) else []
        except ExpressionError as error:
            found.append(Problem(where, f"{name}: {error}", allowed, "correct it"))
            continue
        found += [Problem(where, f'{name}: "{one}"', allowed, remedy) for one in named if one.source not in _SOURCES]
    return found
