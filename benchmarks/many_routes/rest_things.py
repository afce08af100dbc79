"""A REST API of many routes, three methods to a path: AWS takes 300 paths an API, and one is their parent."""

import hashlib
import json

import pulumi
import pulumi_aws as aws
import raw_account

from components.access.authorizers import request_authorizer
from components.access.throttling import Throttle
from components.observability.account import ApiGatewayAccount, ApiGatewayAccountArgs
from components.rest_api import access_log as rest_access_log
from components.rest_api.api import RestApi
from components.rest_api.args import RestApiArgs
from components.routing.routes import Route

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:answer"
AUTHORIZE = "arn:aws:lambda:us-east-1:000000000000:function:authorize"
METHODS = ("GET", "PUT", "DELETE")


def with_component(count: int) -> None:
    """The API as a user of the library writes it."""
    RestApi(
        "things",
        RestApiArgs(
            authorizers={"customers": request_authorizer(AUTHORIZE)},
            default_authorizer="customers",
            throttle=Throttle(rate=50, burst=100),
            stage="live",
            account=ApiGatewayAccount("logs", ApiGatewayAccountArgs()),
            routes={f"{method} /things/{thing}": Route(function=FUNCTION) for method, thing in _routes(count)},
        ),
    )


def raw(count: int) -> None:
    """The same resources without the library."""
    api = aws.apigateway.RestApi("things", endpoint_configuration={"types": "REGIONAL"})
    authorizer = aws.apigateway.Authorizer(
        "things-authorizer-customers",
        rest_api=api.id,
        authorizer_result_ttl_in_seconds=0,
        authorizer_uri=_invoke_uri(AUTHORIZE),
        identity_source="method.request.header.Authorization",
        name="customers",
        type="REQUEST",
    )
    things = aws.apigateway.Resource(
        "things-/things", rest_api=api.id, parent_id=api.root_resource_id, path_part="things"
    )
    paths = {
        thing: aws.apigateway.Resource(f"things-/things/{thing}", rest_api=api.id, parent_id=things.id, path_part=thing)
        for thing in dict.fromkeys(thing for _, thing in _routes(count))
    }
    methods: list[aws.apigateway.Method] = []
    integrations: list[aws.apigateway.Integration] = []
    for name, thing in _routes(count):
        method = aws.apigateway.Method(
            f"things-{name} /things/{thing}",
            rest_api=api.id,
            resource_id=paths[thing].id,
            http_method=name,
            authorization="CUSTOM",
            authorizer_id=authorizer.id,
            api_key_required=False,
        )
        methods.append(method)
        integrations.append(
            aws.apigateway.Integration(
                f"things-{name} /things/{thing}",
                rest_api=api.id,
                resource_id=paths[thing].id,
                http_method=method.http_method,
                type="AWS_PROXY",
                integration_http_method="POST",
                uri=_invoke_uri(FUNCTION),
            )
        )
    permissions = [_permission(api, "answer", FUNCTION), _permission(api, "authorize", AUTHORIZE)]
    contents = [api, authorizer, things, *paths.values(), *methods, *integrations]
    deployment = aws.apigateway.Deployment(
        "things-deployment",
        rest_api=api.id,
        triggers={"redeployment": _redeployment(authorizer, [things, *paths.values()], methods, integrations)},
        opts=pulumi.ResourceOptions(depends_on=[*contents, *permissions]),
    )
    _stage(api, deployment, raw_account.account())


def _stage(api: aws.apigateway.RestApi, deployment: aws.apigateway.Deployment, account: aws.apigateway.Account) -> None:
    logs = aws.cloudwatch.LogGroup(
        "things-access-logs", name_prefix="/aws/vendedlogs/apigateway/things-", retention_in_days=30
    )
    execution_logs = aws.cloudwatch.LogGroup(
        "things-execution-logs",
        name=pulumi.Output.concat("API-Gateway-Execution-Logs_", api.id, "/live"),
        retention_in_days=30,
    )
    stage = aws.apigateway.Stage(
        "things-stage",
        rest_api=api.id,
        stage_name="live",
        deployment=deployment.id,
        access_log_settings={"destination_arn": logs.arn, "format": rest_access_log.FORMAT},
        cache_cluster_enabled=False,
        xray_tracing_enabled=False,
        opts=pulumi.ResourceOptions(depends_on=[account, execution_logs]),
    )
    aws.apigateway.MethodSettings(
        "things-settings",
        rest_api=api.id,
        stage_name=stage.stage_name,
        method_path="*/*",
        settings={
            "throttling_rate_limit": 50,
            "throttling_burst_limit": 100,
            "logging_level": "ERROR",
            "data_trace_enabled": False,
            "metrics_enabled": False,
            "caching_enabled": False,
        },
    )


def _redeployment(
    authorizer: aws.apigateway.Authorizer,
    paths: list[aws.apigateway.Resource],
    methods: list[aws.apigateway.Method],
    integrations: list[aws.apigateway.Integration],
) -> pulumi.Output[str]:
    """A hash of what a careful program of this shape would have the deployment follow."""
    contents = [
        [authorizer.authorizer_uri, authorizer.identity_source],
        [[path.path_part, path.parent_id] for path in paths],
        [[one.http_method, one.authorization, one.authorizer_id, one.resource_id] for one in methods],
        [[one.http_method, one.type, one.uri, one.resource_id] for one in integrations],
    ]
    return pulumi.Output.from_input(contents).apply(lambda one: hashlib.sha256(json.dumps(one).encode()).hexdigest())


def _permission(api: aws.apigateway.RestApi, label: str, function: str) -> aws.lambda_.Permission:
    return aws.lambda_.Permission(
        f"things-permission-{label}",
        action="lambda:InvokeFunction",
        function=function,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def _invoke_uri(function: str) -> str:
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"


def _routes(count: int) -> list[tuple[str, str]]:
    return [(METHODS[number % len(METHODS)], str(number // len(METHODS))) for number in range(count)]
