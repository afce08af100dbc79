"""Examples of the rules on logs, traces and metrics."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    LOG_GROUP,
    REST_ACCOUNT,
    REST_API,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    STAGE,
)

_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_REST = Declared(REST_API, "payments")
_LOGS = Declared(LOG_GROUP, "calls", {"retentionInDays": 30})
_ROLE = Declared(REST_ACCOUNT, "account", {"cloudwatchRoleArn": "arn:aws:iam::111122223333:role/api-gateway-logs"})
_FORMAT = (
    '{"requestId": "$context.requestId", "ip": "$context.identity.sourceIp", "route": "$context.routeKey", '
    '"status": "$context.status", "error": "$context.integrationErrorMessage"}'
)


def _stage(form: str = "") -> Declared:
    logs = {"accessLogSettings": {"destinationArn": "${calls.arn}", "format": form}} if form else {}
    return Declared(STAGE, "live", {"apiId": "${orders.id}", "autoDeploy": True, **logs})


def _rest_stage(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "stageName": "live"}
    return Declared(REST_STAGE, "live", {**place, "deployment": "a1b2c3", **properties})


def _settings(**settings: object) -> Declared:
    place = {"restApi": "${payments.id}", "stageName": "${live.stageName}", "methodPath": "*/*"}
    return Declared(REST_METHOD_SETTINGS, "all", {**place, "settings": settings})


_LOGGED = [_HTTP, _LOGS, _stage(_FORMAT)]

EXAMPLES = {
    "access-logging": Example(bad=[_HTTP, _stage()], good=_LOGGED),
    "access-log-format": Example(bad=[_HTTP, _LOGS, _stage("$context.requestId $context.status")], good=_LOGGED),
    "access-log-no-secrets": Example(
        bad=[_HTTP, _LOGS, _stage('{"requestId": "$context.requestId", "key": "$context.identity.apiKey"}')],
        good=[_HTTP, _LOGS, _stage('{"requestId": "$context.requestId", "key": "$context.identity.apiKeyId"}')],
    ),
    "access-log-retention-kms": Example(bad=[_HTTP, Declared(LOG_GROUP, "calls"), _stage(_FORMAT)], good=_LOGGED),
    "execution-logging": Example(
        bad=[_REST, _rest_stage(), _settings(loggingLevel="OFF")],
        good=[_REST, _rest_stage(), _settings(loggingLevel="ERROR")],
    ),
    "no-data-trace": Example(
        bad=[_REST, _rest_stage(), _settings(loggingLevel="ERROR", dataTraceEnabled=True)],
        good=[_REST, _rest_stage(), _settings(loggingLevel="ERROR", dataTraceEnabled=False)],
    ),
    "execution-log-group-managed": Example(
        bad=[_REST, _rest_stage()],
        good=[
            _REST,
            Declared(
                LOG_GROUP,
                "execution",
                {"name": "API-Gateway-Execution-Logs_${payments.id}/live", "retentionInDays": 30},
            ),
            _rest_stage(),
        ],
    ),
    "account-cloudwatch-role": Example(
        bad=[_REST, _rest_stage(), _settings(loggingLevel="ERROR")],
        good=[_ROLE, _REST, _rest_stage(), _settings(loggingLevel="ERROR")],
    ),
    "xray-tracing": Example(bad=[_REST, _rest_stage()], good=[_REST, _rest_stage(xrayTracingEnabled=True)]),
    "detailed-metrics": Example(
        bad=[_REST, _rest_stage(), _settings(loggingLevel="ERROR")],
        good=[_REST, _rest_stage(), _settings(loggingLevel="ERROR", metricsEnabled=True)],
    ),
}
