"""The log groups that API Gateway names itself for execution logs are made, and so kept in hand, by the stack."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway_policies.belonging import api_of, protocol_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, LOG_GROUP, REST_API, REST_STAGE, ROUTE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_OF_REST = "API-Gateway-Execution-Logs_"
_OF_WEBSOCKET = "/aws/apigateway/"
_ID = "<id>"
_NAME = re.compile(rf"({_OF_REST}|{_OF_WEBSOCKET})[^/]+(/.+)", re.DOTALL)


@dataclass(slots=True)
class _Groups:
    """The log groups of a stack: the names that are known, those without the id of the API, and the others.

    A name that is not known may be of the API it comes from, or of any when it comes from nowhere in the stack.
    """

    names: set[str] = field(default_factory=set[str])
    without_id: dict[str, Resource] = field(default_factory=dict[str, Resource])
    of_api: dict[str, Resource] = field(default_factory=dict[str, Resource])
    untold: Resource | None = None


def _groups(stack: Stack) -> _Groups:
    found = _Groups()
    for group in (one for one in stack.resources if one.type == LOG_GROUP):
        name = group.at("name").text()
        if isinstance(name, Known):
            found.names.add(name.value)
            found.without_id[_NAME.sub(rf"\1{_ID}\2", name.value)] = group
        elif isinstance(name, Unknown):
            for api in stack.sources(group, "name", REST_API, API):
                found.of_api.setdefault(api.urn, group)
            if not group.property_dependencies.get("name"):
                found.untold = found.untold or group
    return found


def _check_stages(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(REST_STAGE):
        yield from _check_group(stack, stage, _OF_REST, ("restApi", "stageName"))
    for stage in stack.of_type(STAGE):
        protocol = protocol_of(stack, stage)
        if not isinstance(protocol, Known):
            yield undecided(stage, Unknown("apiId", "names no API whose protocolType is known"))
        elif protocol.value != "HTTP":
            yield from _check_group(stack, stage, _OF_WEBSOCKET, ("apiId", "name"))


def _check_group(stack: Stack, stage: Resource, prefix: str, keys: tuple[str, str]) -> Iterator[Finding]:
    stage_name = stage.at(keys[1]).text()
    if not isinstance(stage_name, Known):
        is_not = "is not set" if isinstance(stage_name, Absent) else stage_name.reason
        yield undecided(stage, Unknown(keys[1], is_not))
        return
    api = api_of(stack, stage)
    api_id = (api.id or api.known_text("id") if api else "") or stage.known_text(keys[0])
    groups = stack.once(_groups)
    wanted = f"{prefix}{api_id or _ID}/{stage_name.value}"
    if wanted in groups.names:
        return
    maybe = groups.of_api.get(api.urn if api else "") or groups.without_id.get(wanted) or groups.untold
    if maybe:
        yield undecided(stage, Unknown(f"whether {maybe.name!r} is {wanted!r}", "is not known until up"))
    else:
        yield violation(stage, keys[1], f"no LogGroup of the stack has the name {wanted!r}")


EXECUTION_LOG_GROUP_MANAGED = Rule(
    name="execution-log-group-managed",
    group="logging",
    severity="low",
    level="disabled",
    title="API Gateway makes the group of a stage's execution log itself",
    why="A group that API Gateway makes keeps everything for ever, and stays when the stage is gone.",
    fix="Make a LogGroup with retentionInDays and the name API-Gateway-Execution-Logs_<id of the REST API>/<stage>, or "
    "/aws/apigateway/<id>/<stage> for a WebSocket API, and let the Stage depend on it.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/view-cloudwatch-log-events-in-cloudwatch-"
    "console.html",
    controls=("KICS 982aa526", "terrascan AC_AWS_0014", "OWASP API8:2023"),
    check_stack=_check_stages,
    stack_types=(REST_STAGE, STAGE, LOG_GROUP, REST_API, API, ROUTE),
)

RULES = (EXECUTION_LOG_GROUP_MANAGED,)
