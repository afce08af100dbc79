"""Models of a WebSocket API: the shape of messages that a route asks for.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
"""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.models.json_schema import model_name_problems, rest_model
from components.problems import Problem, choices, did_you_mean, unknown_keys
from components.routing.request_shaping import RequestValidation
from components.websocket_api.route_keys import CONNECT, DISCONNECT


def create_models(
    api: str, api_id: pulumi.Input[str], models: Mapping[str, Any], parent: pulumi.Resource
) -> dict[str, aws.apigatewayv2.Model]:
    """The models by name, in JSON Schema draft 4."""
    return {
        name: aws.apigatewayv2.Model(
            f"{api}-model-{name}",
            api_id=api_id,
            name=name,
            content_type="application/json",
            schema=rest_model(name, source).text,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for name, source in models.items()
    }


def model_problems(models: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with the names and schemas of models."""
    found: list[Problem] = []
    for name, source in models.items():
        found += model_name_problems(name)
        found += rest_model(name, source).problems
    return found


def model_warnings(models: Mapping[str, Any]) -> list[str]:
    """What API Gateway will not check, though a schema says it."""
    return [warning for name, source in models.items() for warning in rest_model(name, source).warnings]


def validation_problems(key: str, given: object, models: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with what the route `key` asks messages to be."""
    where = f'route "{key}", validate'
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "the name of a model", 'write validate={"body": "NAME"}')]
    validation: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, validation, RequestValidation)
    if key in {CONNECT, DISCONNECT}:
        return [
            *found,
            Problem(where, f"a model for {key}", "models on routes of messages", "remove it: no body comes"),
        ]
    if "parameters" in validation:
        remedy = "make it an identity source of the authorizer: without it a handshake gets 401"
        found.append(Problem(where, "parameters", "a body: a message has no parameters", remedy))
    if "body" not in validation:
        found.append(Problem(where, "no body", "the name of a model", "name one in body"))
    elif validation["body"] not in models:
        remedy = did_you_mean(str(validation["body"]), models, 'define it in "models"')
        found.append(Problem(where, f'the model "{validation["body"]}"', choices(models), remedy))
    return found
