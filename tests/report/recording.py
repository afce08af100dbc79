"""Previews as the engine records them, written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine writes for a text that is not known before `up`."""
STACK = "urn:pulumi:prod::books::pulumi:pulumi:Stack::books-prod"
HTTP, REST = "aws:apigatewayv2", "aws:apigateway"

State = dict[str, Any]


def urn(kind: str, name: str) -> str:
    """The URN of a resource."""
    return f"urn:pulumi:prod::books::{kind}::{name}"


def state(
    kind: str, name: str, inputs: Mapping[str, Any] | None = None, *, parent: str = STACK, **links: Sequence[str] | str
) -> State:
    """A resource whose inputs named in `links` come from other resources, given by their URNs."""
    sources = {key: [found] if isinstance(found, str) else [*found] for key, found in links.items()}
    return {
        "urn": urn(kind, name),
        "type": kind,
        "parent": parent,
        "inputs": {**dict.fromkeys(sources, UNKNOWN), **(inputs or {})},
        "propertyDependencies": sources,
    }


def document(*states: State, outputs: Mapping[str, Any] | None = None, **more: Any) -> State:
    """The preview of a stack with these resources."""
    root = {"urn": STACK, "type": "pulumi:pulumi:Stack", "outputs": dict(outputs or {})}
    steps = [{"op": "create", "urn": one["urn"], "newState": one} for one in (root, *states)]
    return {"config": {"aws:region": "us-east-1"}, "steps": steps, **more}
