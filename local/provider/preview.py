"""What a preview can tell of a resource that is to be created or updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.provider.values import UNKNOWN, as_dict

if TYPE_CHECKING:
    from local.provider.resource_type import ResourceType
    from local.provider.schema import ResourceSchema
    from local.provider.values import Properties


def previewed(row: ResourceType, schema: ResourceSchema, inputs: Properties, state: Properties | None) -> Properties:
    """The outputs of a new resource (`state` is None), or of one whose inputs change.

    Only outputs that pulumi_aws declares as always present become unknown: an optional one that is not given is absent.
    What AWS decides inside of an object that is given is unknown, or what it was.
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
    for path, attribute in row.attributes.items():
        name, _, inner = path.partition(".")
        given = as_dict(result.get(name))
        if not inner or not attribute.computed or given is None or inner in given:
            continue
        decided = UNKNOWN if state is None else (as_dict(state.get(name)) or {}).get(inner)
        if decided is not None:
            result[name] = {**given, inner: decided}
    if row.tags:
        result["tagsAll"] = inputs.get("tags") or {}
    return result
