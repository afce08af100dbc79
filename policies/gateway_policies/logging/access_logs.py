"""Every stage writes down who called what."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_STAGE, STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _check_stage(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    """Both must be given. Their values need not be known: a new log group's ARN never is before `up`."""
    settings = stage.at("accessLogSettings").mapping()
    if isinstance(settings, Unknown):
        yield undecided(stage, settings)
        return
    if isinstance(settings, Absent):
        yield violation(stage, "accessLogSettings", "accessLogSettings is not set")
        return
    for key in ("destinationArn", "format"):
        value = stage.at("accessLogSettings", key)
        text = value.text()
        if isinstance(text, Absent) or text == Known(""):
            yield violation(stage, value.path, f"{value.path} is not set")
        elif isinstance(value.reading, Known) and isinstance(text, Unknown):
            yield undecided(stage, text)  # known, but no text


ACCESS_LOGGING = Rule(
    name="access-logging",
    group="logging",
    severity="medium",
    level="mandatory",
    title="A stage writes no access log",
    why="Without it nobody can tell who called an API, nor what an attacker did.",
    fix="Set accessLogSettings with destinationArn, the ARN of a log group or delivery stream, and format.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
    controls=(
        "checkov CKV_AWS_76",
        "checkov CKV_AWS_95",
        "trivy AWS-0001",
        "KICS 1b6799eb",
        "KICS 625abc0e",
        "KICS bf4b48b9",
        "terrascan AC_AWS_0012",
        "terrascan AC_AWS_0442",
        "Security Hub APIGateway.9",
        "Config api-gwv2-access-logs-enabled",
        "Config apigateway-stage-access-logs-enabled",
        "cdk-nag APIG1",
        "cfn_nag W45",
        "cfn_nag W46",
        "cfn_nag W69",
        "cfn-guard API_GW_STAGE_ACCESS_LOGGING_RULE",
        "cfn-guard API_GWV2_ACCESS_LOGS_ENABLED",
        "compliance-policies aws-apigatewayv2-stage-enable-access-logging",
        "compliance-policies aws-apigatewayv2-stage-configure-access-logging",
        "prowler apigatewayv2_api_access_logging_enabled",
        "turbot gatewayv2_stage_access_logging_enabled",
        "serverless-rules ES2000",
        "OWASP API8:2023",
    ),
    checks={STAGE: _check_stage, REST_STAGE: _check_stage},
)

RULES = (ACCESS_LOGGING,)
