"""The role with which API Gateway writes the logs of REST and WebSocket APIs: a setting of an account in a Region."""

from collections.abc import Iterator

from gateway_policies.belonging import protocol_of
from gateway_policies.logging.access_log_groups import destinations
from gateway_policies.logging.execution_logs import LEVELS
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    API,
    DELIVERY_STREAM,
    REST_ACCOUNT,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.throttling.stages import setting_blocks


def _check_account(account: Resource, _settings: Settings) -> Iterator[Finding]:
    """An Account without a role takes away the one that was set. The ARN of a role yet to be made is enough."""
    role = account.at("cloudwatchRoleArn")
    text = role.text()
    if isinstance(text, Absent) or text == Known(""):
        message = "cloudwatchRoleArn is not set, so that no API of the account may write logs in this Region"
        yield violation(account, "cloudwatchRoleArn", message)
    elif isinstance(role.reading, Known) and isinstance(text, Unknown):
        yield undecided(account, text)


def _check_logging(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """One finding a Region is enough: it is the account's matter, not that of each stage."""
    if switch(settings, "setElsewhere"):
        return
    covered = {_region(one) for one in stack.resources if one.type == REST_ACCOUNT}
    certain: dict[str, Finding] = {}
    possible: dict[str, Finding] = {}
    # By name, since the order of registrations is not always the same.
    for resource in sorted(stack.of_type(REST_METHOD_SETTINGS, REST_STAGE, STAGE), key=lambda one: one.urn):
        region = _region(resource)
        if "" in covered or region in covered or (covered and not region):
            continue
        for value in _logs(stack, resource):
            if isinstance(value, Unknown):
                possible.setdefault(region, undecided(resource, value))
            else:
                message = f"{value.path} asks for a log, and no Account of the stack gives API Gateway a role for it"
                certain.setdefault(region, violation(resource, value.path, message))
    yield from {**possible, **certain}.values()


def _logs(stack: Stack, resource: Resource) -> Iterator[Value | Unknown]:
    """The properties that ask for logs written with the account's role, and those of which that is not known."""
    wanted = [one for value in _levels(resource) if not isinstance(one := _wants(value), Absent)]
    if resource.type != REST_METHOD_SETTINGS and not isinstance(one := _wants_access_log(stack, resource), Absent):
        wanted.append(one)
    protocol: Reading[str] = protocol_of(stack, resource) if wanted and resource.type == STAGE else Known("REST")
    if protocol == Known("HTTP"):
        return
    if isinstance(protocol, Known):
        yield from wanted
    else:
        yield Unknown("apiId", "names no API whose protocolType is known")


def _levels(resource: Resource) -> Iterator[Value | Unknown]:
    if resource.type == REST_METHOD_SETTINGS:
        yield resource.at("settings", "loggingLevel")
    elif resource.type == STAGE:
        for block in setting_blocks(resource):
            yield block if isinstance(block, Unknown) else block.at("loggingLevel")


def _wants(value: Value | Unknown) -> Value | Unknown | Absent:
    if isinstance(value, Unknown):
        return value
    level = value.text()
    if isinstance(level, Known):
        return value if level.value in LEVELS else Absent()
    return level


def _wants_access_log(stack: Stack, stage: Resource) -> Value | Unknown | Absent:
    """To delivery streams API Gateway writes with a role of its own."""
    value = stage.at("accessLogSettings", "destinationArn")
    arn = value.text()
    if isinstance(arn, Known):
        return value if ":logs:" in arn.value else Absent()
    kinds = {one.type for one in destinations(stack, stage)}
    if isinstance(arn, Unknown) and kinds:
        return value if DELIVERY_STREAM not in kinds else Absent()
    return arn


def _region(resource: Resource) -> str:
    """The Region of a resource, "" when it is not known."""
    region = resource.at("region").text()
    return resource.region if isinstance(region, Absent) else region.value if isinstance(region, Known) else ""


ACCOUNT_CLOUDWATCH_ROLE = Rule(
    name="account-cloudwatch-role",
    group="logging",
    severity="low",
    level="advisory",
    title="API Gateway has no role to write the logs that are asked for",
    why="Where the account has no such role in the Region, AWS refuses the stage with 'CloudWatch Logs role ARN must "
    "be set in account settings to enable logging'.",
    fix="Make one aws.apigateway.Account with cloudwatchRoleArn for each account and Region; where another stack has "
    "it, set setElsewhere of this rule in the enforcement file.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    controls=("cloud-custodian rest-account", "OWASP API8:2023"),
    checks={REST_ACCOUNT: _check_account},
    check_stack=_check_logging,
    stack_types=(REST_ACCOUNT, REST_METHOD_SETTINGS, REST_STAGE, STAGE, API, ROUTE),
    settings={
        "setElsewhere": Setting(default=False, description="whether the account has the role from another stack"),
    },
)

RULES = (ACCOUNT_CLOUDWATCH_ROLE,)
