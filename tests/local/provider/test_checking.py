"""Check: every problem of a resource at once, each with the path of its property."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from local.provider.values import UNKNOWN, Archive, Asset, Secret
from tests.local.provider.engine import CheckError, Engine
from tests.local.provider.samples import ROLE_ARN, TRUST

if TYPE_CHECKING:
    from local.provider.values import Properties

API = "aws:apigatewayv2/api:Api"
ROUTE = "aws:apigatewayv2/route:Route"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
STAGE = "aws:apigatewayv2/stage:Stage"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
DOMAIN = "aws:apigatewayv2/domainName:DomainName"
FUNCTION = "aws:lambda/function:Function"
PERMISSION = "aws:lambda/permission:Permission"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
POOL = "aws:cognito/userPool:UserPool"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
TABLE = "aws:dynamodb/table:Table"

FUNCTION_INPUTS: Properties = {
    "role": ROLE_ARN,
    "runtime": "python3.12",
    "handler": "index.handler",
    "code": Archive(assets={"index.py": Asset(text="")}),
}
DOMAIN_CONFIGURATION = {
    "certificateArn": "arn:aws:acm:eu-west-1:000000000000:certificate/1",
    "endpointType": "REGIONAL",
    "securityPolicy": "TLS_1_2",
}
TABLE_INPUTS: Properties = {
    "attributes": [{"name": "id", "type": "S"}],
    "hashKey": "id",
    "billingMode": "PAY_PER_REQUEST",
}


def refused(engine: Engine, kind: str, inputs: Properties, name: str = "a-name") -> dict[str, str]:
    with pytest.raises(CheckError) as caught:
        engine.check(kind, name, inputs)
    return caught.value.failures


MISTAKES: list[tuple[str, Properties, str, str]] = [
    (API, {"protocolType": "HTTP", "corsConfigration": {}}, "corsConfigration", "did you mean `corsConfiguration`"),
    (API, {"protocolType": "HTTP", "apiEndpoint": "x"}, "apiEndpoint", "is an output"),
    (API, {}, "protocolType", "is required"),
    (API, {"protocolType": "REST"}, "protocolType", "allowed are HTTP, WEBSOCKET"),
    (API, {"protocolType": "HTTP", "body": "{}"}, "body", "not supported by the local stand-in"),
    (API, {"protocolType": "HTTP", "target": "arn:x"}, "target", "not supported by the local stand-in"),
    (API, {"protocolType": "HTTP", "tags": {"a": 1.0}}, 'tags["a"]', "must be a text"),
    (API, {"protocolType": "WEBSOCKET", "corsConfiguration": {"maxAge": 1.0}}, "corsConfiguration", "HTTP APIs"),
    (
        API,
        {"protocolType": "HTTP", "corsConfiguration": {"maxAge": 90000.0}},
        "corsConfiguration.maxAge",
        "from -1 to 86400",
    ),
    (
        API,
        {"protocolType": "HTTP", "corsConfiguration": {"allowOrigin": ["*"]}},
        "corsConfiguration.allowOrigin",
        "did you mean `allowOrigins`",
    ),
    (ROUTE, {"apiId": "a", "routeKey": "GET /", "authorizationType": "OPEN"}, "authorizationType", "AWS_IAM"),
    (ROUTE, {"apiId": "a", "routeKey": "GET /", "apiKeyRequired": "yes"}, "apiKeyRequired", "true or false"),
    (ROUTE, {"apiId": "a", "routeKey": "GET /", "authorizationScopes": "a"}, "authorizationScopes", "a list"),
    (INTEGRATION, {"apiId": "a", "integrationType": "LAMBDA"}, "integrationType", "AWS_PROXY"),
    (
        INTEGRATION,
        {"apiId": "a", "integrationType": "MOCK", "timeoutMilliseconds": 30001.0},
        "timeoutMilliseconds",
        "from 50 to 30000",
    ),
    (INTEGRATION, {"apiId": "a", "integrationType": "MOCK", "credentialsArn": "me"}, "credentialsArn", "not an ARN"),
    (
        STAGE,
        {"apiId": "a", "defaultRouteSettings": {"throttlingRateLimit": "100"}},
        "defaultRouteSettings.throttlingRateLimit",
        "must be a number, not the text '100'",
    ),
    (
        STAGE,
        {"apiId": "a", "routeSettings": [{"routeKey": "GET /", "throttlingBurstLimit": 1.5}]},
        "routeSettings[0].throttlingBurstLimit",
        "a whole number",
    ),
    (STAGE, {"apiId": "a", "routeSettings": [{}]}, "routeSettings[0].routeKey", "is required"),
    (
        STAGE,
        {"apiId": "a", "defaultRouteSettings": {"throttlingBurstLimit": -1.0}},
        "defaultRouteSettings.throttlingBurstLimit",
        "at least 0",
    ),
    (STAGE, {"apiId": "a", "name": "no spaces"}, "name", "letters, digits"),
    (
        STAGE,
        {"apiId": "a", "accessLogSettings": {"destinationArn": "logs", "format": "x"}},
        "accessLogSettings.destinationArn",
        "not an ARN",
    ),
    (AUTHORIZER, {"apiId": "a", "authorizerType": "TOKEN"}, "authorizerType", "JWT, REQUEST"),
    (AUTHORIZER, {"apiId": "a", "authorizerType": "JWT"}, "jwtConfiguration", "is required"),
    (AUTHORIZER, {"apiId": "a", "authorizerType": "REQUEST"}, "authorizerUri", "is required"),
    (
        DOMAIN,
        {"domainName": "a.b", "domainNameConfiguration": {**DOMAIN_CONFIGURATION, "securityPolicy": "TLS_1_0"}},
        "domainNameConfiguration.securityPolicy",
        "allowed are TLS_1_2",
    ),
    (
        DOMAIN,
        {"domainName": "a.b", "domainNameConfiguration": {**DOMAIN_CONFIGURATION, "endpointType": "EDGE"}},
        "domainNameConfiguration.endpointType",
        "allowed are REGIONAL",
    ),
    (FUNCTION, {**FUNCTION_INPUTS, "memorySize": 64.0}, "memorySize", "from 128 to 10240"),
    (FUNCTION, {**FUNCTION_INPUTS, "memorySize": 20000.0}, "memorySize", "from 128 to 10240"),
    (FUNCTION, {**FUNCTION_INPUTS, "timeout": 901.0}, "timeout", "from 1 to 900"),
    (FUNCTION, {**FUNCTION_INPUTS, "runtime": "python9"}, "runtime", "allowed are"),
    (FUNCTION, {**FUNCTION_INPUTS, "architectures": ["x86"]}, "architectures[0]", "arm64, x86_64"),
    (FUNCTION, {**FUNCTION_INPUTS, "role": "service-role"}, "role", "not an ARN"),
    (FUNCTION, {**FUNCTION_INPUTS, "code": "index.py"}, "code", "must be an archive"),
    (FUNCTION, {**FUNCTION_INPUTS, "s3Bucket": "bucket", "s3Key": "key"}, "s3Bucket", "conflicts with `code`"),
    (FUNCTION, {k: v for k, v in FUNCTION_INPUTS.items() if k != "code"}, "code", "is required"),
    (FUNCTION, {k: v for k, v in FUNCTION_INPUTS.items() if k != "handler"}, "handler", "is required"),
    (
        FUNCTION,
        {**FUNCTION_INPUTS, "environment": {"variables": {"A": 1.0}}},
        'environment.variables["A"]',
        "must be a text",
    ),
    (FUNCTION, {**FUNCTION_INPUTS, "name": "GET /orders"}, "name", "letters, digits"),
    (PERMISSION, {"action": "invoke", "function": "f", "principal": "p"}, "action", "does not match"),
    (
        PERMISSION,
        {"action": "lambda:InvokeFunction", "function": "f", "principal": "p", "sourceArn": "api"},
        "sourceArn",
        "not an ARN",
    ),
    (ROLE, {"assumeRolePolicy": "allow all"}, "assumeRolePolicy", "is not JSON"),
    (ROLE, {"assumeRolePolicy": "[]"}, "assumeRolePolicy", "not an object"),
    (ROLE, {"assumeRolePolicy": "{}"}, "assumeRolePolicy", "no Statement"),
    (
        ROLE,
        {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "a"}]}},
        "assumeRolePolicy",
        "Effect",
    ),
    (ROLE, {"assumeRolePolicy": TRUST, "name": "a", "namePrefix": "b"}, "namePrefix", "conflicts with `name`"),
    (ROLE, {"assumeRolePolicy": TRUST, "maxSessionDuration": 60.0}, "maxSessionDuration", "from 3600 to 43200"),
    (ROLE_POLICY, {"role": "r", "policy": '{"Version": "2012"}'}, "policy", "Version"),
    (LOG_GROUP, {"retentionInDays": 31.0}, "retentionInDays", "allowed are 0, 1, 3"),
    (LOG_GROUP, {"logGroupClass": "CHEAP"}, "logGroupClass", "STANDARD"),
    (POOL, {"mfaConfiguration": "MAYBE"}, "mfaConfiguration", "OFF, ON, OPTIONAL"),
    (POOL, {"passwordPolicy": {"minimumLength": 3.0}}, "passwordPolicy.minimumLength", "from 6 to 99"),
    (CLIENT, {"userPoolId": "eu_1", "allowedOauthFlows": ["magic"]}, "allowedOauthFlows[0]", "client_credentials"),
    (TABLE, {**TABLE_INPUTS, "rangeKey": "when"}, "rangeKey", "`attributes` does not declare"),
    (
        TABLE,
        {**TABLE_INPUTS, "attributes": [{"name": "id", "type": "S"}, {"name": "spare", "type": "S"}]},
        "attributes[1]",
        "no key of the table",
    ),
    (TABLE, {**TABLE_INPUTS, "attributes": [{"name": "id", "type": "T"}]}, "attributes[0].type", "B, N, S"),
    (TABLE, {**TABLE_INPUTS, "billingMode": "PROVISIONED"}, "readCapacity", "is required"),
    (TABLE, {**TABLE_INPUTS, "streamEnabled": True}, "streamViewType", "is required"),
    (TABLE, {**TABLE_INPUTS, "replicas": [{"regionName": "eu-west-2"}]}, "replicas", "not supported"),
]


@pytest.mark.parametrize(("kind", "inputs", "path", "words"), MISTAKES)
def test_a_mistake_is_named_where_it_is(engine: Engine, kind: str, inputs: Properties, path: str, words: str) -> None:
    failures = refused(engine, kind, inputs)
    assert list(failures) == [path] or (path in failures and kind == TABLE)
    assert words in failures[path]


def test_a_user_pool_takes_a_prefix_or_a_whole_domain(engine: Engine) -> None:
    kind = "aws:cognito/userPoolDomain:UserPoolDomain"
    for domain in ("orders", "auth.example.com"):
        assert engine.check(kind, "d", {"userPoolId": "eu-west-1_a", "domain": domain})["domain"] == domain
    assert set(refused(engine, kind, {"userPoolId": "eu-west-1_a", "domain": "Orders"})) == {"domain"}


def test_all_problems_are_told_together(engine: Engine) -> None:
    failures = refused(engine, FUNCTION, {"timeout": 0.0, "memorySize": "big", "unknown": 1.0})
    assert set(failures) == {"timeout", "memorySize", "unknown", "role"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("aws:athena/workgroup:Workgroup", "cannot hold aws:athena/workgroup:Workgroup yet"),
        ("aws:sfn/nothing:Nothing", "no resource type aws:sfn/nothing:Nothing"),
    ],
)
def test_a_type_it_does_not_have_is_named(engine: Engine, kind: str, words: str) -> None:
    assert words in refused(engine, kind, {})[""]


def test_what_is_not_known_yet_is_accepted_everywhere(engine: Engine) -> None:
    inputs: Properties = {
        **FUNCTION_INPUTS,
        "role": UNKNOWN,
        "timeout": UNKNOWN,
        "code": UNKNOWN,
        "runtime": UNKNOWN,
        "environment": {"variables": {"A": UNKNOWN}},
        "architectures": UNKNOWN,
        "tags": UNKNOWN,
    }
    assert {name: repr(value) for name, value in engine.check(FUNCTION, "f", inputs).items()}["role"] == "UNKNOWN"
    engine.check(TABLE, "t", {**TABLE_INPUTS, "hashKey": UNKNOWN})
    engine.check(AUTHORIZER, "a", {"apiId": UNKNOWN, "authorizerType": UNKNOWN, "name": UNKNOWN})
    engine.check(LOG_GROUP, "g", {"namePrefix": UNKNOWN, "retentionInDays": UNKNOWN})
    assert repr(engine.check(ROLE, "r", {"assumeRolePolicy": {"Statement": UNKNOWN}})["assumeRolePolicy"]) == "UNKNOWN"


def test_a_secret_stays_one_and_is_checked_all_the_same(engine: Engine) -> None:
    secret = Secret({"variables": {"KEY": "value"}})
    assert engine.check(FUNCTION, "f", {**FUNCTION_INPUTS, "environment": secret})["environment"] == secret
    failures = refused(engine, FUNCTION, {**FUNCTION_INPUTS, "timeout": Secret(1000.0)})
    assert set(failures) == {"timeout"}


def test_a_policy_written_as_an_object_becomes_its_text(engine: Engine) -> None:
    document: Any = json.loads(TRUST)
    checked = engine.check(ROLE, "r", {"assumeRolePolicy": document})
    assert json.loads(checked["assumeRolePolicy"]) == document
    assert checked["assumeRolePolicy"].startswith('{"Statement":')
