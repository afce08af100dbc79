"""An HTTP API of many routes."""

import pulumi
import pulumi_aws as aws

from components import access_logs
from components.access.authorizers import jwt
from components.access.throttling import Throttle
from components.http_api.api import HttpApi
from components.http_api.args import HttpApiArgs
from components.routing.routes import Route

ISSUER = "https://login.example.com"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:answer"


def with_component(count: int) -> None:
    """The API as a user of the library writes it."""
    HttpApi(
        "things",
        HttpApiArgs(
            authorizers={"customers": jwt(issuer=ISSUER, audiences=["things"])},
            default_authorizer="customers",
            throttle=Throttle(rate=50, burst=100),
            routes={key: Route(function=FUNCTION) for key in _keys(count)},
        ),
    )


def raw(count: int) -> None:
    """The same resources without the library."""
    api = aws.apigatewayv2.Api("things", protocol_type="HTTP")
    authorizer = aws.apigatewayv2.Authorizer(
        "things-authorizer-customers",
        api_id=api.id,
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={"audiences": ["things"], "issuer": ISSUER},
        name="customers",
    )
    integration = aws.apigatewayv2.Integration(
        "things-integration-answer",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=FUNCTION,
        payload_format_version="2.0",
    )
    routes = [
        aws.apigatewayv2.Route(
            f"things-{key}",
            api_id=api.id,
            route_key=key,
            target=pulumi.Output.concat("integrations/", integration.id),
            authorization_type="JWT",
            authorizer_id=authorizer.id,
        )
        for key in _keys(count)
    ]
    permission = aws.lambda_.Permission(
        "things-permission-answer",
        action="lambda:InvokeFunction",
        function=FUNCTION,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )
    logs = aws.cloudwatch.LogGroup(
        "things-access-logs", name_prefix="/aws/vendedlogs/apigateway/things-", retention_in_days=30
    )
    aws.apigatewayv2.Stage(
        "things-stage",
        api_id=api.id,
        name="$default",
        auto_deploy=True,
        access_log_settings={"destination_arn": logs.arn, "format": access_logs.FORMAT},
        default_route_settings={"throttling_rate_limit": 50, "throttling_burst_limit": 100},
        route_settings=[],
        opts=pulumi.ResourceOptions(depends_on=[*routes, permission]),
    )


def _keys(count: int) -> list[str]:
    return [f"GET /things/{number}" for number in range(count)]
