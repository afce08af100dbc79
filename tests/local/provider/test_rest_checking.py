"""Check: what AWS refuses of REST APIs, and of what they hand requests to, is refused before anything exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.provider.values import UNKNOWN
from tests.local.provider.engine import CheckError, Engine
from tests.local.provider.messaging_samples import ROLE, machine
from tests.local.provider.rest_samples import AUTHORIZER_URI, POOL_ARN

if TYPE_CHECKING:
    from local.provider.values import Properties

API = "aws:apigateway/restApi:RestApi"
RESOURCE = "aws:apigateway/resource:Resource"
METHOD = "aws:apigateway/method:Method"
METHOD_RESPONSE = "aws:apigateway/methodResponse:MethodResponse"
INTEGRATION = "aws:apigateway/integration:Integration"
INTEGRATION_RESPONSE = "aws:apigateway/integrationResponse:IntegrationResponse"
STAGE = "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
AUTHORIZER = "aws:apigateway/authorizer:Authorizer"
MODEL = "aws:apigateway/model:Model"
RESPONSE = "aws:apigateway/response:Response"
POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy"
KEY = "aws:apigateway/apiKey:ApiKey"
PLAN = "aws:apigateway/usagePlan:UsagePlan"
PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
ROUTE_RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
MACHINE = "aws:sfn/stateMachine:StateMachine"
STREAM = "aws:kinesis/stream:Stream"
RULE = "aws:cloudwatch/eventRule:EventRule"
BUCKET = "aws:s3/bucket:Bucket"
ALIAS = "aws:kms/alias:Alias"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105  # the name of a type
LAYER = "aws:lambda/layerVersion:LayerVersion"

PLACE: Properties = {"restApi": "a", "resourceId": "b", "httpMethod": "POST"}
OF_METHOD: Properties = {**PLACE, "authorization": "NONE"}
OF_STAGE: Properties = {"restApi": "a", "deployment": "d", "stageName": "live"}
PROXY: Properties = {**PLACE, "type": "HTTP_PROXY", "uri": "https://example.com", "integrationHttpMethod": "ANY"}
QUOTA: Properties = {"limit": 10.0, "period": "WEEK"}

MISTAKES: list[tuple[str, Properties, str, str]] = [
    (API, {"binaryMediaType": ["a"]}, "binaryMediaType", "did you mean `binaryMediaTypes`"),
    (API, {"rootResourceId": "x"}, "rootResourceId", "is an output"),
    (API, {"body": "{}"}, "body", "declare the methods as resources"),
    (API, {"apiKeySource": "COOKIE"}, "apiKeySource", "AUTHORIZER, HEADER"),
    (API, {"endpointConfiguration": {"types": "GLOBAL"}}, "endpointConfiguration.types", "EDGE, PRIVATE, REGIONAL"),
    (API, {"endpointConfiguration": {}}, "endpointConfiguration.types", "is required"),
    (
        API,
        {"endpointConfiguration": {"types": "REGIONAL", "vpcEndpointIds": ["vpce-1"]}},
        "endpointConfiguration.vpcEndpointIds",
        "for PRIVATE endpoints only",
    ),
    (API, {"minimumCompressionSize": "much"}, "minimumCompressionSize", "a number of bytes"),
    (API, {"minimumCompressionSize": "10485761"}, "minimumCompressionSize", "from 0 to 10485760"),
    (API, {"policy": '{"Version": "2012-10-17"}'}, "policy", "no Statement"),
    (POLICY, {"restApiId": "a", "policy": "deny all"}, "policy", "is not JSON"),
    (RESOURCE, {"restApi": "a", "parentId": "b", "pathPart": "orders/all"}, "pathPart", "a variable in braces"),
    (RESOURCE, {"restApi": "a", "parentId": "b", "pathPart": "{id"}, "pathPart", "a variable in braces"),
    (RESOURCE, {"restApi": "a", "parentId": "b", "pathPart": "{+proxy}"}, "pathPart", "{proxy+}"),
    (RESOURCE, {"restApi": "a", "pathPart": "orders"}, "parentId", "is required"),
    (METHOD, {**OF_METHOD, "authorization": "JWT"}, "authorization", "AWS_IAM, COGNITO_USER_POOLS, CUSTOM, NONE"),
    (METHOD, {**OF_METHOD, "authorization": "CUSTOM"}, "authorizerId", "is required with authorization CUSTOM"),
    (METHOD, {**OF_METHOD, "authorization": "COGNITO_USER_POOLS"}, "authorizerId", "is required"),
    (METHOD, {**OF_METHOD, "authorizerId": "x"}, "authorizerId", "not NONE"),
    (METHOD, {**OF_METHOD, "authorizationScopes": ["a"]}, "authorizationScopes", "COGNITO_USER_POOLS"),
    (METHOD, {**OF_METHOD, "httpMethod": "FETCH"}, "httpMethod", "allowed are ANY"),
    (METHOD, {**OF_METHOD, "requestParameters": {"page": True}}, "requestParameters", "method.request."),
    (
        METHOD,
        {**OF_METHOD, "requestParameters": {"method.request.path.id": "yes"}},
        'requestParameters["method.request.path.id"]',
        "true or false",
    ),
    (METHOD_RESPONSE, {**PLACE, "statusCode": "20"}, "statusCode", "three digits"),
    (
        METHOD_RESPONSE,
        {**PLACE, "statusCode": "200", "responseParameters": {"Location": True}},
        "responseParameters",
        "method.response.header.<name>",
    ),
    (INTEGRATION, {**PROXY, "type": "LAMBDA"}, "type", "AWS_PROXY"),
    (INTEGRATION, {**PLACE, "type": "AWS_PROXY", "integrationHttpMethod": "POST"}, "uri", "is required"),
    (INTEGRATION, {**PLACE, "type": "AWS_PROXY", "uri": "arn:x"}, "integrationHttpMethod", "is required"),
    (INTEGRATION, {**PROXY, "timeoutMilliseconds": 49.0}, "timeoutMilliseconds", "from 50"),
    (INTEGRATION, {**PROXY, "timeoutMilliseconds": 300001.0}, "timeoutMilliseconds", "from 50 to 300000"),
    (INTEGRATION, {**PROXY, "passthroughBehavior": "ALWAYS"}, "passthroughBehavior", "NEVER"),
    (INTEGRATION, {**PROXY, "connectionType": "VPC_LINK"}, "connectionId", "is required with connectionType VPC_LINK"),
    (INTEGRATION, {**PROXY, "connectionType": "TUNNEL"}, "connectionType", "INTERNET, VPC_LINK"),
    (INTEGRATION, {**PROXY, "type": "HTTP", "responseTransferMode": "STREAM"}, "responseTransferMode", "AWS_PROXY"),
    (INTEGRATION, {**PROXY, "requestParameters": {"a": "b"}}, "requestParameters", "integration.request."),
    (
        INTEGRATION_RESPONSE,
        {**PLACE, "statusCode": "200", "contentHandling": "TEXT"},
        "contentHandling",
        "CONVERT_TO_BINARY, CONVERT_TO_TEXT",
    ),
    (STAGE, {**OF_STAGE, "stageName": "no spaces"}, "stageName", "letters, digits"),
    (STAGE, {**OF_STAGE, "cacheClusterSize": "2"}, "cacheClusterSize", "allowed are"),
    (
        STAGE,
        {**OF_STAGE, "canarySettings": {"deploymentId": "d", "percentTraffic": 101.0}},
        "canarySettings.percentTraffic",
        "from 0 to 100",
    ),
    (STAGE, {**OF_STAGE, "canarySettings": {"percentTraffic": 1.0}}, "canarySettings.deploymentId", "is required"),
    (
        STAGE,
        {**OF_STAGE, "accessLogSettings": {"destinationArn": "logs", "format": "x"}},
        "accessLogSettings.destinationArn",
        "not an ARN",
    ),
    (STAGE, {**OF_STAGE, "variables": {"a-b": "1"}}, "variables", "letters, digits and underscores"),
    (STAGE, {**OF_STAGE, "variables": {"a": "no spaces"}}, 'variables["a"]', "a value has"),
    (SETTINGS, {"restApi": "a", "stageName": "s", "methodPath": "/orders", "settings": {}}, "methodPath", "*/*"),
    (SETTINGS, {"restApi": "a", "stageName": "s", "methodPath": "*/GET", "settings": {}}, "methodPath", "*/*"),
    (
        SETTINGS,
        {"restApi": "a", "stageName": "s", "methodPath": "*/*", "settings": {"cacheTtlInSeconds": 3601.0}},
        "settings.cacheTtlInSeconds",
        "from 0 to 3600",
    ),
    (
        SETTINGS,
        {"restApi": "a", "stageName": "s", "methodPath": "*/*", "settings": {"loggingLevel": "DEBUG"}},
        "settings.loggingLevel",
        "ERROR, INFO, OFF",
    ),
    (AUTHORIZER, {"restApi": "a"}, "authorizerUri", "is required by an authorizer of type TOKEN"),
    (AUTHORIZER, {"restApi": "a", "type": "COGNITO_USER_POOLS"}, "providerArns", "is required"),
    (AUTHORIZER, {"restApi": "a", "type": "JWT"}, "type", "COGNITO_USER_POOLS, REQUEST, TOKEN"),
    (AUTHORIZER, {"restApi": "a", "authorizerUri": "arn:aws:lambda:eu:0:function:f"}, "authorizerUri", "invoke ARN"),
    (
        AUTHORIZER,
        {"restApi": "a", "type": "REQUEST", "authorizerUri": AUTHORIZER_URI},
        "identitySource",
        "whose results are cached",
    ),
    (
        AUTHORIZER,
        {"restApi": "a", "authorizerUri": AUTHORIZER_URI, "identitySource": "$request.header.A"},
        "identitySource",
        "method.request.header.<name>",
    ),
    (
        AUTHORIZER,
        {"restApi": "a", "authorizerUri": AUTHORIZER_URI, "authorizerResultTtlInSeconds": 3601.0},
        "authorizerResultTtlInSeconds",
        "from 0 to 3600",
    ),
    (
        AUTHORIZER,
        {"restApi": "a", "type": "COGNITO_USER_POOLS", "providerArns": ["pool"]},
        "providerArns[0]",
        "not an ARN",
    ),
    (
        AUTHORIZER,
        {"restApi": "a", "type": "COGNITO_USER_POOLS", "providerArns": [POOL_ARN], "identityValidationExpression": "a"},
        "identityValidationExpression",
        "of type TOKEN",
    ),
    (MODEL, {"restApi": "a", "contentType": "application/json", "name": "my-order"}, "name", "letters and digits"),
    (
        MODEL,
        {"restApi": "a", "contentType": "application/json", "name": "Order", "schema": "{type: object}"},
        "schema",
        "is not JSON",
    ),
    (RESPONSE, {"restApiId": "a", "responseType": "NOT_FOUND"}, "responseType", "ACCESS_DENIED"),
    (RESPONSE, {"restApiId": "a", "responseType": "UNAUTHORIZED", "statusCode": "4xx"}, "statusCode", "three digits"),
    (
        RESPONSE,
        {"restApiId": "a", "responseType": "UNAUTHORIZED", "responseParameters": {"method.response.header.A": "'a'"}},
        "responseParameters",
        "gatewayresponse.header.<name>",
    ),
    (KEY, {"value": "short"}, "value", "at least 20"),
    (PLAN, {"quotaSettings": {**QUOTA, "period": "YEAR"}}, "quotaSettings.period", "DAY, MONTH, WEEK"),
    (PLAN, {"quotaSettings": {**QUOTA, "offset": 7.0}}, "quotaSettings.offset", "from 0 to 6 for the period WEEK"),
    (PLAN, {"throttleSettings": {"rateLimit": -1.0}}, "throttleSettings.rateLimit", "at least 0"),
    (PLAN, {"apiStages": [{"apiId": "a"}]}, "apiStages[0].stage", "is required"),
    (
        PLAN,
        {"apiStages": [{"apiId": "a", "stage": "s", "throttles": [{"path": "GET /orders"}]}]},
        "apiStages[0].throttles[0].path",
        "/orders/{id}/GET",
    ),
    (PLAN_KEY, {"keyId": "a", "usagePlanId": "b", "keyType": "TOKEN"}, "keyType", "allowed are API_KEY"),
    (ROUTE_RESPONSE, {"apiId": "a", "routeId": "b", "routeResponseKey": "200"}, "routeResponseKey", "$default"),
    (QUEUE, {"fifoQueue": True, "name": "orders"}, "name", "must end with .fifo"),
    (QUEUE, {"name": "orders.fifo"}, "name", "for queues with fifoQueue"),
    (QUEUE, {"contentBasedDeduplication": True}, "contentBasedDeduplication", "fifoQueue only"),
    (QUEUE, {"visibilityTimeoutSeconds": 43201.0}, "visibilityTimeoutSeconds", "from 0 to 43200"),
    (QUEUE, {"redrivePolicy": "dead"}, "redrivePolicy", "is not JSON"),
    (TOPIC, {"fifoTopic": True, "name": "orders"}, "name", "must end with .fifo"),
    (TOPIC, {"sqsSuccessFeedbackSampleRate": 101.0}, "sqsSuccessFeedbackSampleRate", "from 0 to 100"),
    (MACHINE, {"definition": machine("End"), "roleArn": "role"}, "roleArn", "not an ARN"),
    (MACHINE, {"definition": "{", "roleArn": ROLE}, "definition", "is not JSON"),
    (STREAM, {}, "shardCount", "is required"),
    (STREAM, {"shardCount": 1.0, "retentionPeriod": 12.0}, "retentionPeriod", "from 24 to 8760"),
    (RULE, {}, "eventPattern", "is required"),
    (BUCKET, {"bucket": "Orders"}, "bucket", "lower-case"),
    (BUCKET, {"acl": "public-read"}, "acl", "not supported"),
    (ALIAS, {"name": "orders", "targetKeyId": "k"}, "name", "alias/"),
    (SECRET, {"recoveryWindowInDays": 3.0}, "recoveryWindowInDays", "from 7 to 30"),
    (LAYER, {"layerName": "shared"}, "code", "is required"),
]


@pytest.mark.parametrize(("kind", "inputs", "path", "words"), MISTAKES)
def test_a_mistake_is_named_where_it_is(engine: Engine, kind: str, inputs: Properties, path: str, words: str) -> None:
    with pytest.raises(CheckError) as caught:
        engine.check(kind, "a-name", inputs)
    assert list(caught.value.failures) == [path]
    assert words in caught.value.failures[path]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (METHOD, {**PLACE, "authorization": UNKNOWN, "authorizationScopes": UNKNOWN, "requestParameters": UNKNOWN}),
        (METHOD, {**OF_METHOD, "authorization": "CUSTOM", "authorizerId": UNKNOWN}),
        (INTEGRATION, {**PLACE, "type": UNKNOWN, "uri": UNKNOWN, "timeoutMilliseconds": UNKNOWN}),
        (INTEGRATION, {**PROXY, "uri": UNKNOWN, "integrationHttpMethod": UNKNOWN, "connectionType": UNKNOWN}),
        (STAGE, {**OF_STAGE, "variables": {"a": UNKNOWN}, "canarySettings": UNKNOWN}),
        (AUTHORIZER, {"restApi": UNKNOWN, "type": UNKNOWN}),
        (AUTHORIZER, {"restApi": UNKNOWN, "authorizerUri": UNKNOWN, "identitySource": UNKNOWN}),
        (PLAN, {"quotaSettings": {"limit": UNKNOWN, "period": UNKNOWN, "offset": UNKNOWN}, "apiStages": UNKNOWN}),
        (SETTINGS, {"restApi": UNKNOWN, "stageName": UNKNOWN, "methodPath": UNKNOWN, "settings": UNKNOWN}),
        (QUEUE, {"fifoQueue": UNKNOWN, "name": UNKNOWN}),
        (TOPIC, {"fifoTopic": UNKNOWN, "name": UNKNOWN}),
        (STREAM, {"streamModeDetails": UNKNOWN, "shardCount": UNKNOWN}),
        (RULE, {"eventPattern": UNKNOWN}),
        (MODEL, {"restApi": UNKNOWN, "contentType": UNKNOWN, "schema": UNKNOWN, "name": UNKNOWN}),
    ],
)
def test_what_is_not_known_yet_is_accepted(engine: Engine, kind: str, inputs: Properties) -> None:
    engine.check(kind, "name", inputs)


def test_a_timeout_of_a_raised_quota_or_of_a_stream_is_accepted(engine: Engine) -> None:
    engine.check(INTEGRATION, "i", {**PROXY, "timeoutMilliseconds": 300000.0})
    engine.check(INTEGRATION, "i", {**PROXY, "timeoutMilliseconds": 900000.0, "responseTransferMode": "STREAM"})
