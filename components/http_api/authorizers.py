"""The authorizers of an HTTP API as resources of AWS."""

from typing import cast

import pulumi
import pulumi_aws as aws

from components.access.authorizers import (
    DEFAULT_IDENTITY_SOURCE,
    Authorizer,
    CognitoAuthorizer,
    JwtAuthorizer,
    LambdaAuthorizer,
    SharedAuthorizer,
    sort_of,
)
from components.routing.integrations import FunctionTarget
from components.routing.routing import Routing

AUTHORIZATION_TYPES = {"cognito": "JWT", "iam": "AWS_IAM", "jwt": "JWT", "request": "CUSTOM"}
"""What a route calls each sort of authorizer."""


def authorization_type(authorizer: Authorizer | None) -> str:
    """How a route with this authorizer, or with none, says who may call it."""
    return "NONE" if authorizer is None else AUTHORIZATION_TYPES[sort_of(authorizer)]


def create_authorizers(
    api: str, api_id: pulumi.Input[str], routing: Routing, parent: pulumi.Resource
) -> dict[str, pulumi.Input[str]]:
    """The identifier of each authorizer by its name. IAM needs none; one that is shared has its own already.

    Args:
        api: name of the component, with which the names of the resources begin.
        api_id: identifier of the API.
        routing: the routing.
        parent: the component.
    """
    ids: dict[str, pulumi.Input[str]] = {}
    for name, given in routing.authorizers.items():
        if given["kind"] == "shared":
            ids[name] = cast("SharedAuthorizer", given)["authorizer_id"]
        elif given["kind"] != "iam":
            properties = _properties(given, routing.deciders.get(name))
            properties.api_id, properties.name = api_id, name
            opts = pulumi.ResourceOptions(parent=parent)
            ids[name] = aws.apigatewayv2.Authorizer(f"{api}-authorizer-{name}", properties, opts=opts).id
    return ids


def _properties(given: Authorizer, decider: FunctionTarget | None) -> aws.apigatewayv2.AuthorizerArgs:
    """The properties of the authorizer but for its name and API, which all have."""
    if decider is not None:
        function = cast("LambdaAuthorizer", given)
        return aws.apigatewayv2.AuthorizerArgs(
            api_id="",
            authorizer_payload_format_version="2.0",
            authorizer_result_ttl_in_seconds=int(function["ttl"]),
            authorizer_type="REQUEST",
            authorizer_uri=decider.invoke_uri(),
            enable_simple_responses=True,
            identity_sources=[*function["identity_sources"]],
        )
    if given["kind"] == "cognito":
        pool = cast("CognitoAuthorizer", given)
        issuer, audiences = pool["issuer"], pool["clients"]
    else:
        token = cast("JwtAuthorizer", given)
        issuer, audiences = token["issuer"], token["audiences"]
    return aws.apigatewayv2.AuthorizerArgs(
        api_id="",
        authorizer_type="JWT",
        identity_sources=[str({**given}.get("identity_source", DEFAULT_IDENTITY_SOURCE))],
        jwt_configuration=aws.apigatewayv2.AuthorizerJwtConfigurationArgs(audiences=[*audiences], issuer=issuer),
    )
