"""Resources of the AWS provider by hand, as a team without components writes them: half right, half wrong."""

import json

import pulumi
import pulumi_aws as aws

TAGS = {"owner": "books"}
FORMAT = json.dumps(
    {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "route": "$context.routeKey",
        "status": "$context.status",
        "error": "$context.integrationErrorMessage",
    }
)
REST_FORMAT = FORMAT.replace("routeKey", "httpMethod").replace("integrationErrorMessage", "error.message")
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"

logs = aws.cloudwatch.LogGroup("access", retention_in_days=90, tags=TAGS)
role = aws.iam.Role(
    "books",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    ),
    tags=TAGS,
)
books = aws.lambda_.Function(
    "books",
    role=role.arn,
    runtime="python3.13",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context):\n    return {}\n")}),
    tags=TAGS,
)

# --- An HTTP API -----------------------------------------------------------------------------------------------------

http = aws.apigatewayv2.Api(
    "http",
    protocol_type="HTTP",
    disable_execute_api_endpoint=True,
    # Wrong: cookies of every website's visitors are accepted from every website. AWS takes * with credentials when the
    # origins are patterns, and then any https page is allowed.
    cors_configuration={"allow_origins": ["https://*"], "allow_credentials": True, "allow_methods": ["GET"]},
    tags=TAGS,
)
jwt = aws.apigatewayv2.Authorizer(
    "jwt",
    api_id=http.id,
    authorizer_type="JWT",
    identity_sources=["$request.header.Authorization"],
    jwt_configuration={"issuer": "https://login.example.com/", "audiences": ["books"]},
)
to_books = aws.apigatewayv2.Integration(
    "books",
    api_id=http.id,
    integration_type="AWS_PROXY",
    integration_uri=books.arn,
    payload_format_version="2.0",
)
target = pulumi.Output.concat("integrations/", to_books.id)
aws.apigatewayv2.Route(
    "closed", api_id=http.id, route_key="GET /books", target=target, authorization_type="JWT", authorizer_id=jwt.id
)
# Wrong: nobody is asked who calls.
aws.apigatewayv2.Route("open", api_id=http.id, route_key="POST /books", target=target)
aws.apigatewayv2.Stage(
    "http",
    api_id=http.id,
    name="$default",
    auto_deploy=True,
    access_log_settings={"destination_arn": logs.arn, "format": FORMAT},
    default_route_settings={"throttling_rate_limit": 100, "throttling_burst_limit": 200},
    tags=TAGS,
)
# Wrong: no logs, and no throttle.
aws.apigatewayv2.Stage("careless", api_id=http.id, name="careless", auto_deploy=True, tags=TAGS)
aws.lambda_.Permission(
    "http",
    action="lambda:InvokeFunction",
    function=books.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(http.execution_arn, "/*/*"),
)
# Wrong: every API of every account may call the function.
aws.lambda_.Permission(
    "wide", action="lambda:InvokeFunction", function=books.name, principal="apigateway.amazonaws.com"
)

# --- A REST API ------------------------------------------------------------------------------------------------------

rest = aws.apigateway.RestApi(
    "rest", endpoint_configuration={"types": "REGIONAL"}, disable_execute_api_endpoint=True, tags=TAGS
)
path = aws.apigateway.Resource("books", rest_api=rest.id, parent_id=rest.root_resource_id, path_part="books")
signed = aws.apigateway.Method(
    "signed", rest_api=rest.id, resource_id=path.id, http_method="GET", authorization="AWS_IAM"
)
# Wrong: a key is what tells customers apart, and not who they are.
keyed = aws.apigateway.Method(
    "keyed", rest_api=rest.id, resource_id=path.id, http_method="DELETE", authorization="NONE", api_key_required=True
)
integrations = [
    aws.apigateway.Integration(
        name,
        rest_api=rest.id,
        resource_id=path.id,
        http_method=method.http_method,
        integration_http_method="POST",
        type="AWS_PROXY",
        uri=books.invoke_arn,
    )
    for name, method in (("signed", signed), ("keyed", keyed))
]
deployment = aws.apigateway.Deployment(
    "rest",
    rest_api=rest.id,
    triggers={"methods": "1"},
    opts=pulumi.ResourceOptions(depends_on=integrations),
)
cloudwatch = aws.iam.Role(
    "gateway-logs",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    ),
    managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
    tags=TAGS,
)
aws.apigateway.Account("account", cloudwatch_role_arn=cloudwatch.arn)
live = aws.apigateway.Stage(
    "live",
    rest_api=rest.id,
    deployment=deployment.id,
    stage_name="live",
    access_log_settings={"destination_arn": logs.arn, "format": REST_FORMAT},
    cache_cluster_enabled=True,
    cache_cluster_size="0.5",
    xray_tracing_enabled=True,
    tags=TAGS,
)
aws.apigateway.MethodSettings(
    "live",
    rest_api=rest.id,
    stage_name=live.stage_name,
    method_path="*/*",
    settings={
        "throttling_rate_limit": 100,
        "throttling_burst_limit": 200,
        "logging_level": "ERROR",
        # Wrong: whole requests and answers are written to the log.
        "data_trace_enabled": True,
        "caching_enabled": True,
        # Wrong: the cache holds them unencrypted.
        "cache_data_encrypted": False,
    },
)
key = aws.apigateway.ApiKey("customer", tags=TAGS)
plan = aws.apigateway.UsagePlan(
    "customers",
    api_stages=[{"api_id": rest.id, "stage": live.stage_name}],
    throttle_settings={"rate_limit": 10, "burst_limit": 20},
    quota_settings={"limit": 1000, "period": "DAY"},
    tags=TAGS,
)
aws.apigateway.UsagePlanKey("customer", key_id=key.id, key_type="API_KEY", usage_plan_id=plan.id)
# Wrong: clients of 1999 may still come in.
domain = aws.apigateway.DomainName(
    "books",
    domain_name="books.example.com",
    endpoint_configuration={"types": "REGIONAL"},
    regional_certificate_arn=CERTIFICATE,
    security_policy="TLS_1_0",
    tags=TAGS,
)
aws.apigateway.BasePathMapping(
    "books", rest_api=rest.id, stage_name=live.stage_name, domain_name=domain.domain_name, base_path="rest"
)

# --- A WebSocket API -------------------------------------------------------------------------------------------------

socket = aws.apigatewayv2.Api(
    "socket", protocol_type="WEBSOCKET", route_selection_expression="$request.body.action", tags=TAGS
)
to_socket = aws.apigatewayv2.Integration(
    "socket", api_id=socket.id, integration_type="AWS_PROXY", integration_uri=books.invoke_arn
)
# Wrong: everybody may connect.
aws.apigatewayv2.Route(
    "connect",
    api_id=socket.id,
    route_key="$connect",
    target=pulumi.Output.concat("integrations/", to_socket.id),
)
aws.apigatewayv2.Route(
    "default",
    api_id=socket.id,
    route_key="$default",
    target=pulumi.Output.concat("integrations/", to_socket.id),
)
aws.apigatewayv2.Stage(
    "socket",
    api_id=socket.id,
    name="live",
    auto_deploy=True,
    access_log_settings={"destination_arn": logs.arn, "format": FORMAT.replace("routeKey", "eventType")},
    default_route_settings={
        "throttling_rate_limit": 100,
        "throttling_burst_limit": 200,
        "logging_level": "ERROR",
        "data_trace_enabled": False,
    },
    tags=TAGS,
)
