"""Tags: default ones merged, written in either of AWS's two forms, read from wherever they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from botocore.model import ListShape, StructureShape

from local.provider.emulator_client import AwsError
from local.provider.shapes import input_shape, listed
from local.provider.values import as_dict, as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.provider.emulator_client import EmulatorClient
    from local.provider.resource_type import Request, ResourceType, Tagging
    from local.provider.values import Properties


def created_tags(row: ResourceType, inputs: Properties) -> Request:
    """The tags as a parameter of the create operation, where it has one and there are any."""
    tagging, tags = row.tags, inputs.get("tags")
    if tagging is None or not tags:
        return {}
    shape = input_shape(row.service, row.create)
    return {tagging.member: _written(shape, tagging.member, tags)} if tagging.member in shape.members else {}


def change_tags(
    row: ResourceType, client: EmulatorClient, facts: Properties, old: Mapping[str, str], new: Mapping[str, str]
) -> None:
    """Removes the tags that are no longer there and sets those that are new or different."""
    tagging = row.tags
    if tagging is None:
        return
    removed = sorted(set(old) - set(new))
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    region, others = facts["region"], tagging.request(facts)
    if tagging.whole:
        if removed or changed:
            _write_all(row, client, facts, new)
        return
    if removed:
        shape = input_shape(row.service, tagging.untag)
        name, member = _identifier_and_payload(shape, tagging, "tagkeys", others)
        request = {name: listed(shape.members[name], _resource(tagging, facts)), member: _keys(shape, member, removed)}
        client.call(row.service, tagging.untag, {**others, **request}, region)
    if changed:
        shape = input_shape(row.service, tagging.tag)
        name, member = _identifier_and_payload(shape, tagging, "tags", others)
        request = {
            name: listed(shape.members[name], _resource(tagging, facts)),
            member: _written(shape, member, changed),
        }
        client.call(row.service, tagging.tag, {**others, **request}, region)


def read_tags(row: ResourceType, client: EmulatorClient, facts: Properties, answer: Request) -> dict[str, str]:
    """All tags of a resource, without those that AWS itself has put on it."""
    tagging = row.tags
    if tagging is None:
        return {}
    found: Any = answer.get(tagging.member)
    if tagging.listing:
        shape = input_shape(row.service, tagging.listing)
        others = tagging.request(facts)
        required = (name for name in shape.required_members if name not in others)
        name = tagging.identifier or next(required)
        request = {**others, name: listed(shape.members[name], _resource(tagging, facts))}
        try:
            answered = client.call(row.service, tagging.listing, request, facts["region"])
        except AwsError as error:
            if error.code not in row.gone:  # S3 has no empty set of tags
                raise
            answered = {}
        found = _listed_tags(answered)
    return {key: value for key, value in _as_map(found).items() if not key.startswith("aws:")}


def _resource(tagging: Tagging, facts: Properties) -> Any:
    template = tagging.identified_by
    return template.format_map(facts) if isinstance(template, str) else template(facts)


def _identifier_and_payload(shape: StructureShape, tagging: Tagging, wanted: str, others: Request) -> tuple[str, str]:
    """The member that names the resource, and the one that carries tags or keys; some take whole tags for keys."""
    folded = {name: name.casefold() for name in shape.members}
    ends = (wanted, "tags")
    payload = next(name for end in ends for name in folded if folded[name].endswith(end))
    named = (name for name in shape.required_members if name != payload and name not in others)
    return tagging.identifier or next(named), payload


def _keys(shape: StructureShape, member: str, keys: list[str]) -> list[Any]:
    inner = shape.members[member]
    whole = isinstance(inner, ListShape) and isinstance(inner.member, StructureShape)
    return [{"Key": key} for key in keys] if whole else list(keys)


def _listed_tags(answered: Any) -> Any:
    """The tags of an answer: a member of it, or of the structure, or list of one, that is a member of it."""
    entries = as_dict(answered) or {}
    direct = next((value for key, value in entries.items() if key.casefold() in {"tags", "tagset", "taglist"}), None)
    if direct is not None:
        return direct
    inner = (items[0] if (items := as_list(value)) else value for value in entries.values())
    return next((tags for value in inner if (tags := _listed_tags(value)) is not None), None)


def _write_all(row: ResourceType, client: EmulatorClient, facts: Properties, tags: Mapping[str, str]) -> None:
    """All tags at once, for services that have no other way."""
    tagging = row.tags
    if tagging is None:
        return
    request: Request = {**tagging.request(facts), tagging.identifier: _resource(tagging, facts)}
    if not tags:
        client.call(row.service, tagging.untag, request, facts["region"])
        return
    inner: Any = [{"Key": key, "Value": value} for key, value in tags.items()]
    for part in reversed(tagging.whole):
        inner = {part: inner}
    client.call(row.service, tagging.tag, {**request, **inner}, facts["region"])


def _written(shape: StructureShape, member: str, tags: Mapping[str, str]) -> Any:
    inner = shape.members[member]
    if isinstance(inner, ListShape) and isinstance(inner.member, StructureShape):
        key_name, value_name = sorted(inner.member.members, key=str.casefold)  # `Key` and `Value`, or in lower case
        return [{key_name: key, value_name: value} for key, value in tags.items()]
    return dict(tags)


def _as_map(found: Any) -> dict[str, str]:
    if (items := as_list(found)) is not None:
        folded = [
            {key.casefold(): value for key, value in item.items()} for item in cast("list[dict[str, str]]", items)
        ]
        # KMS says `TagKey` and `TagValue`.
        return {item.get("key") or item["tagkey"]: item.get("value", item.get("tagvalue", "")) for item in folded}
    return dict(as_dict(found) or {})
