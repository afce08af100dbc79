"""Traces and metrics of stages: where a call spent its time, and how each method fares."""

from collections.abc import Iterator

from gateway_policies.all_methods import ALL_METHODS, stages_without_settings
from gateway_policies.reading import Absent, Unknown
from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.switches import demand
from gateway_policies.throttling.stages import setting_blocks


def _check_tracing(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from demand(stage, stage.at("xrayTracingEnabled"))


def _check_method_metrics(settings: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from demand(settings, settings.at("settings", "metricsEnabled"))


def _check_stage_metrics(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    """A block of a route's own stands in place of the default one."""
    if isinstance(stage.at("defaultRouteSettings").mapping(), Absent):
        yield from demand(stage, stage.at("defaultRouteSettings", "detailedMetricsEnabled"))
    for block in setting_blocks(stage):
        if isinstance(block, Unknown):
            yield undecided(stage, block)
        else:
            yield from demand(stage, block.at("detailedMetricsEnabled"))


def _check_rest_stages(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for stage, maybe in stages_without_settings(stack):
        if maybe:
            yield undecided(stage, Unknown(f"whether {maybe.name!r} sets the stage's metricsEnabled", "is not known"))
        else:
            message = f"no MethodSettings with methodPath {ALL_METHODS!r} sets the stage's metricsEnabled"
            yield violation(stage, "stageName", message)


XRAY_TRACING = Rule(
    name="xray-tracing",
    group="logging",
    severity="low",
    level="advisory",
    title="A REST stage does not trace its calls",
    why="Without traces nobody sees which of gateway, authorizer and backend made a call slow or let it fail.",
    fix="Set xrayTracingEnabled of the Stage to true; HTTP and WebSocket APIs have no such property.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
    controls=(
        "checkov CKV_AWS_73",
        "trivy AWS-0003",
        "KICS 5813ef56",
        "terrascan AC_AWS_0015",
        "Security Hub APIGateway.3",
        "cdk-nag APIGWXrayEnabled",
        "prowler apigateway_restapi_tracing_enabled",
        "turbot apigateway_rest_api_stage_xray_tracing_enabled",
        "cloudsploit apigatewayTracingEnabled",
        "serverless-rules WS2002",
        "OWASP API8:2023",
    ),
    checks={REST_STAGE: _check_tracing},
)

DETAILED_METRICS = Rule(
    name="detailed-metrics",
    group="logging",
    severity="low",
    level="disabled",
    title="A stage counts calls and errors only in all, not by method",
    why="An attack on one method, or its failure, drowns in the figures of the whole stage; but each method's metrics "
    "are paid for.",
    fix="Set settings.metricsEnabled to true in a MethodSettings with methodPath '*/*', or for an HTTP or WebSocket "
    "API detailedMetricsEnabled in defaultRouteSettings and each of routeSettings, beside both throttling limits.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
    controls=("checkov CKV2_AWS_4", "terrascan AC_AWS_0007", "OWASP API8:2023"),
    checks={REST_METHOD_SETTINGS: _check_method_metrics, STAGE: _check_stage_metrics},
    check_stack=_check_rest_stages,
    stack_types=(REST_STAGE, REST_METHOD_SETTINGS, REST_API),
)

RULES = (XRAY_TRACING, DETAILED_METRICS)
