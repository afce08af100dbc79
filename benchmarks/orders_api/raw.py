"""The orders API of a shop, written out with pulumi_aws."""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components import access_logs

TAGS = {"application": "shop", "environment": "local"}
FUNCTIONS = Path("../../functions")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def orders() -> None:
    """The API with its functions, its table, and the user pool of its callers."""
    pool, client = _user_pool()
    table = aws.dynamodb.Table(
        "orders",
        attributes=[{"name": "customer", "type": "S"}, {"name": "id", "type": "S"}],
        billing_mode="PAY_PER_REQUEST",
        deletion_protection_enabled=False,
        hash_key="customer",
        range_key="id",
        point_in_time_recovery={"enabled": True},
        server_side_encryption={"enabled": True},
        tags=TAGS,
    )
    api = aws.apigatewayv2.Api(
        "orders",
        protocol_type="HTTP",
        description="Customers place orders and see their own.",
        cors_configuration={
            "allow_credentials": False,
            "allow_headers": ["authorization", "content-type"],
            "allow_methods": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            "allow_origins": ["http://localhost:3000"],
            "expose_headers": [],
            "max_age": 0,
        },
        tags=TAGS,
    )
    authorizer = aws.apigatewayv2.Authorizer(
        "orders-authorizer-customers",
        api_id=api.id,
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={
            "audiences": [client.id],
            "issuer": pulumi.Output.concat("https://cognito-idp.us-east-1.amazonaws.com/", pool.id),
        },
        name="customers",
    )
    read, reading = ["dynamodb:GetItem", "dynamodb:Query"], ["orders/read", "orders/write"]
    routes = [
        *_route(api, authorizer, "GET /orders", _function("list", table, read), reading),
        *_route(api, authorizer, "POST /orders", _function("create", table, ["dynamodb:PutItem"]), ["orders/write"]),
        *_route(api, authorizer, "GET /orders/{id}", _function("get", table, read), reading),
        *_route(api, authorizer, "GET /orders/health", _function("health", table, []), []),
    ]
    logs = aws.cloudwatch.LogGroup(
        "orders-access-logs", name_prefix="/aws/vendedlogs/apigateway/orders-", retention_in_days=1, tags=TAGS
    )
    stage = aws.apigatewayv2.Stage(
        "orders-stage",
        api_id=api.id,
        name="$default",
        auto_deploy=True,
        access_log_settings={"destination_arn": logs.arn, "format": access_logs.FORMAT},
        default_route_settings={"throttling_rate_limit": 50, "throttling_burst_limit": 100},
        route_settings=[{"route_key": "POST /orders", "throttling_rate_limit": 10, "throttling_burst_limit": 20}],
        tags=TAGS,
        opts=pulumi.ResourceOptions(depends_on=routes),
    )
    pulumi.export("url", stage.invoke_url)


def _user_pool() -> tuple[aws.cognito.UserPool, aws.cognito.UserPoolClient]:
    pool = aws.cognito.UserPool(
        "customers",
        admin_create_user_config={"allow_admin_create_user_only": True},
        deletion_protection="INACTIVE",
        tags=TAGS,
    )
    server = aws.cognito.ResourceServer(
        "customers-orders",
        identifier="orders",
        name="orders",
        scopes=[
            {"scope_name": "read", "scope_description": "See one's own orders."},
            {"scope_name": "write", "scope_description": "Place orders."},
        ],
        user_pool_id=pool.id,
    )
    client = aws.cognito.UserPoolClient(
        "customers-client",
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_scopes=[pulumi.Output.concat(server.identifier, "/", scope) for scope in ("read", "write")],
        generate_secret=True,
        user_pool_id=pool.id,
    )
    aws.cognito.UserPoolDomain(
        "customers-domain",
        domain=pulumi.Output.concat("customers-", pool.id.apply(lambda pool_id: pool_id.split("_")[-1].lower())),
        user_pool_id=pool.id,
    )
    return pool, client


def _function(action: str, table: aws.dynamodb.Table, actions: list[str]) -> aws.lambda_.Function:
    """One handler with its log group, role and policy."""
    name = f"orders-{action}"
    log_group = aws.cloudwatch.LogGroup(
        f"{name}-logs", name_prefix=f"/aws/lambda/{name}-", retention_in_days=1, tags=TAGS
    )
    role = aws.iam.Role(f"{name}-role", assume_role_policy=json.dumps(TRUST), tags=TAGS)
    statements = [
        {
            "Sid": "WriteOwnLog",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [pulumi.Output.concat(log_group.arn, ":*")],
        }
    ]
    if actions:
        statements.append({"Sid": "orders", "Effect": "Allow", "Action": actions, "Resource": [table.arn]})
    document = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})
    policy = aws.iam.RolePolicy(f"{name}-policy", role=role.name, policy=document)
    sources = sorted(FUNCTIONS.glob("orders/*.py"))
    return aws.lambda_.Function(
        name,
        architectures=["arm64"],
        code=pulumi.AssetArchive({f"orders/{file.name}": pulumi.FileAsset(str(file)) for file in sources}),
        environment={"variables": {"ORDERS_TABLE": table.name}} if actions else None,
        handler=f"orders.{action}.handler",
        logging_config={"log_format": "JSON", "log_group": log_group.name},
        memory_size=256,
        role=role.arn,
        runtime="python3.13",
        tags=TAGS,
        timeout=10,
        opts=pulumi.ResourceOptions(depends_on=[policy]),
    )


def _route(
    api: aws.apigatewayv2.Api,
    authorizer: aws.apigatewayv2.Authorizer,
    key: str,
    function: aws.lambda_.Function,
    scopes: list[str],
) -> list[pulumi.Resource]:
    """One route with its integration and permission; open without scopes."""
    label = function.pulumi_resource_name
    integration = aws.apigatewayv2.Integration(
        f"orders-integration-{label}",
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=function.arn,
        payload_format_version="2.0",
    )
    permission = aws.lambda_.Permission(
        f"orders-permission-{label}",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )
    route = aws.apigatewayv2.Route(
        f"orders-{key}",
        api_id=api.id,
        route_key=key,
        target=pulumi.Output.concat("integrations/", integration.id),
        authorization_type="JWT" if scopes else "NONE",
        authorizer_id=authorizer.id if scopes else None,
        authorization_scopes=scopes or None,
    )
    return [permission, route]
