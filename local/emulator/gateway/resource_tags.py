"""The operations of tags in the control plane of REST APIs: GetTags, TagResource and UntagResource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer


def answered(method: str, tags: dict[str, Any], data: dict[str, Any], query: dict[str, Any], shown: Answer) -> Answer:
    """Answers an operation on the tags of one resource, which it changes in place.

    Args:
        method: Says which operation it is.
        tags: Those of the resource.
        data: The body.
        query: The parameters; `tagKeys` names the tags that go.
        shown: The answer that shows the tags.
    """
    if method == "GET":
        return shown
    if method == "DELETE":
        keys = query.get("tagKeys", [])
        for key in [keys] if isinstance(keys, str) else keys:
            tags.pop(key, None)
        return 204, {}, b""
    tags.update(as_map(data.get("tags")))
    return 201 if method == "POST" else 204, {}, b""
