"""Create, update and delete any resource of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.provider.elements import change_elements, element_lists
from local.provider.emulator_client import AwsError, EmulatorUnreachableError
from local.provider.mapping import ATTRIBUTES, knows, request_of, sets
from local.provider.patches import PARAMETER, patch_operations
from local.provider.reading import read_resource
from local.provider.remote import Remote, evaluate
from local.provider.schema import resource_schema
from local.provider.settings import settings_of
from local.provider.shapes import property_shape
from local.provider.tagging import change_tags, created_tags, read_tags
from local.provider.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.provider.resource_type import Change, Request, ResourceType
    from local.provider.values import Properties, Value

GONE = "the resource no longer exists: run `pulumi refresh`"
_EMPTY: Mapping[str, Value] = {"string": "", "list": [], "map": {}, "boolean": False, "object": {}}


class PartlyDoneError(RuntimeError):
    """A resource exists, but a step after its creation, or one of several of an update, failed."""

    def __init__(self, identifier: str, state: Properties, reason: str) -> None:
        super().__init__(reason)
        self.identifier = identifier
        self.state = state


def create_resource(remote: Remote, given: Properties, *, begun_before: bool = False) -> tuple[str, Properties]:
    """A new resource: its id and its state.

    Where its creation was begun before and interrupted, what that made at the same place is taken for the new one.

    Raises:
        PartlyDoneError: it exists, but is not as asked for.
    """
    row, schema = remote.row, resource_schema(remote.row.type)
    inputs = row.prepare(given) if row.prepare else given
    request = request_of(row, row.create, inputs, schema.inputs) | created_tags(row, inputs)
    try:
        answer = remote.call(row.create, request, inputs, {})
    except AwsError:
        if not begun_before or (identifier := _at_its_place(remote, inputs, request)) is None:
            raise
    else:
        if row.settle:
            answer = row.settle(remote.calls_in(inputs), answer)
        identifier = str(evaluate(row.id, {**remote.facts(inputs), **answer}))
    try:
        _finish_creation(remote, identifier, inputs)
        found = read_resource(remote, identifier, inputs, inputs)
    except (AwsError, EmulatorUnreachableError) as error:
        partial = remote.with_outputs(inputs, remote.facts({**inputs, "id": identifier}))
        raise PartlyDoneError(identifier, partial, str(error)) from error
    if found is None:
        raise PartlyDoneError(identifier, inputs, f"{row.create} succeeded, but the resource cannot be read")
    return identifier, found[1]


def _at_its_place(remote: Remote, inputs: Properties, request: Request) -> str | None:
    """The id of the resource where this one was to be; None where there is none, or AWS gives it another place."""
    row = remote.row
    try:
        if row.find:
            return row.find(remote.calls_in(inputs), request)
        identifier = str(evaluate(row.id, {**request, **remote.facts(inputs)}))
    except (AwsError, KeyError):
        return None
    return identifier if read_resource(remote, identifier, inputs, inputs) else None


def _finish_creation(remote: Remote, identifier: str, inputs: Properties) -> None:
    """The settings that the create operation has no members for."""
    row, state = remote.row, {**inputs, "id": identifier}
    given = {name for name, value in inputs.items() if not is_empty(value)}
    candidates = given - set(row.identity.values())
    missing = {name for name in candidates if not knows(row, row.create, name)}
    for change in row.update:
        if not change.always and any(sets(row, change, name) for name in missing):
            # Only what creation left out: an unchanged setting sent again may be refused.
            left_out = {name: inputs[name] for name in missing}
            unset = {name: value for name, value in state.items() if name not in missing}
            _apply(remote, change, left_out, inputs, state, unset)
    _switch(remote, given, inputs, state, created=True)
    put = {name: inputs.get(name) for name, _ in element_lists(row) if knows(row, row.create, name)}
    change_elements(row, resource_schema(row.type), {**row.initial, **put}, inputs, remote.calls_on(state))
    if row.tags and not created_tags(row, inputs):
        facts = remote.facts(state)
        named = remote.with_outputs(facts, facts)
        # A deleted namesake may have left its tags.
        stale = {} if row.tags.member else read_tags(row, remote.client, named, {})
        change_tags(row, remote.client, named, stale, inputs.get("tags") or {})


def update_resource(
    remote: Remote,
    identifier: str,
    changed: Iterable[str],
    *,
    inputs: Properties,
    old_inputs: Properties,
    state: Properties,
) -> Properties:
    """The state after the changed properties have got their new values.

    Raises:
        PartlyDoneError: an operation failed; those before it have taken effect.
    """
    row = remote.row
    names = set(changed) - set(row.identity.values())  # what names a resource is not a setting of it
    inputs = row.prepare(inputs) if row.prepare else inputs
    try:
        # A creation that was cut off after its first step left a state without what only reading tells, as an ARN.
        before = read_resource(remote, identifier, inputs, state)
        if before is None:
            raise PartlyDoneError(identifier, state, GONE)
        known = {**inputs, **state, **before[1], "id": identifier}
        _change_settings(remote, names, inputs, known, before[1])
        change_elements(row, resource_schema(row.type), old_inputs, inputs, remote.calls_on(known))
        if row.tags and "tags" in names:
            tags_before: Any = known.get("tagsAll") or {}
            change_tags(row, remote.client, remote.facts(known), tags_before, inputs.get("tags") or {})
        found = read_resource(remote, identifier, inputs, {**state, **inputs})
    except (AwsError, EmulatorUnreachableError) as error:
        raise PartlyDoneError(identifier, state, str(error)) from error
    if found is None:
        raise PartlyDoneError(identifier, state, GONE)
    return found[1]


def _change_settings(
    remote: Remote, names: set[str], inputs: Properties, known: Properties, before: Properties
) -> None:
    row = remote.row
    gone = {name for name in names if is_empty(inputs.get(name))}
    removals = {row.attributes[name].removal for name in gone if name in row.attributes} - {""}
    cleared = {name: _cleared(row, name) for name in gone if not _has_removal(row, name)}
    for change in row.update:
        own = {name for name in names if sets(row, change, name) and (name in cleared or name not in gone)}
        if own or change.always:
            sent = {name: value for name, value in inputs.items() if not change.changed_only or name in own}
            sent |= {name: cleared[name] for name in own & cleared.keys()}
            if change.patches or change.pair or change.settings or change.single:
                sent = {name: sent.get(name) for name in own}
            _apply(remote, change, sent, inputs, known, before)
    _switch(remote, names, inputs, known, created=False)
    for removal in sorted(removals):
        remote.call(removal, remote.identity(removal, remote.facts(known)), inputs, known)


def _apply(  # noqa: PLR0917  # the five that every step has, and one
    remote: Remote, change: Change, sent: Properties, inputs: Properties, state: Properties, before: Properties
) -> None:
    row, schema, facts = remote.row, resource_schema(remote.row.type), remote.facts(state)
    if change.patches:
        operations = patch_operations(row, schema, change.patches, before=before, wanted=sent, facts=facts)
        if not operations:
            return
        request: Request = {PARAMETER: operations}
    elif change.pair:
        name, value = change.pair
        settings: Request = request_of(row, row.create, sent, schema.inputs).get(ATTRIBUTES, {})
        for key, setting in settings.items():
            request = remote.identity(change.operation, facts) | {name: key, value: setting}
            remote.call(change.operation, request, inputs, state)
        return
    elif change.settings:
        request = {ATTRIBUTES: settings_of(change, sent)}
    elif change.single and len(sent) > 1:
        for name in sorted(sent):
            if knows(row, change.operation, name):
                _apply(remote, change, {name: sent[name]}, inputs, state, before)
        return
    else:
        request = request_of(row, change.operation, sent, schema.inputs)
    request |= remote.identity(change.operation, facts)
    remote.call(change.operation, request, inputs, state)


def _switch(remote: Remote, names: set[str], inputs: Properties, state: Properties, *, created: bool) -> None:
    """Settings that operations of their own switch on and off; a new resource has the default."""
    schema, facts = resource_schema(remote.row.type), remote.facts(state)
    for name, attribute in remote.row.attributes.items():
        if attribute.switch is None or name not in names:
            continue
        wanted = bool(inputs.get(name, attribute.default))
        if created and wanted == bool(attribute.default):
            continue
        operation = attribute.switch[0] if wanted else attribute.switch[1]
        request = request_of(remote.row, operation, inputs, schema.inputs) | remote.identity(operation, facts)
        remote.call(operation, request, inputs, state)


def _has_removal(row: ResourceType, name: str) -> bool:
    return name in row.attributes and bool(row.attributes[name].removal)


def _cleared(row: ResourceType, name: str) -> Value:
    """What tells AWS that a property is taken away; None where only its absence can."""
    attribute = row.attributes.get(name)
    if attribute and attribute.default is not None:
        return attribute.default
    shape = property_shape(row, name)
    limits = shape.metadata if shape else {}
    limited = limits.get("min") or limits.get("enum") or limits.get("pattern")
    if shape is None or limited or getattr(shape, "required_members", None):
        return None  # an empty value would be refused
    return _EMPTY.get(resource_schema(row.type).inputs[name].type.kind)


def delete_resource(remote: Remote, identifier: str, inputs: Properties, state: Properties) -> None:
    """Deletes a resource; one that is gone already is deleted."""
    row, facts = remote.row, remote.facts({**inputs, **state, "id": identifier})
    kept = {name for name, elements in element_lists(row) if elements.kept}
    known = facts if facts.get(row.forced_by) else inputs
    elements = {name: value for name, value in known.items() if name not in kept}
    change_elements(row, resource_schema(row.type), elements, {}, remote.unless_gone(remote.calls_on(facts)))
    call = remote.unless_gone(lambda operation, request: remote.call(operation, request, inputs, facts))
    call(row.delete, remote.identity(row.delete, facts))
