"""Read: what a resource is now, for the state after a change, for a refresh and for an import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from local.provider.emulator_client import AwsError
from local.provider.mapping import properties_of
from local.provider.remote import SURROUNDINGS, Remote, evaluate
from local.provider.schema import resource_schema
from local.provider.state import state_of
from local.provider.tagging import read_tags
from local.provider.values import as_list

if TYPE_CHECKING:
    from local.provider.resource_type import Reading, Request, ResourceType
    from local.provider.values import Properties


class ImportIdError(ValueError):
    """An import id that has not the form of its type."""


def read_resource(
    remote: Remote, identifier: str, inputs: Properties, state: Properties
) -> tuple[str, Properties] | None:
    """The id and the state of a resource; None when there is none.

    `inputs` and `state` are what is known of it; both are empty when `identifier` is an import id.

    Raises:
        ImportIdError: the import id has not the form of its type.
    """
    row, schema = remote.row, resource_schema(remote.row.type)
    known = {**inputs, **state, "id": identifier}
    imported = any(name in row.import_id and not known.get(name) for name in remote.naming_properties())
    imported = imported or (bool(row.import_pattern) and not inputs and not state)
    if imported:
        known.update(_import_parts(row, identifier))
    facts = remote.facts(known)
    answer = _merged_answers(remote, facts)
    if answer is None:
        return None
    found = properties_of(row, answer, schema.outputs)
    found = state_of(row, schema, found, known, inputs)
    found["region"] = facts["region"] if "region" in schema.outputs else None
    # What the outputs are made of is what is there now, not what the state had.
    final = {**found, **{name: facts[name] for name in SURROUNDINGS}}
    actual = str(evaluate(row.id, {**answer, **final})) if imported else identifier
    result = remote.with_outputs(found, {**answer, **final, "id": actual})
    if row.tags:
        tags = read_tags(row, remote.client, {**final, **result}, answer)
        result |= {"tagsAll": tags, "tags": tags or None}
    return actual, {name: value for name, value in result.items() if value is not None}


def _import_parts(row: ResourceType, identifier: str) -> Properties:
    if row.import_pattern:
        match = re.fullmatch(row.import_pattern, identifier)
        if match is None:
            raise ImportIdError(f"the id {identifier!r} of {row.type} must have the form {row.import_pattern}")
        return {name: part for name, part in match.groupdict().items() if part is not None}
    parts = identifier.split(row.import_separator, len(row.import_id) - 1)
    if len(parts) != len(row.import_id):
        form = row.import_separator.join(f"<{name}>" for name in row.import_id)
        raise ImportIdError(f"the id {identifier!r} of {row.type} must have the form {form}")
    return dict(zip(row.import_id, parts, strict=True))


def _merged_answers(remote: Remote, facts: Properties) -> Request | None:
    answer: Request = {}
    for reading in remote.row.read:
        part = _part(remote, reading, {**answer, **facts})  # a part may be named by an earlier one
        if part is not None:
            answer.update(part)
        elif not reading.optional:
            return None
    return remote.row.present(answer) if remote.row.present else answer


def _part(remote: Remote, reading: Reading, facts: Properties) -> Request | None:
    try:
        others = reading.request(facts) if callable(reading.request) else reading.request
        request = remote.identity(reading.operation, facts) | others
        answer = remote.call_as_is(reading.operation, request, facts["region"])
    except AwsError as error:
        if error.code in remote.row.gone:
            return None
        raise
    if reading.select:
        return reading.select(answer, facts)
    if not reading.at:
        return answer
    inner: Any = answer.get(reading.at)
    if (several := as_list(inner)) is not None:  # those that were asked for, which is one
        inner = next(iter(several), None)
    return None if inner is None else {**answer, **inner}
