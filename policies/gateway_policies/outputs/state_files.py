"""Reading the resources in the JSON of `pulumi stack export` and of `pulumi preview --json`.

The forms are those of the engine: UntypedDeployment and ResourceV3 (pulumi/pulumi, sdk/go/common/apitype) and
PreviewDigest (pkg/display).
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from gateway_policies.resources import Resource

_REMOVING_STEPS = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})
_READING_STEPS = frozenset({"read", "read-replacement"})

_URN = re.compile(r'"urn"\s*:\s*("(?:[^"\\]|\\.)*")')

Json = Mapping[str, object]


class StateFileError(Exception):
    """A file is not what it should be; the message says which file and what is wrong, in one line."""


def read_state(file: Path) -> list[Resource]:
    """The resources of a file, without those to be deleted. Raises StateFileError."""
    try:
        document = cast("object", json.loads(file.read_bytes()))
    except OSError as error:
        raise StateFileError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise StateFileError(f"{file}: is not JSON: {error}") from error
    try:
        states = list(_states(document))
        default = _default_region(document)
        inputs = {_text(one, "urn"): _map(one, "inputs") for one in states}
        by_urn = {resource.urn: resource for resource in (_resource(one, inputs, default) for one in states)}
    except StateFileError as error:
        raise StateFileError(f"{file}: {error}") from error
    return list(by_urn.values())


def lines_of_urns(file: Path) -> Mapping[str, int]:
    """The line on which each URN first stands in a file that `read_state` has read; none of a pipe, it is used up."""
    if not file.is_file():
        return {}
    content = file.read_bytes()
    text = content.decode(json.detect_encoding(content), "surrogatepass")
    lines: dict[str, int] = {}
    line, counted = 1, 0
    for match in _URN.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        lines.setdefault(json.loads(match[1]), line)
    return lines


def _states(document: object) -> Iterator[Json]:
    if isinstance(document, dict):
        fields = cast("Json", document)
        if "deployment" in fields:
            deployment = _map(fields, "deployment")
            yield from (one for one in _maps(deployment, "resources") if one.get("delete") is not True)
            return
        if fields.keys() & {"steps", "changeSummary", "diagnostics"}:
            yield from _preview_states(fields)
            return
    raise StateFileError(
        "is neither a stack export (an object with 'deployment') nor a preview (one with 'steps'); "
        "write it with `pulumi stack export` or `pulumi preview --json`"
    )


def _default_region(document: object) -> str:
    """The Region of the default provider of a preview, which does not list providers; "" when it is not there."""
    region = _map(cast("Json", document), "config").get("aws:region")
    return region if isinstance(region, str) else ""


def _preview_states(digest: Json) -> Iterator[Json]:
    for diagnostic in _maps(digest, "diagnostics"):
        said = str(diagnostic.get("message")).strip().partition("\n")[0]
        # Of a preview that only policies stopped the engine says no more than this, and it is complete.
        if diagnostic.get("severity") == "error" and said != "error: preview failed":
            raise StateFileError(f"is a preview that failed, so its resources may be incomplete: {said}")
    for step in _maps(digest, "steps"):
        op = step.get("op")
        if op not in _REMOVING_STEPS and step.get("newState") is not None:
            state = _map(step, "newState")
            if state.get("delete") is not True:
                yield {**state, "external": True} if op in _READING_STEPS else state


def _resource(state: Json, inputs_of: Mapping[str, Json], default_region: str) -> Resource:
    urn = _text(state, "urn")
    inputs, external = _map(state, "inputs"), state.get("external") is True
    # A provider is named by its URN and id: urn:…::name::id. Default providers are called default_<version>.
    provider = str(state.get("provider") or "").rpartition("::")[0]
    is_default = provider.rpartition("::")[2].startswith("default")
    region = inputs_of.get(provider, {}).get("region", default_region if is_default else "")
    return Resource(
        urn=urn,
        type=_text(state, "type"),
        name=urn.split("::", 3)[-1],
        props=inputs or (_map(state, "outputs") if external else inputs),
        property_dependencies={
            key: [str(one) for one in cast("list[object]", urns)]
            for key, urns in _map(state, "propertyDependencies").items()
            if isinstance(urns, list)
        },
        id=str(state.get("id") or ""),
        region=region if isinstance(region, str) else "",
        managed=not external,
    )


def _map(fields: Json, key: str) -> Json:
    value = fields.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise StateFileError(f"{key!r} is {type(value).__name__} where an object is expected")
    return cast("Json", value)


def _maps(fields: Json, key: str) -> list[Json]:
    value = fields.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast("list[object]", value)):
        raise StateFileError(f"{key!r} is not a list of objects")
    return cast("list[Json]", value)


def _text(fields: Json, key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise StateFileError(f"a resource has {key!r} {value!r} where text is expected")
    return value
