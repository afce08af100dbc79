"""Grants to call routes that want signed requests. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
"""

from collections.abc import Mapping, Sequence

import pulumi

from components.access.grants import Grant
from components.problems import ComponentError, Problem, choices, did_you_mean
from components.routing import route_keys
from components.routing.routes import Access

ACTION = "execute-api:Invoke"


def invoke_grant(
    subject: str,
    execution_arn: pulumi.Input[str],
    stage: pulumi.Input[str],
    keys: Sequence[str],
    signed: Mapping[str, Access],
) -> Grant:
    """What a caller must be granted for some routes.

    Args:
        subject: the API as an error calls it, such as `HTTP API "orders"`.
        execution_arn: ARN prefix of the API's requests.
        stage: name of the stage.
        keys: keys of the routes; none for all that want signed requests.
        signed: the routes that want signed requests, by their keys.

    Raises:
        ComponentError: for a route that does not want signed requests.
    """
    problems = [
        Problem(
            "grant_invoke",
            f'the route "{key}"',
            f"routes with an iam() authorizer: {choices(signed)}",
            did_you_mean(key, signed, "give the route an iam() authorizer: others do not look at grants"),
        )
        for key in keys
        if key not in signed
    ]
    if not keys and not signed:
        remedy = "give a route an iam() authorizer: others do not look at grants"
        problems.append(Problem("grant_invoke", "no route with an iam() authorizer", "one or more", remedy))
    if problems:
        raise ComponentError(subject, problems)
    resources = [pulumi.Output.concat(execution_arn, "/", stage, request) for request in requests(keys or [*signed])]
    return {"actions": [ACTION], "resources": resources}


def requests(keys: Sequence[str]) -> list[str]:
    """The requests of some routes as ARNs write them, from the stage on: `/GET/orders/*`.

    IAM has no variable for one segment: `*` goes over slashes, so that a variable also lets deeper paths through.
    """
    return sorted({_request(key) for key in keys})


def _request(key: str) -> str:
    route = route_keys.parse(key)
    if route.method == route_keys.DEFAULT:
        return "/*"
    method = "*" if route.method == "ANY" else route.method
    segments = ["*" if segment.startswith("{") else segment for segment in route.segments]
    return "/".join(["", method, *segments]) if segments else f"/{method}/"
