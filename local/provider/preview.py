"""What a preview can tell of a resource that is to be created or updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.values import UNKNOWN

if TYPE_CHECKING:
    from local.provider.resource_type import ResourceType
    from local.provider.schema import ResourceSchema
    from local.provider.values import Properties


def previewed(row: ResourceType, schema: ResourceSchema, inputs: Properties, state: Properties | None) -> Properties:
    """The outputs of a new resource (`state` is None), or of one whose inputs change.

    Only outputs that pulumi_aws declares as always present become unknown: an optional one that is not given is absent.
    """
    result: Properties = {}
    for name, declared in schema.outputs.items():
        if name in inputs:
            result[name] = inputs[name]
        elif state is None or name in row.unsettled:
            if declared.always:
                result[name] = UNKNOWN
        elif name in state and (declared.always or name not in schema.inputs):
            result[name] = state[name]
    if row.tags:
        result["tagsAll"] = inputs.get("tags") or {}
    return result
