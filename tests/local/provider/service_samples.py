"""Samples of the types around API Gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.local.provider.samples import MANAGED_POLICY, READ_POLICY, ROLE_ARN, TRUST, WRITE_POLICY, Sample, code

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine


def _pool(engine: Engine) -> Properties:
    return {"userPoolId": engine.create("aws:cognito/userPool:UserPool", "parent", {}).id}


def _role(engine: Engine) -> Properties:
    return {"role": engine.create("aws:iam/role:Role", "parent", {"assumeRolePolicy": TRUST}).id}


def _function(engine: Engine) -> Any:
    inputs = {"role": ROLE_ARN, "runtime": "python3.12", "handler": "index.handler", "code": code(), "publish": True}
    return engine.create("aws:lambda/function:Function", "parent", inputs)


def _alias(engine: Engine) -> Properties:
    function = _function(engine).id
    inputs: Properties = {"functionName": function, "functionVersion": "1", "name": "live"}
    engine.create("aws:lambda/alias:Alias", "parent", inputs)
    return {"functionName": function, "qualifier": "live"}


SERVICE_SAMPLES = [
    Sample(
        "aws:lambda/function:Function",
        {
            "role": ROLE_ARN,
            "runtime": "python3.12",
            "handler": "index.handler",
            "code": code(),
            "timeout": 10.0,
            "memorySize": 256.0,
            "description": "first",
            "environment": {"variables": {"A": "1", "B": "2"}},
            "architectures": ["arm64"],
            "reservedConcurrentExecutions": 5.0,
            "tracingConfig": {"mode": "Active"},
            "publish": True,
            "tags": {"team": "shop"},
        },
        update={
            "code": code("def handler(event, context): return 1"),
            "timeout": None,
            "environment": None,
            "description": None,
            "reservedConcurrentExecutions": None,
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
    ),
    Sample(
        "aws:lambda/permission:Permission",
        {
            "action": "lambda:InvokeFunction",
            "principal": "apigateway.amazonaws.com",
            "sourceArn": "arn:aws:execute-api:eu-west-1:000000000000:abcdefgh/*/*",
            "sourceAccount": "000000000000",
        },
        replace={"principal": "events.amazonaws.com"},
        parents=lambda engine: {"function": _function(engine).id},
        import_id="{function}/{id}",
    ),
    Sample(
        "aws:lambda/alias:Alias",
        {"description": "first", "functionVersion": "1"},
        update={"description": "second", "functionVersion": "$LATEST"},
        replace={"name": "another"},
        parents=lambda engine: {"functionName": _function(engine).id},
        import_id="{functionName}/{name}",
    ),
    Sample(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        {"provisionedConcurrentExecutions": 1.0},
        update={"provisionedConcurrentExecutions": 2.0},
        replace={"qualifier": "1"},
        parents=_alias,
        known={"qualifier": "known"},
    ),
    Sample(
        "aws:iam/role:Role",
        {
            "assumeRolePolicy": TRUST,
            "description": "first",
            "maxSessionDuration": 7200.0,
            "permissionsBoundary": "arn:aws:iam::000000000000:policy/boundary",
            "managedPolicyArns": [MANAGED_POLICY],
            "inlinePolicies": [{"name": "read", "policy": READ_POLICY}],
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "assumeRolePolicy": TRUST.replace("lambda", "apigateway"),
            "permissionsBoundary": None,
            "maxSessionDuration": None,
            "managedPolicyArns": [],
            "inlinePolicies": [{"name": "write", "policy": WRITE_POLICY}],
            "tags": {"team": "web"},
        },
        replace={"path": "/service/"},
    ),
    Sample(
        "aws:iam/rolePolicy:RolePolicy",
        {"policy": READ_POLICY},
        update={"policy": WRITE_POLICY},
        replace={"name": "another"},
        parents=_role,
    ),
    Sample(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"policyArn": MANAGED_POLICY},
        replace={"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        parents=_role,
    ),
    Sample(
        "aws:cloudwatch/logGroup:LogGroup",
        {"name": "/aws/apigateway/orders", "retentionInDays": 30.0, "tags": {"team": "shop"}},
        update={"retentionInDays": None, "tags": {"team": "web"}},
        replace={"name": "/aws/apigateway/users"},
    ),
    Sample(
        "aws:cognito/userPool:UserPool",
        {
            "passwordPolicy": {"minimumLength": 12.0, "requireSymbols": True},
            "usernameAttributes": ["email"],
            "autoVerifiedAttributes": ["email"],
            "deletionProtection": "INACTIVE",
            "mfaConfiguration": "OPTIONAL",
            "softwareTokenMfaConfiguration": {"enabled": True},
            "schemas": [{"name": "tenant", "attributeDataType": "String", "mutable": True}],
            "lambdaConfig": {"preSignUp": "arn:aws:lambda:eu-west-1:000000000000:function:check"},
            "tags": {"team": "shop"},
        },
        update={
            "passwordPolicy": {"minimumLength": 14.0, "requireSymbols": True},
            "schemas": [
                {"name": "tenant", "attributeDataType": "String", "mutable": True},
                {"name": "plan", "attributeDataType": "String"},
            ],
            "lambdaConfig": None,
            "tags": {"team": "web"},
        },
        replace={"usernameAttributes": ["phone_number"]},
    ),
    Sample(
        "aws:cognito/userPoolClient:UserPoolClient",
        {
            "generateSecret": True,
            "allowedOauthFlows": ["client_credentials"],
            "allowedOauthFlowsUserPoolClient": True,
            "allowedOauthScopes": ["orders/read"],
            "explicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "accessTokenValidity": 30.0,
            "tokenValidityUnits": {"accessToken": "minutes"},
        },
        update={"allowedOauthScopes": ["orders/read", "orders/write"], "accessTokenValidity": 60.0},
        replace={"generateSecret": False},
        parents=_pool,
        import_id="{userPoolId}/{id}",
    ),
    Sample(
        "aws:cognito/resourceServer:ResourceServer",
        {"identifier": "orders", "scopes": [{"scopeName": "read", "scopeDescription": "Read orders"}]},
        update={
            "scopes": [
                {"scopeName": "read", "scopeDescription": "Read orders"},
                {"scopeName": "write", "scopeDescription": "Write orders"},
            ]
        },
        replace={"identifier": "users"},
        parents=_pool,
    ),
    Sample(
        "aws:cognito/userPoolDomain:UserPoolDomain",
        {"domain": "orders-local", "managedLoginVersion": 1.0},
        update={"managedLoginVersion": 2.0},
        replace={"domain": "users-local"},
        parents=_pool,
    ),
    Sample(
        "aws:dynamodb/table:Table",
        {
            "attributes": [
                {"name": "customer", "type": "S"},
                {"name": "order", "type": "S"},
                {"name": "status", "type": "S"},
            ],
            "hashKey": "customer",
            "rangeKey": "order",
            "billingMode": "PAY_PER_REQUEST",
            "globalSecondaryIndexes": [{"name": "by-status", "hashKey": "status", "projectionType": "ALL"}],
            "localSecondaryIndexes": [
                {
                    "name": "local-status",
                    "rangeKey": "status",
                    "projectionType": "INCLUDE",
                    "nonKeyAttributes": ["total"],
                }
            ],
            "ttl": {"attributeName": "expires", "enabled": True},
            "pointInTimeRecovery": {"enabled": True},
            "streamEnabled": True,
            "streamViewType": "NEW_IMAGE",
            "serverSideEncryption": {"enabled": True},
            "tags": {"team": "shop"},
        },
        update={
            "attributes": [
                {"name": "customer", "type": "S"},
                {"name": "order", "type": "S"},
                {"name": "status", "type": "S"},
                {"name": "city", "type": "S"},
            ],
            "globalSecondaryIndexes": [
                {"name": "by-city", "hashKey": "city", "rangeKey": "status", "projectionType": "KEYS_ONLY"}
            ],
            "ttl": {"attributeName": "expires", "enabled": False},
            "pointInTimeRecovery": {"enabled": False},
            "streamEnabled": False,
            "streamViewType": None,
            "deletionProtectionEnabled": False,
            "tags": {"team": "web"},
        },
        replace={"hashKey": "order", "rangeKey": "customer"},
    ),
    Sample(
        "aws:dynamodb/table:Table",
        {
            "attributes": [{"name": "id", "type": "S"}],
            "hashKey": "id",
            "readCapacity": 2.0,
            "writeCapacity": 2.0,
            "tableClass": "STANDARD_INFREQUENT_ACCESS",
        },
        update={"readCapacity": 3.0, "tableClass": None},
        replace={"name": "another"},
        label="provisioned",
    ),
]
