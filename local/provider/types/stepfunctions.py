"""AWS Step Functions.

https://docs.aws.amazon.com/step-functions/latest/apireference/
"""

from __future__ import annotations

from typing import Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging

_NAME: Final = Exact(pattern=r"[A-Za-z0-9_-]{1,80}", meaning="it has 1 to 80 letters, digits, hyphens and underscores")
_LOG_OUTPUTS: Final = {"level": "OFF", "includeExecutionData": False}


def _destination(destinations: list[Any]) -> str | None:
    return destinations[0]["cloudWatchLogsLogGroup"]["logGroupArn"] if destinations else None


STATE_MACHINE: Final = ResourceType(
    type="aws:sfn/stateMachine:StateMachine",
    service="stepfunctions",
    create="CreateStateMachine",
    read=(Reading("DescribeStateMachine"),),
    update=(Change("UpdateStateMachine"),),
    delete="DeleteStateMachine",
    id="{stateMachineArn}",
    identity={"stateMachineArn": "id"},
    import_separator="\n",
    attributes={
        "arn": Attribute("stateMachineArn"),
        "name": Attribute(exact=_NAME),
        "namePrefix": Attribute(local=True, replaces=True),
        "definition": Attribute(json=True),
        "type": Attribute(default="STANDARD"),
        "loggingConfiguration.logDestination": Attribute(
            "destinations",
            send=lambda arn: [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}],
            receive=_destination,
        ),
        "loggingConfiguration": Attribute(default=_LOG_OUTPUTS),
        "tracingConfiguration": Attribute(unechoed=True, default={"enabled": False}),  # the emulator drops it
        "publish": Attribute(refused="the stand-in publishes no versions of state machines"),
    },
    outputs={
        "tracingConfiguration": lambda facts: facts.get("tracingConfiguration") or {"enabled": False},
        "description": lambda facts: facts.get("description", ""),
        "revisionId": lambda facts: facts.get("revisionId", ""),
        "stateMachineVersionArn": lambda facts: facts.get("stateMachineVersionArn", ""),
        "versionDescription": lambda facts: facts.get("versionDescription", ""),
    },
    unsettled=frozenset({"revisionId"}),
    naming=Naming(max_length=80, prefix="namePrefix"),
    tags=Tagging(member="tags", listing="ListTagsForResource", identified_by="{id}"),
    gone=("StateMachineDoesNotExist",),
    exclusive=(("name", "namePrefix"),),
)

TYPES: Final = (STATE_MACHINE,)
