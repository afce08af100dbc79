"""A WebSocket API of many routes, `$connect` among them."""

import pulumi
import pulumi_aws as aws
import raw_account

from components.access.authorizers import request_authorizer
from components.access.throttling import Throttle
from components.observability.account import ApiGatewayAccount, ApiGatewayAccountArgs
from components.routing.routes import Route
from components.websocket_api import access_log as websocket_access_log
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:answer"
AUTHORIZE = "arn:aws:lambda:us-east-1:000000000000:function:authorize"


def with_component(count: int) -> None:
    """The API as a user of the library writes it."""
    WebSocketApi(
        "things",
        WebSocketApiArgs(
            authorizers={"customers": request_authorizer(AUTHORIZE, ["$request.querystring.token"])},
            throttle=Throttle(rate=50, burst=100),
            account=ApiGatewayAccount("logs", ApiGatewayAccountArgs()),
            routes={
                "$connect": Route(function=FUNCTION, authorizer="customers"),
                **{key: Route(function=FUNCTION) for key in _messages(count)},
            },
        ),
    )


def raw(count: int) -> None:
    """The same resources without the library."""
    api = aws.apigatewayv2.Api(
        "things",
        protocol_type="WEBSOCKET",
        api_key_selection_expression="$request.header.x-api-key",
        route_selection_expression="$request.body.action",
    )
    authorizer = aws.apigatewayv2.Authorizer(
        "things-authorizer-customers",
        api_id=api.id,
        authorizer_type="REQUEST",
        authorizer_uri=_invoke_uri(AUTHORIZE),
        identity_sources=["route.request.querystring.token"],
        name="customers",
    )
    integration = aws.apigatewayv2.Integration(
        "things-integration-answer",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_method="POST",
        integration_uri=_invoke_uri(FUNCTION),
        timeout_milliseconds=29000,
    )
    target = pulumi.Output.concat("integrations/", integration.id)
    connect = aws.apigatewayv2.Route(
        "things-$connect",
        api_id=api.id,
        route_key="$connect",
        target=target,
        authorization_type="CUSTOM",
        authorizer_id=authorizer.id,
    )
    messages = [
        aws.apigatewayv2.Route(f"things-{key}", api_id=api.id, route_key=key, target=target, authorization_type="NONE")
        for key in _messages(count)
    ]
    permissions = [_permission(api, "answer", FUNCTION), _permission(api, "authorize", AUTHORIZE)]
    logs = aws.cloudwatch.LogGroup(
        "things-access-logs", name_prefix="/aws/vendedlogs/apigateway/things-", retention_in_days=30
    )
    execution_logs = aws.cloudwatch.LogGroup(
        "things-execution-logs",
        name=pulumi.Output.concat("/aws/apigateway/", api.id, "/live"),
        retention_in_days=30,
    )
    before = [connect, *messages, *permissions, raw_account.account(), execution_logs]
    aws.apigatewayv2.Stage(
        "things-stage",
        api_id=api.id,
        name="live",
        auto_deploy=True,
        access_log_settings={"destination_arn": logs.arn, "format": websocket_access_log.FORMAT},
        default_route_settings={
            "data_trace_enabled": False,
            "detailed_metrics_enabled": False,
            "logging_level": "ERROR",
            "throttling_burst_limit": 100,
            "throttling_rate_limit": 50,
        },
        route_settings=[],
        opts=pulumi.ResourceOptions(depends_on=before),
    )


def _permission(api: aws.apigatewayv2.Api, label: str, function: str) -> aws.lambda_.Permission:
    return aws.lambda_.Permission(
        f"things-permission-{label}",
        action="lambda:InvokeFunction",
        function=function,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def _invoke_uri(function: str) -> str:
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"


def _messages(count: int) -> list[str]:
    """The keys of the other routes, the one for everything else first."""
    return ["$default", *(f"thing-{number}" for number in range(count))][: count - 1]
