"""The models and validators of a REST API: what a request must hold before anything is called.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
"""

from collections.abc import Iterable, Mapping

import pulumi_aws as aws

from components.models.json_schema import model_name_problems, rest_model
from components.problems import Problem
from components.rest_api.args import ModelSource
from components.rest_api.integrations import JSON
from components.rest_api.place import Place
from components.routing.request_shaping import RequestValidation
from components.routing.routes import Route

EMPTY, ERROR = "Empty", "Error"
"""The models that every REST API has from the start."""


def create_models(place: Place, models: Mapping[str, ModelSource]) -> dict[str, aws.apigateway.Model]:
    """The models by their names."""
    return {
        name: aws.apigateway.Model(
            f"{place.name}-model-{name}",
            rest_api=place.api.id,
            content_type=JSON,
            name=name,
            schema=rest_model(name, source).text,
            opts=place.options,
        )
        for name, source in models.items()
    }


def create_validators(place: Place, routes: Iterable[Route]) -> dict[str, aws.apigateway.RequestValidator]:
    """A validator for each combination of what the routes want checked, by what it checks."""
    wanted = {name for route in routes if (name := validator_name(route)) is not None}
    return {
        name: aws.apigateway.RequestValidator(
            f"{place.name}-validator-{name}",
            rest_api=place.api.id,
            name=name,
            validate_request_body=name != "parameters",
            validate_request_parameters=name != "body",
            opts=place.options,
        )
        for name in sorted(wanted)
    }


def validator_name(route: Route) -> str | None:
    """What the validator of a route checks; None if it needs none."""
    given = route.get("validate", RequestValidation())
    parts = [name for name, key in (("body", "body"), ("parameters", "parameters")) if given.get(key)]
    return "-and-".join(parts) or None


def required_parameters(route: Route) -> tuple[str, ...]:
    """The parameters without which a request is refused, as AWS spells them."""
    given = route.get("validate", {}).get("parameters", ())
    return tuple(f"method.request.{name}" for name in given)


def model_problems(models: Mapping[str, ModelSource]) -> list[Problem]:
    """Everything wrong with the models."""
    found: list[Problem] = []
    for name, source in models.items():
        found += model_name_problems(name)
        if name in {EMPTY, ERROR}:
            allowed = "names other than Empty and Error, which every REST API has"
            found.append(Problem(f'model "{name}"', f'the name "{name}"', allowed, "rename it"))
        if not isinstance(source, type) and not isinstance(source, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] -- types bind only typed callers
            allowed = "a JSON Schema, or a pydantic model class"
            found.append(Problem(f'model "{name}"', f"{source!r}", allowed, "pass the schema itself"))
            continue
        found += rest_model(name, source).problems
    return found


def model_warnings(models: Mapping[str, ModelSource]) -> list[str]:
    """What the schemas say and API Gateway will not check."""
    return [warning for name, source in models.items() for warning in rest_model(name, source).warnings]
