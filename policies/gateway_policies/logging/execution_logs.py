"""Execution logs of REST and WebSocket APIs: written, and without what callers send. HTTP APIs have none."""

from collections.abc import Iterator

from gateway_policies.all_methods import ALL_METHODS, stages_without_settings
from gateway_policies.belonging import protocol_of
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.remedies import stop_method_trace, stop_route_trace
from gateway_policies.resource_types import API, REST_API, REST_METHOD_SETTINGS, REST_STAGE, ROUTE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.throttling.stages import setting_blocks

LEVELS = ("ERROR", "INFO")


def _check_settings(settings: Resource, _settings: Settings) -> Iterator[Finding]:
    """Settings of one method may leave the level to those of `*/*`, but not switch it off."""
    value = settings.at("settings", "loggingLevel")
    path = settings.at("methodPath").text()
    if not isinstance(value.text(), Absent) or path == Known(ALL_METHODS):
        yield from _check_level(settings, value)
    elif isinstance(path, Unknown):
        yield undecided(settings, path)


def _check_level(resource: Resource, value: Value) -> Iterator[Finding]:
    level = value.text()
    if isinstance(level, Unknown):
        yield undecided(resource, level)
    elif isinstance(level, Absent) or level.value not in LEVELS:
        found = level.value if isinstance(level, Known) else "not set"
        yield violation(resource, value.path, f"{value.path} is {found}, allowed are {' and '.join(LEVELS)}")


def _check_stages(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for stage, maybe in stages_without_settings(stack):
        if maybe:
            yield undecided(stage, Unknown(f"whether {maybe.name!r} sets the stage's loggingLevel", "is not known"))
        else:
            message = f"no MethodSettings with methodPath {ALL_METHODS!r} sets the stage's loggingLevel"
            yield violation(stage, "stageName", message)
    for stage in stack.of_type(STAGE):
        found = list(_check_routes(stage))
        protocol: Reading[str] = protocol_of(stack, stage) if found else Absent()
        if isinstance(protocol, Known):
            # AWS refuses a level for an HTTP API.
            yield from found if protocol.value != "HTTP" else ()
        elif found:
            yield undecided(stage, Unknown("apiId", "names no API whose protocolType is known"))


def _check_routes(stage: Resource) -> Iterator[Finding]:
    default = stage.at("defaultRouteSettings", "loggingLevel")
    yield from _check_level(stage, default)
    for block in setting_blocks(stage):
        if isinstance(block, Unknown):
            yield undecided(stage, block)
        elif not isinstance(block.at("loggingLevel").text(), Absent) and block.at("loggingLevel").path != default.path:
            yield from _check_level(stage, block.at("loggingLevel"))


def _check_method_trace(settings: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_trace(settings, settings.at("settings", "dataTraceEnabled"))


def _check_stage_trace(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    for block in setting_blocks(stage):
        if isinstance(block, Unknown):
            yield undecided(stage, block)
        else:
            yield from _check_trace(stage, block.at("dataTraceEnabled"))


def _check_trace(resource: Resource, value: Value) -> Iterator[Finding]:
    flag = value.flag()
    if isinstance(flag, Unknown):
        yield undecided(resource, flag)
    elif flag == Known(value=True):
        yield violation(resource, value.path, f"{value.path} is true, it must be false")


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"

EXECUTION_LOGGING = Rule(
    name="execution-logging",
    group="logging",
    severity="medium",
    level="mandatory",
    title="A REST or WebSocket stage writes no execution log of some or all of its methods",
    why="The access log says that a call failed; which authorizer, mapping or backend failed it only the execution log "
    "says.",
    fix="Set settings.loggingLevel to ERROR or INFO in a MethodSettings with methodPath '*/*', or for a WebSocket API "
    "defaultRouteSettings.loggingLevel of the Stage, and switch it off for no method or route.",
    source=_SOURCE,
    controls=(
        "checkov CKV2_AWS_4",
        "Security Hub APIGateway.1",
        "Config api-gw-execution-logging-enabled",
        "cdk-nag APIG6",
        "cfn-guard API_GW_EXECUTION_LOGGING_ENABLED",
        "prowler apigateway_restapi_logging_enabled",
        "KICS 1b6799eb",
        "turbot apigateway_stage_logging_enabled",
        "OWASP API8:2023",
    ),
    checks={REST_METHOD_SETTINGS: _check_settings},
    check_stack=_check_stages,
    stack_types=(REST_STAGE, REST_METHOD_SETTINGS, REST_API, STAGE, API, ROUTE),
)

NO_DATA_TRACE = Rule(
    name="no-data-trace",
    group="logging",
    severity="medium",
    level="mandatory",
    title="The execution log records what callers send and get",
    why="Data tracing writes whole requests and responses to the log: bodies with personal data, and headers with "
    "tokens.",
    fix="Set dataTraceEnabled to false, or leave it out, in each MethodSettings and each block of route settings.",
    source=_SOURCE,
    controls=("checkov CKV_AWS_276", "OWASP API8:2023"),
    checks={REST_METHOD_SETTINGS: _check_method_trace, STAGE: _check_stage_trace},
    remedies={REST_METHOD_SETTINGS: stop_method_trace, STAGE: stop_route_trace},
)

RULES = (EXECUTION_LOGGING, NO_DATA_TRACE)
