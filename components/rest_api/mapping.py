"""Parameter mapping of REST APIs, from how HTTP APIs write it. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
"""

import re
from collections.abc import Iterable, Mapping

import pulumi

from components.problems import Problem
from components.routing.expressions import Expression, ExpressionError, expressions, parse

DECLARED = re.compile(r"method\.request\.(?:header|querystring|path)\.[A-Za-z0-9._-]+")
"""The values of a request that a method must declare before its integration may use them."""

_TARGET = re.compile(r"(?P<verb>[a-z]+):(?P<place>header|querystring|path|statuscode)(?:\.(?P<name>.+))?")
_WHY_NOT = {
    "append": "a REST API sets a parameter, it does not append to one",
    "remove": "a REST API hands on what it is told to, it does not remove",
}


def source(expression: Expression) -> str:
    """The expression as a REST API writes it, such as `method.request.header.tenant`."""
    place, _, of = expression.source.partition(".")
    name = f".{expression.name}" if expression.name else ""
    if place == "request":
        return f"method.request.{of}{name}"
    if place == "response":
        return f"integration.response.{of}{name}"
    return f"{place}{name}"


def mapped(value: pulumi.Input[str]) -> pulumi.Input[str]:
    """A value of a mapping: an expression as AWS writes it, or a text between single quotes."""
    if not isinstance(value, str):
        return pulumi.Output.concat("'", value, "'")
    parts = parse(value)
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return source(parts[0])
    return f"'{value}'"


def request_mapping(parameters: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """The `request_parameters` of a route without problems, as its integration takes them."""
    return {f"integration.request.{target.partition(':')[2]}": mapped(value) for target, value in parameters.items()}


def response_mapping(parameters: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """The `response_parameters` of one status, without problems: values by the names of headers."""
    return {target.partition(":")[2].removeprefix("header."): mapped(value) for target, value in parameters.items()}


def declared(values: Iterable[pulumi.Input[str]]) -> dict[str, bool]:
    """What a method must declare for these values. Path variables are always there; the rest may be missing."""
    used = [value for value in values if isinstance(value, str) and DECLARED.fullmatch(value)]
    return {value: value.startswith("method.request.path.") for value in used}


def request_mapping_problems(where: str, parameters: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the `request_parameters` of a route."""
    return [
        problem
        for target, value in parameters.items()
        for problem in (
            *_target_problems(where, target, ("header", "querystring")),
            *value_problems(where, value, "request"),
        )
    ]


def response_mapping_problems(where: str, parameters: Mapping[str, Mapping[str, object]]) -> list[Problem]:
    """Everything wrong with the `response_parameters` of a route whose answers can be mapped."""
    return [
        problem
        for by_status in parameters.values()
        for target, value in by_status.items()
        for problem in (*_target_problems(where, target, ("header",)), *value_problems(where, value, "response"))
    ]


def value_problems(where: str, value: object, of: str) -> list[Problem]:
    """Everything wrong with one value. What is not known yet is left to AWS.

    Args:
        where: what the problems are about.
        value: the value.
        of: `request` or `response`: what expressions may be about, beside the context and stage variables.
    """
    if not isinstance(value, str):
        return []
    try:
        parts = parse(value)
    except ExpressionError as error:
        return [Problem(where, str(error), f"$request.…, $context.NAME or a text (here ${of}.…)", "correct it")]
    if len(parts) > 1:
        remedy = "join the values in a mapping template (request_templates), or in the function"
        return [Problem(where, f'"{value}"', "one expression or a text: a REST API does not join them", remedy)]
    if "'" in value:
        return [Problem(where, f'"{value}"', "texts without ': AWS puts them between quotes", "write it without")]
    strange = [one for one in expressions(value) if one.source.split(".")[0] not in {of, "context", "stageVariables"}]
    if any(one.source == "request.path" and not one.name for one in expressions(value)):
        return [Problem(where, f'"{value}"', "a variable of the path", "use $context.path, or $request.path.NAME")]
    allowed = f"${of}.…, $context.NAME, $stageVariables.NAME or a text"
    return [Problem(where, f'"{one}"', allowed, "use a value that is there at this point") for one in strange]


def _target_problems(where: str, target: str, places: tuple[str, ...]) -> list[Problem]:
    allowed = " or ".join(f"overwrite:{place}.NAME" for place in places)
    match = _TARGET.fullmatch(target)
    if match is None:
        return [Problem(where, f'the mapping "{target}"', allowed, "correct it")]
    if match["verb"] in _WHY_NOT:
        remedy = "use overwrite:, a mapping template (request_templates, responses), or HttpApi"
        return [Problem(where, f'"{target}"', f"{allowed}: {_WHY_NOT[match['verb']]}", remedy)]
    if match["verb"] != "overwrite" or match["place"] not in places or not match["name"]:
        to_url = "write the path into url, or into private_service(path=…), with {variables}"
        remedy = to_url if match["place"] == "path" else "map headers only"
        return [Problem(where, f'"{target}"', allowed, remedy)]
    return []
