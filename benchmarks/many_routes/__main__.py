"""An HTTP API with ROUTES routes of one function: by HttpApi in the stack `component`, by pulumi_aws in `raw`."""

import os
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

sys.path.insert(0, str(Path(__file__).parents[2]))

from components import HttpApi, HttpApiArgs, Route, Throttle, access_logs, jwt

ISSUER = "https://login.example.com"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:answer"
KEYS = [f"GET /things/{number}" for number in range(int(os.environ["ROUTES"]))]


def with_component() -> None:
    """The API as a user of the library writes it."""
    HttpApi(
        "things",
        HttpApiArgs(
            authorizers={"customers": jwt(issuer=ISSUER, audiences=["things"])},
            default_authorizer="customers",
            throttle=Throttle(rate=50, burst=100),
            quotas={"routes": len(KEYS)},
            routes={key: Route(function=FUNCTION) for key in KEYS},
        ),
    )


def raw() -> None:
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
        for key in KEYS
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


if pulumi.get_stack() == "component":
    with_component()
else:
    raw()
