"""APIs made of OpenAPI documents: half of the operations are right, half wrong."""

import json

import pulumi
import pulumi_aws as aws

FORMAT = json.dumps(
    {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "method": "$context.httpMethod",
        "status": "$context.status",
        "error": "$context.error.message",
    }
)
HTTP_DOCUMENT = """
openapi: "3.0.1"
info: {title: albums, version: "1"}
components:
  securitySchemes:
    customers:
      type: oauth2
      flows: {}
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: {issuer: "https://login.example.com/", audience: [albums]}
security:
  - customers: [albums/read]
paths:
  /albums:
    get:  # an HTTP API takes the security of the document
      x-amazon-apigateway-integration: &backend
        {type: http_proxy, httpMethod: ANY, uri: "https://albums.example.com", payloadFormatVersion: "1.0"}
    post:
      security: []  # wrong: this one asks nobody
      x-amazon-apigateway-integration: *backend
    options:
      security: []  # a preflight carries no token
      x-amazon-apigateway-integration: *backend
"""


def proxy(uri: str = "https://songs.example.com") -> dict[str, object]:
    """An integration that hands everything on."""
    return {"type": "http_proxy", "httpMethod": "ANY", "uri": uri}


ASKED: list[dict[str, list[str]]] = [{"customers": []}]
KEYED: list[dict[str, list[str]]] = [{"key": []}]


def rest_document(title: str, **operations: object) -> dict[str, object]:
    """A document with one path and an authorizer that AWS knows."""
    lambda_uri = (
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:111122223333:function:authorize/invocations"
    )
    return {
        "openapi": "3.0.1",
        "info": {"title": title, "version": "1"},
        "components": {
            "securitySchemes": {
                "customers": {
                    "type": "apiKey",
                    "name": "Authorization",
                    "in": "header",
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": lambda_uri},
                },
                "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
            }
        },
        "paths": {"/songs": operations},
    }


SONGS = rest_document(
    "songs",
    get={"security": ASKED, "x-amazon-apigateway-integration": proxy()},
    # Wrong: a key is no authorization.
    put={"security": KEYED, "x-amazon-apigateway-integration": proxy()},
    # Wrong: nobody is asked, and the backend hears it in clear.
    delete={"x-amazon-apigateway-integration": proxy("http://songs.example.com")},
)

logs = aws.cloudwatch.LogGroup("access", retention_in_days=90)
logs_arn = logs.arn


def stage(name: str, api: aws.apigateway.RestApi) -> None:
    """A stage of a REST API with all that a stage wants."""
    deployment = aws.apigateway.Deployment(name, rest_api=api.id, triggers={"body": api.body.apply(str)})
    made = aws.apigateway.Stage(
        name,
        rest_api=api.id,
        deployment=deployment.id,
        stage_name="live",
        access_log_settings={"destination_arn": logs_arn, "format": FORMAT},
        xray_tracing_enabled=True,
    )
    aws.apigateway.MethodSettings(
        name,
        rest_api=api.id,
        stage_name=made.stage_name,
        method_path="*/*",
        settings={"throttling_rate_limit": 100, "throttling_burst_limit": 200, "logging_level": "ERROR"},
    )


albums = aws.apigatewayv2.Api("albums", protocol_type="HTTP", body=HTTP_DOCUMENT, fail_on_warnings=True)
aws.apigatewayv2.Stage(
    "albums",
    api_id=albums.id,
    name="$default",
    auto_deploy=True,
    access_log_settings={"destination_arn": logs_arn, "format": FORMAT.replace("httpMethod", "routeKey")},
    default_route_settings={"throttling_rate_limit": 100, "throttling_burst_limit": 200},
)

songs = aws.apigateway.RestApi(
    "songs", body=json.dumps(SONGS), endpoint_configuration={"types": "REGIONAL"}, fail_on_warnings=True
)
stage("songs", songs)

# What its operations are is not known before the queue is there.
queue = aws.sqs.Queue("orders")
later = aws.apigateway.RestApi(
    "later",
    body=queue.url.apply(
        lambda url: json.dumps(rest_document("later", get={"x-amazon-apigateway-integration": proxy(url)}))
    ),
    endpoint_configuration={"types": "REGIONAL"},
    fail_on_warnings=True,
)
stage("later", later)

role = aws.iam.Role(
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
)
aws.apigateway.Account("account", cloudwatch_role_arn=role.arn)
pulumi.export("api", songs.id)
