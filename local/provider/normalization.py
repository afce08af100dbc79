"""The one form in which inputs are kept: documents as JSON texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.provider.values import UNKNOWN, Secret, as_dict, has_secret, has_unknown, plain

if TYPE_CHECKING:
    from local.provider.schema import ResourceSchema
    from local.provider.values import Properties, Value


def normalized(schema: ResourceSchema, inputs: Properties) -> Properties:
    """The inputs, with the documents that a program writes as objects turned into texts."""
    return {
        name: _as_text(value) if name in schema.inputs and schema.inputs[name].type.kind == "document" else value
        for name, value in inputs.items()
    }


def _as_text(value: Value) -> Value:
    if as_dict(plain(value)) is None:
        return value
    text = UNKNOWN if has_unknown(value) else json.dumps(plain(value), separators=(",", ":"), sort_keys=True)
    return Secret(text) if has_secret(value) else text
