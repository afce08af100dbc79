"""Method settings that are for all methods of a REST stage: those with methodPath `*/*`."""

from collections.abc import Iterator

from gateway_policies.belonging import settings_of_stage
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_STAGE
from gateway_policies.resources import Resource, Stack

ALL_METHODS = "*/*"


def stages_without_settings(stack: Stack) -> Iterator[tuple[Resource, Resource | None]]:
    """The REST stages that certainly have none, or of which it is not known: then with settings that may be theirs."""
    for stage in stack.of_type(REST_STAGE):
        of_stage = settings_of_stage(stack, stage)
        paths = [(one, one.at("methodPath").text()) for one in of_stage.certain]
        if any(path == Known(ALL_METHODS) for _, path in paths):
            continue
        maybe = [one for one, path in paths if isinstance(path, Unknown)]
        maybe += [one for one in of_stage.possible if may_be_for_all(one)]
        yield stage, maybe[0] if maybe else None


def may_be_for_all(settings: Resource) -> bool:
    """Whether settings are for all methods, or their path cannot be read."""
    path = settings.at("methodPath").text()
    return isinstance(path, Unknown) or path == Known(ALL_METHODS)
