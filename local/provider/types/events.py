"""Amazon EventBridge.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_DEFAULT_BUS: Final = "default"


def _check_rule(inputs: Properties) -> list[Problem]:
    if inputs.get("eventPattern") or inputs.get("scheduleExpression"):
        return []
    return [("eventPattern", "is required where there is no scheduleExpression")]


def _drop_targets(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A rule with targets is only deleted where its program says so."""
    if operation != "DeleteRule" or not state.get("forceDestroy"):
        return
    where = {"Rule": request["Name"], "EventBusName": request.get("EventBusName", _DEFAULT_BUS)}
    targets: list[Any] = call("ListTargetsByRule", where).get("Targets") or []
    if targets:
        call("RemoveTargets", {**where, "Ids": [target["Id"] for target in targets]})


def _with_state(inputs: Properties) -> Properties:
    """`isEnabled` is the older word for two of the states."""
    if inputs.get("state") or inputs.get("isEnabled") is None:
        return inputs
    return {**inputs, "state": "ENABLED" if inputs["isEnabled"] else "DISABLED"}


def _this_target(answer: Request, facts: Properties) -> Request | None:
    found = next((target for target in answer["Targets"] if target["Id"] == facts["targetId"]), None)
    return None if found is None else {"Targets": found}


EVENT_BUS: Final = ResourceType(
    type="aws:cloudwatch/eventBus:EventBus",
    service="events",
    create="CreateEventBus",
    read=(Reading("DescribeEventBus"),),
    update=(Change("UpdateEventBus"),),
    delete="DeleteEventBus",
    id="{name}",
    identity={"Name": "name"},
    import_id=("name",),
    import_separator="\n",
    attributes={
        "deadLetterConfig.arn": Attribute(arn=True),
        "eventSourceName": Attribute(unechoed=True, replaces=True),
    },
    naming=Naming(max_length=256),
    tags=Tagging(listing="ListTagsForResource"),
)

EVENT_RULE: Final = ResourceType(
    type="aws:cloudwatch/eventRule:EventRule",
    service="events",
    create="PutRule",
    read=(Reading("DescribeRule"),),
    update=(Change("PutRule"),),
    delete="DeleteRule",
    id=lambda facts: (
        facts["name"]
        if facts.get("eventBusName", _DEFAULT_BUS) == _DEFAULT_BUS
        else f"{facts['eventBusName']}/{facts['name']}"
    ),
    identity={"Name": "name", "EventBusName": "eventBusName"},
    import_id=("eventBusName", "name"),
    attributes={
        "namePrefix": Attribute(local=True, replaces=True),
        "forceDestroy": Attribute(local=True),
        "isEnabled": Attribute(local=True),
        "eventBusName": Attribute(default=_DEFAULT_BUS),
        "eventPattern": Attribute(json=True),
        "state": Attribute(default="ENABLED"),
        "name": Attribute(exact=Exact(minimum=1, maximum=64)),
    },
    naming=Naming(max_length=64, prefix="namePrefix"),
    tags=Tagging(listing="ListTagsForResource"),
    exclusive=(("name", "namePrefix"), ("state", "isEnabled")),
    check=_check_rule,
    prepare=_with_state,
    first=_drop_targets,
)

EVENT_TARGET: Final = ResourceType(
    type="aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    create="PutTargets",
    read=(Reading("ListTargetsByRule", select=_this_target),),
    update=(Change("PutTargets"),),
    delete="RemoveTargets",
    id=lambda facts: "-".join(facts[name] for name in ("eventBusName", "rule", "targetId") if facts.get(name)),
    identity={"Rule": "rule", "EventBusName": "eventBusName", "Ids": "targetId"},
    import_id=("eventBusName", "rule", "targetId"),
    attributes={
        "arn": Attribute("Targets.Arn"),
        "targetId": Attribute("Targets.Id", replaces=True, exact=Exact(pattern=r"[A-Za-z0-9._-]{1,64}")),
        "roleArn": Attribute("Targets.RoleArn"),
        "input": Attribute("Targets.Input", json=True),
        "inputPath": Attribute("Targets.InputPath"),
        "inputTransformer": Attribute("Targets.InputTransformer"),
        "inputTransformer.inputPaths": Attribute("InputPathsMap"),
        "deadLetterConfig": Attribute("Targets.DeadLetterConfig"),
        "deadLetterConfig.arn": Attribute(arn=True),
        "retryPolicy": Attribute("Targets.RetryPolicy"),
        "retryPolicy.maximumEventAgeInSeconds": Attribute(exact=Exact(minimum=60, maximum=86400)),
        "retryPolicy.maximumRetryAttempts": Attribute(exact=Exact(minimum=0, maximum=185)),
        "kinesisTarget": Attribute("Targets.KinesisParameters"),
        "sqsTarget": Attribute("Targets.SqsParameters"),
        "httpTarget": Attribute("Targets.HttpParameters"),
        "forceDestroy": Attribute(local=True),
        **{
            name: Attribute(refused="the emulator hands events to no such service")
            for name in (
                "appsyncTarget", "batchTarget", "ecsTarget", "redshiftTarget", "runCommandTargets",
                "sagemakerPipelineTarget",
            )
        },
    },
    naming=Naming("targetId", max_length=64),
    exclusive=(("input", "inputPath", "inputTransformer"),),
)  # fmt: skip

TYPES: Final = (EVENT_BUS, EVENT_RULE, EVENT_TARGET)
