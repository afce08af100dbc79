"""The authorizers of a REST API as resources of AWS, and how its methods ask for them."""

from typing import cast

import pulumi_aws as aws

from components.access.authorizers import DEFAULT_IDENTITY_SOURCE, Authorizer, CognitoAuthorizer, LambdaAuthorizer
from components.rest_api.mapping import source
from components.rest_api.place import Place
from components.routing import expressions
from components.routing.integrations import FunctionTarget
from components.routing.routing import Routing

AUTHORIZATION = {"cognito": "COGNITO_USER_POOLS", "iam": "AWS_IAM", "request": "CUSTOM", "token": "CUSTOM"}
"""What a method calls each sort of authorizer."""


def authorization(authorizer: Authorizer | None) -> str:
    """How a method with this authorizer, or with none, says who may call it."""
    return "NONE" if authorizer is None else AUTHORIZATION[authorizer["kind"]]


def identity_sources(authorizer: Authorizer) -> list[str]:
    """Where a caller's identity stands in a request, as AWS spells it."""
    if authorizer["kind"] in {"request", "token"}:
        given = [*cast("LambdaAuthorizer", authorizer)["identity_sources"]]
    elif authorizer["kind"] == "cognito":
        given = [cast("CognitoAuthorizer", authorizer).get("identity_source", DEFAULT_IDENTITY_SOURCE)]
    else:
        given = []
    return [source(one) for text in given for one in expressions.expressions(text)]


def create_authorizers(place: Place, routing: Routing) -> dict[str, aws.apigateway.Authorizer]:
    """The authorizers by their names. IAM needs none."""
    return {
        name: aws.apigateway.Authorizer(
            f"{place.name}-authorizer-{name}",
            _properties(place, name, given, routing.deciders.get(name)),
            opts=place.options,
        )
        for name, given in routing.authorizers.items()
        if given["kind"] != "iam"
    }


def _properties(
    place: Place, name: str, given: Authorizer, decider: FunctionTarget | None
) -> aws.apigateway.AuthorizerArgs:
    if decider is None:
        return aws.apigateway.AuthorizerArgs(
            rest_api=place.api.id,
            name=name,
            type="COGNITO_USER_POOLS",
            identity_source=",".join(identity_sources(given)),
            provider_arns=[cast("CognitoAuthorizer", given)["user_pool_arn"]],
        )
    function = cast("LambdaAuthorizer", given)
    return aws.apigateway.AuthorizerArgs(
        rest_api=place.api.id,
        name=name,
        type=given["kind"].upper(),
        # Left out it would be 300 seconds.
        authorizer_result_ttl_in_seconds=int(function["ttl"]),
        authorizer_uri=decider.invoke_uri(),
        identity_source=",".join(identity_sources(given)),
        identity_validation_expression=function.get("token_pattern"),
    )
